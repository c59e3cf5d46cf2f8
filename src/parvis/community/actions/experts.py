"""Super-users: found by figures, invited by somebody, named by their own act, ended with thanks by either side."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from parvis.accounts.models import User
from parvis.community.actions.flow import hold_member
from parvis.community.events import SuperUserEnded, SuperUserInvited, SuperUserNamed
from parvis.community.logic.errors import MayNot
from parvis.community.logic.experts import candidates
from parvis.community.models import Board, ExpertFigures, Member, SuperUserTerm
from parvis.community.reads.experts import PRIVATE_BOARD, board_of_super_users, evidence
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.foundation.jobs import enqueue

INVITE_JOB, THANK_JOB = "community.send_invitation", "community.send_thanks"
# A no is a no for half a year.
ASKED_AGAIN_AFTER = timedelta(days=183)


def measure_experts(*, now: datetime) -> int:
    """Write everybody's figures anew, with the places of the candidates. Returns how many candidates there are."""
    known = evidence(now=now)
    place = {one.member_id: number for number, one in enumerate(candidates(known), start=1)}
    rows = []
    for one in known:
        found = one.acceptance
        rows.append(
            ExpertFigures(
                member_id=one.member_id, answers=one.answers, questions=one.questions, helped=one.helped,
                decided=one.decided, accepted=one.accepted, helpful=one.helpful, z=one.z,
                expertise_rank=one.expertise_rank, acceptance_low=found.low if found else None,
                place=place.get(one.member_id), measured_at=now,
            )
        )  # fmt: skip
    with transaction.atomic():
        ExpertFigures.objects.all().delete()
        ExpertFigures.objects.bulk_create(rows, batch_size=2000)
    return len(place)


def invite(member: Member, *, words: str, contact: User, by: User, now: datetime) -> SuperUserTerm:
    """Ask a member by mail. contact: who of the house answers them. Raises MayNot("invite" | "invite-declined")."""
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.staff_id is not None or held.left_at is not None or held.is_super_user:
            raise MayNot("invite")
        last = SuperUserTerm.objects.filter(member=held, state=SuperUserTerm.DECLINED).order_by(
            "-answered_at"
        )
        declined = last.values_list("answered_at", flat=True).first()
        if declined is not None and now - declined < ASKED_AGAIN_AFTER:
            raise MayNot("invite-declined")
        figures = ExpertFigures.objects.filter(member=held).values(
            "answers", "questions", "helped", "decided", "accepted", "helpful", "z", "expertise_rank",
            "acceptance_low", "place",
        ).first()  # fmt: skip
        try:
            with transaction.atomic():
                term = SuperUserTerm.objects.create(
                    member=held, figures=figures or {}, words=words.strip()[:1000], contact_id=contact.pk,
                    invited_by_id=by.pk, invited_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise MayNot("invite") from error  # invited already
        actor = Actor("user", by.pk, str(by))
        record("super_user.invited", held, by=actor, now=now, term=term.pk)
        publish(SuperUserInvited(term.pk), by=actor)
        enqueue(INVITE_JOB, term_id=term.pk)
        return term


def answer_invitation(term: SuperUserTerm, *, is_accepted: bool, by: Member, now: datetime) -> bool:
    """The member's own act. Returns whether the invitation was open. Raises MayNot("invitation") for anybody else."""
    with transaction.atomic():
        if is_accepted:
            hold_member(by, now=now)
        held = SuperUserTerm.objects.select_for_update().get(pk=term.pk)
        if held.member_id != by.pk:
            raise MayNot("invitation")
        if held.state != SuperUserTerm.INVITED:
            return False
        held.state = SuperUserTerm.ACTIVE if is_accepted else SuperUserTerm.DECLINED
        held.answered_at = now
        held.save(update_fields=["state", "answered_at"])
        actor = Actor("member", by.pk, "")  # the log keeps no name that leaving could not take out
        if is_accepted:
            Member.objects.filter(pk=by.pk).update(is_super_user=True)
            private_board(now=now)
            publish(SuperUserNamed(held.pk), by=actor)
        record(
            "super_user.named" if is_accepted else "super_user.declined", by, by=actor, now=now, term=held.pk
        )
        return True


def withdraw_invitation(term: SuperUserTerm, *, by: User, now: datetime) -> bool:
    """The house thinks again before the member answered. Returns whether it was open."""
    with transaction.atomic():
        held = SuperUserTerm.objects.select_for_update().get(pk=term.pk)
        if held.state != SuperUserTerm.INVITED:
            return False
        held.state, held.ended_at = SuperUserTerm.WITHDRAWN, now
        held.save(update_fields=["state", "ended_at"])
        record("super_user.invitation_withdrawn", held, by=Actor("user", by.pk, str(by)), now=now)
        return True


def end_term(term: SuperUserTerm, *, by: User | Member, thanks: str = "", now: datetime) -> bool:
    """Either side ends it; thanks: words of the house, which go to the member by mail. Returns whether it was active.

    What they wrote stays marked by nothing but their name; the private board is closed to them. Raises
    MayNot("invitation") for a member whose term it is not.
    """
    is_member = isinstance(by, Member)
    with transaction.atomic():
        held = SuperUserTerm.objects.select_for_update().get(pk=term.pk)
        if isinstance(by, Member) and held.member_id != by.pk:
            raise MayNot("invitation")
        if held.state != SuperUserTerm.ACTIVE:
            return False
        held.state, held.ended_at, held.is_ended_by_member = SuperUserTerm.ENDED, now, is_member
        held.thanks = "" if is_member else thanks.strip()[:1000]
        held.save(update_fields=["state", "ended_at", "is_ended_by_member", "thanks"])
        Member.objects.filter(pk=held.member_id).update(is_super_user=False)
        actor = Actor("member", by.pk, "") if is_member else Actor("user", by.pk, str(by))
        record("super_user.ended", held, by=actor, now=now)
        publish(SuperUserEnded(held.pk), by=actor)
        if not is_member:
            enqueue(THANK_JOB, term_id=held.pk)
        return True


def name_contact(term: SuperUserTerm, *, contact: User, by: User, now: datetime) -> None:
    """Somebody else of the house answers them from now on."""
    SuperUserTerm.objects.filter(pk=term.pk).update(contact_id=contact.pk)
    record("super_user.contact_named", term, by=Actor("user", by.pk, str(by)), now=now, contact=contact.pk)


def private_board(*, now: datetime) -> Board:
    """The board that super-users and employees have to themselves; made when the first one is named.

    A public one that happens to be called so is none: what is said there everybody reads.
    """
    known = board_of_super_users()
    number = 1
    while known is None:
        slug = PRIVATE_BOARD if number == 1 else f"{PRIVATE_BOARD}-{number}"
        made, is_new = Board.objects.get_or_create(
            slug=slug,
            defaults={"name": "Super-users", "is_private": True, "position": 1000, "created_at": now},
        )
        known = made if is_new else board_of_super_users()
        number += 1
    return known
