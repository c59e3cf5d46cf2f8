"""Members, their levels, badges and super-users, for programs of the company."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.community.actions.badges import retire_badge, save_badge
from parvis.community.actions.direct_line import write_directly
from parvis.community.actions.experts import end_term, invite, name_contact, withdraw_invitation
from parvis.community.actions.merit import settle_ring
from parvis.community.actions.trust import fix_trust
from parvis.community.api.endpoints import ENDPOINTS
from parvis.community.models import Badge, DirectMessage, Member, SuperUserTerm, VoteRing
from parvis.community.reads.badge_preview import holders_of
from parvis.community.reads.direct_line import contacts, lines_of
from parvis.community.reads.experts import candidates_found, solved_by_each, terms_now
from parvis.community.reads.facts import FACTS, facts_of_member
from parvis.community.reads.leaderboards import board_of_period
from parvis.community.reads.member_list import member_page, open_rings
from parvis.community.reads.member_page import all_badges, badges_of
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.foundation.logic.intervals import share
from parvis.foundation.logic.typed import id_typed

MODERATES: dict[str, Any] = {"permission": "community.moderate"}
MANAGES: dict[str, Any] = {"permission": "community.manage"}
TAKES_PART: dict[str, Any] = {"permission": "community.answer"}
MAY_NOT = {"may-not": (409, "This act is not possible here.")}
UNWRITTEN = {"empty-text": (422, "Nothing was written.")}
NAMED = {"name-taken": (409, "Another has this name, or one that looks like it.")}
FORMULA = {"formula-refused": (422, "This formula cannot be read.")}
Level = Annotated[int, Field(ge=0, le=4)]
SOLVED_IN = timedelta(days=90)
BadgeWords = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class NewLevel(Body):
    level: Level
    is_fixed: bool = Field(True, description="Counting leaves it alone; the highest level always.")
    reason: Annotated[str, Field(min_length=1, max_length=500, description="The member reads it.")]

    model_config = examples({"level": 3, "is_fixed": True, "reason": "Has moderated elsewhere for years."})


class NewSuperUserInvitation(Body):
    words: Annotated[str, Field(max_length=1000)] = ""
    contact_id: Id | None = Field(None, description="Who of the house answers them; null: you.")

    model_config = examples({"words": "Your answers about batteries help many."})


class NewContact(Body):
    contact_id: Id


class Thanks(Body):
    thanks: Annotated[str, Field(max_length=1000, description="Goes to them by mail.")] = ""

    model_config = examples({"thanks": "Thank you for two years of patience."})


class NewBadge(Body):
    """A badge that was earned stays; a rank is the highest whose formula holds."""

    kind: Literal["badge", "rank"] = Field("badge", description="Of one that is there it does not change.")
    name_en: BadgeWords
    name_fr: BadgeWords
    about_en: Annotated[str, Field(max_length=200)] = ""
    about_fr: Annotated[str, Field(max_length=200)] = ""
    formula: Annotated[str, Field(min_length=1, max_length=300, description=f"Over: {', '.join(FACTS)}.")]
    position: Annotated[int, Field(ge=0, le=9999)] = 1

    model_config = examples(
        {"name_en": "Sure hand", "name_fr": "Valeur sûre", "formula": "accepted / answers >= 0.5"}
    )


class FormulaPreview(Body):
    formula: Annotated[str, Field(min_length=1, max_length=300)]

    model_config = examples({"formula": "accepted >= 10 and accepted / answers >= 0.3"})


class DirectWords(Body):
    text: Annotated[str, Field(min_length=1, max_length=8000, pattern=r"\S", description="Markdown.")]

    model_config = examples({"text": "It comes with the update of next week."})


class CommunityMemberOut(Answer):
    """As everybody sees them; no address and no customer's record."""

    id: int
    name: str
    trust: int = Field(description="Level, 0 to 4.")
    is_trust_fixed: bool
    is_super_user: bool
    question_count: int
    answer_count: int
    accepted_count: int
    helpful_count: int
    joined_at: datetime


class CommunityMemberList(Listed):
    items: list[CommunityMemberOut]


class MemberWithFacts(CommunityMemberOut):
    facts: dict[str, int] = Field(description="What badges and levels ask for, as counted last.")
    badges: list[str] = Field(description="Slugs of badges and rank, as they hold them now.")


class RingOut(Answer):
    id: int
    member_ids: list[int]
    inside: int = Field(description="Helpful votes among themselves in four weeks.")
    received: int
    has_one_mailbox: bool


class RingList(Answer):
    items: list[RingOut]


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


class BadgeOut(Answer):
    id: int
    slug: str
    kind: str
    name_en: str
    name_fr: str
    about_en: str
    about_fr: str
    formula: str
    version: int
    position: int
    is_retired: bool


class BadgeCounted(BadgeOut):
    holders: int


class BadgeList(Answer):
    items: list[BadgeCounted]


class FormulaPreviewOut(Answer):
    count: int
    members: int


class DirectOut(Answer):
    id: int
    is_from_member: bool
    by_id: int | None
    text: str
    sent_at: datetime


class DirectList(Answer):
    items: list[DirectOut]


class LeaderOut(Answer):
    place: int
    member_id: int
    name: str
    accepted: int
    helpful: int


class LeaderList(Answer):
    period: str
    members: list[LeaderOut]
    staff: list[LeaderOut]


@ENDPOINTS.get("/community/members", **MODERATES)
def list_community_members(
    caller: Caller, q: Typed = "", level: Level | None = None, cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> CommunityMemberList:  # fmt: skip
    """Members, the newest first. q: a piece of the name; look-alikes are found too."""
    rows, after = member_page(typed=q, level=level, after=id_typed(key_of(cursor) or "") or 0, most=limit)
    items = [CommunityMemberOut.model_validate(row) for row in rows]
    return CommunityMemberList(items=items, next_cursor=cursor_of(str(after) if after else None))


@ENDPOINTS.get("/community/members/{member_id}", **MODERATES)
def get_community_member(caller: Caller, member_id: Id) -> MemberWithFacts:
    """One member with what is counted of them."""
    return _whole(_member(member_id))


@ENDPOINTS.put("/community/members/{member_id}/level", problems=MAY_NOT | UNWRITTEN, **MANAGES)
def give_member_level(caller: Caller, member_id: Id, given: NewLevel) -> MemberWithFacts:
    """Give a level by hand, with the reason that the member reads."""
    found = _member(member_id)
    fix_trust(
        found, level=given.level, is_fixed=given.is_fixed, reason=given.reason, by=caller.user, now=caller.now
    )
    return _whole(_member(member_id))


@ENDPOINTS.get("/community/vote-rings", **MODERATES)
def list_vote_rings(caller: Caller) -> RingList:
    """Members whose helpful votes go round among themselves, and nobody has looked yet."""
    return RingList(
        items=[
            RingOut(
                id=one.ring.pk, member_ids=one.ring.members, inside=one.ring.inside, received=one.ring.received,
                has_one_mailbox=one.ring.has_one_mailbox,
            )
            for one in open_rings(most=100)
        ]
    )  # fmt: skip


@ENDPOINTS.post("/community/vote-rings/{ring_id}/settle", status=204, **MODERATES)
def settle_vote_ring(caller: Caller, ring_id: Id) -> None:
    """Somebody looked: they simply help each other. Their votes stay bounded."""
    found = VoteRing.objects.filter(pk=ring_id).first()
    if found is None:
        raise not_found()
    settle_ring(found, by=caller.user, now=caller.now)


@ENDPOINTS.get("/community/leaders", **TAKES_PART)
def list_community_leaders(caller: Caller, period: Literal["week", "month", "all"] = "month") -> LeaderList:
    """Who helped most; employees apart."""
    found = board_of_period(period, now=caller.now)
    return LeaderList(
        period=found.period,
        members=[LeaderOut.model_validate(row) for row in found.members],
        staff=[LeaderOut.model_validate(row) for row in found.staff],
    )


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
        invite(_member(member_id), words=given.words, contact=contact, by=caller.user, now=caller.now)
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


@ENDPOINTS.get("/community/badges", **TAKES_PART)
def list_badges(caller: Caller) -> BadgeList:
    """Badges and ranks with how many hold each."""
    return BadgeList(items=[BadgeCounted.model_validate(one) for one in all_badges()])


@ENDPOINTS.post("/community/badges", status=201, problems=FORMULA | UNWRITTEN | NAMED, **MANAGES)
def create_badge(caller: Caller, given: NewBadge) -> BadgeOut:
    """A new badge or rank; it is given with the next count."""
    return BadgeOut.model_validate(save_badge(None, **given.model_dump(), by=caller.user, now=caller.now))


@ENDPOINTS.put("/community/badges/{badge_id}", problems=FORMULA | UNWRITTEN | NAMED, **MANAGES)
def replace_badge(caller: Caller, badge_id: Id, given: NewBadge) -> BadgeOut:
    """Another version of a badge; who has it keeps it."""
    saved = save_badge(_badge(badge_id), **given.model_dump(), by=caller.user, now=caller.now)
    return BadgeOut.model_validate(saved)


@ENDPOINTS.post("/community/badges/{badge_id}/retire", **MANAGES)
def retire_one_badge(caller: Caller, badge_id: Id) -> BadgeOut:
    """No longer given nor shown."""
    retire_badge(_badge(badge_id), is_retired=True, by=caller.user, now=caller.now)
    return BadgeOut.model_validate(_badge(badge_id))


@ENDPOINTS.post("/community/badges/{badge_id}/restore", **MANAGES)
def restore_one_badge(caller: Caller, badge_id: Id) -> BadgeOut:
    """Given again."""
    retire_badge(_badge(badge_id), is_retired=False, by=caller.user, now=caller.now)
    return BadgeOut.model_validate(_badge(badge_id))


@ENDPOINTS.post("/community/badges/preview", problems=FORMULA, **MANAGES)
def preview_badge_formula(caller: Caller, given: FormulaPreview) -> FormulaPreviewOut:
    """How many would have a badge by this formula now; nothing is kept."""
    found = holders_of(given.formula)
    return FormulaPreviewOut(count=found.count, members=found.members)


def _whole(member: Member) -> MemberWithFacts:
    held = [one.badge.slug for one in badges_of(member)]
    known = CommunityMemberOut.model_validate(member).model_dump()
    return MemberWithFacts(**known, facts=facts_of_member(member.pk), badges=held)


def _term_out(term: SuperUserTerm, solved: int = 0) -> TermOut:
    return TermOut.model_validate(term).model_copy(update={"solved_in_90_days": solved})


def _member(member_id: int) -> Member:
    found = Member.objects.filter(pk=member_id, left_at=None).first()
    if found is None:
        raise not_found()
    return found


def _term(term_id: int) -> SuperUserTerm:
    found = SuperUserTerm.objects.filter(pk=term_id).first()
    if found is None:
        raise not_found()
    return found


def _badge(badge_id: int) -> Badge:
    found = Badge.objects.filter(pk=badge_id).first()
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
