"""Super-users: candidates, invitations, terms, and their direct line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from parvis.accounts.models import User
from parvis.community.actions.direct_line import write_directly
from parvis.community.actions.experts import end_term, invite, name_contact, withdraw_invitation
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, TAKES_PART, UNWRITTEN
from parvis.community.api.members import existing_member
from parvis.community.models import DirectMessage, Member, SuperUserTerm
from parvis.community.reads.direct_line import contacts, lines_of
from parvis.community.reads.experts import candidates_found, solved_by_each, terms_now
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.foundation.logic.intervals import share

SOLVED_IN = timedelta(days=90)


class NewSuperUserInvitation(Body):
    words: Annotated[str, Field(max_length=1000)] = ""
    contact_id: Id | None = Field(None, description="Who of the house answers them; null: you.")

    model_config = examples({"words": "Your answers about batteries help many."})


class NewContact(Body):
    contact_id: Id


class Thanks(Body):
    thanks: Annotated[str, Field(max_length=1000, description="Goes to them by mail.")] = ""

    model_config = examples({"thanks": "Thank you for two years of patience."})


class DirectWords(Body):
    text: Annotated[str, Field(min_length=1, max_length=8000, pattern=r"\S", description="Markdown.")]

    model_config = examples({"text": "It comes with the update of next week."})


class CandidateOut(Answer):
    """acceptance_low: the lower bound of the share of their answers to solved questions that solved them."""

    member_id: int
    name: str
    answers: int
    questions: int
    helped: int
    decided: int
    accepted: int
    helpful: int
    z: float
    expertise_rank: float
    acceptance_low: float | None
    acceptance_high: float | None


class CandidateList(Answer):
    items: list[CandidateOut]


class TermOut(Answer):
    id: int
    member_id: int
    state: str
    contact_id: int | None
    invited_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    solved_in_90_days: int = 0


class TermList(Answer):
    items: list[TermOut]


class DirectOut(Answer):
    id: int
    is_from_member: bool
    by_id: int | None
    text: str
    sent_at: datetime


class DirectList(Answer):
    items: list[DirectOut]


@ENDPOINTS.get("/community/super-users/candidates", **MANAGES)
def list_super_user_candidates(caller: Caller) -> CandidateList:
    """Who could be a super-user, the surest first, each figure with its evidence."""
    items = []
    for one in candidates_found()[:50]:
        found = share(one.accepted, one.decided)
        items.append(
            CandidateOut(
                member_id=one.member_id, name=one.member.name, answers=one.answers, questions=one.questions,
                helped=one.helped, decided=one.decided, accepted=one.accepted, helpful=one.helpful, z=one.z,
                expertise_rank=one.expertise_rank, acceptance_low=found.low if found else None,
                acceptance_high=found.high if found else None,
            )
        )  # fmt: skip
    return CandidateList(items=items)


@ENDPOINTS.get("/community/super-users", **MANAGES)
def list_super_users(caller: Caller) -> TermList:
    """Invitations and terms, the newest first."""
    solved = solved_by_each(caller.now - SOLVED_IN)
    return TermList(items=[_term_out(one, solved.get(one.member_id, 0)) for one in terms_now()[:200]])


@ENDPOINTS.post("/community/members/{member_id}/invitation", status=201, problems=MAY_NOT, **MANAGES)
def invite_super_user(caller: Caller, member_id: Id, given: NewSuperUserInvitation) -> TermOut:
    """Ask a member by mail to be a super-user; they become one when they say yes."""
    contact = _contact(given.contact_id) if given.contact_id else caller.user
    return _term_out(
        invite(existing_member(member_id), words=given.words, contact=contact, by=caller.user, now=caller.now)
    )


@ENDPOINTS.post("/community/super-users/{term_id}/withdraw", **MANAGES)
def withdraw_super_user_invitation(caller: Caller, term_id: Id) -> TermOut:
    """Take back an invitation that nobody answered yet; answered, it stays as it is."""
    withdraw_invitation(_term(term_id), by=caller.user, now=caller.now)
    return _term_out(_term(term_id))


@ENDPOINTS.post("/community/super-users/{term_id}/end", **MANAGES)
def end_super_user_term(caller: Caller, term_id: Id, given: Thanks) -> TermOut:
    """End it with thanks; one that is over stays as it is."""
    end_term(_term(term_id), by=caller.user, thanks=given.thanks, now=caller.now)
    return _term_out(_term(term_id))


@ENDPOINTS.put("/community/super-users/{term_id}/contact", **MANAGES)
def name_super_user_contact(caller: Caller, term_id: Id, given: NewContact) -> TermOut:
    """Name who of the house answers them."""
    name_contact(_term(term_id), contact=_contact(given.contact_id), by=caller.user, now=caller.now)
    return _term_out(_term(term_id))


@ENDPOINTS.get("/community/members/{member_id}/direct-line", **TAKES_PART)
def list_direct_messages(caller: Caller, member_id: Id) -> DirectList:
    """A super-user's direct line, the oldest of the newest hundred first; for whom it was named to."""
    found = _line(caller, member_id)
    rows = DirectMessage.objects.filter(member=found).order_by("-sent_at", "-pk")[:100]
    return DirectList(items=[DirectOut.model_validate(row) for row in reversed(rows)])


@ENDPOINTS.post(
    "/community/members/{member_id}/direct-line", status=201, problems=MAY_NOT | UNWRITTEN, **TAKES_PART
)
def answer_on_direct_line(caller: Caller, member_id: Id, given: DirectWords) -> DirectOut:
    """Answer a super-user on their direct line."""
    found = _line(caller, member_id)
    return DirectOut.model_validate(write_directly(found, given.text, by=caller.user, now=caller.now))


def _term_out(term: SuperUserTerm, solved: int = 0) -> TermOut:
    return TermOut.model_validate(term).model_copy(update={"solved_in_90_days": solved})


def _term(term_id: int) -> SuperUserTerm:
    found = SuperUserTerm.objects.filter(pk=term_id).first()
    if found is None:
        raise not_found()
    return found


def _contact(user_id: int) -> User:
    found = next((one for one in contacts() if one.pk == user_id), None)
    if found is None:
        raise not_found()
    return found


def _line(caller: Caller, member_id: int) -> Member:
    found = lines_of(caller.user).filter(pk=member_id).first()
    if found is None:
        raise not_found()
    return found
