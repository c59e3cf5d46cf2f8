"""What the company says to an idea: a status with a public reason, and who of the house looks after it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.actions.join import member_of_staff
from parvis.community.actions.text_pictures import note_shown
from parvis.community.events import IdeaPutInCharge, IdeaStatusChanged
from parvis.community.logic.errors import EmptyText, MayNot, SaidMeanwhile, TextTooLong
from parvis.community.logic.ideas import REASON_LONGEST, SAID_STATUSES
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.models import Idea, IdeaStatusChange
from parvis.community.permissions import can_steer
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish


def set_idea_status(
    idea: Idea, *, status: str, reason: str, by: User, now: datetime, seen: int | None = None
) -> IdeaStatusChange:
    """Say what becomes of the idea, and why; its followers are told. The same status again tells of progress.

    seen: the number of the newest change that `by` had before them; where another has answered since, nothing
    happens and theirs is to be read first.
    Raises EmptyText (an answer without a reason is none), TextTooLong, MayNot("status"), SaidMeanwhile.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        held = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
        if status not in SAID_STATUSES or held.status == Idea.MERGED or not can_steer(by, held):
            raise MayNot("status")
        if seen is not None and seen != held.status_number:
            raise SaidMeanwhile
        change = say_status(held, status=status, reason=reason, by=by, now=now)
        publish(IdeaStatusChanged(change.pk), by=_actor(by))
        return change


def say_status(held: Idea, *, status: str, reason: str, by: User, now: datetime) -> IdeaStatusChange:
    """Write the change of an idea that is locked; guards and telling are the caller's."""
    signed = member_of_staff(by, now=now)
    change = IdeaStatusChange.objects.create(
        idea=held, number=held.status_number + 1, before=held.status, after=status, reason=reason,
        reason_html=html_of(reason), by=signed, at=now,
    )  # fmt: skip
    note_shown("idea_status", change.pk, change.reason_html)
    is_answer = status in SAID_STATUSES
    held.status, held.status_number, held.status_at = status, change.number, now
    if is_answer and held.answered_at is None:
        held.answered_at = now
    held.save(update_fields=["status", "status_number", "status_at", "answered_at", "merged_into"])
    record("idea.status", held, by=_actor(by), now=now, status={"from": change.before, "to": status})
    return change


def put_in_charge(idea: Idea, *, whom: User | None, by: User, now: datetime) -> bool:
    """Name the employee who looks after the idea, on its page too. Returns whether it changed.

    Whoever takes part for the company may take what nobody has, and give it back; managers decide for all.
    Raises MayNot("charge" | "charge-unfit").
    """
    if whom is not None and not (whom.is_active and not whom.is_service and whom.may("community.answer")):
        raise MayNot("charge-unfit")
    named = member_of_staff(whom, now=now) if whom else None
    with transaction.atomic():
        held = (
            Idea.objects.select_for_update(no_key=True, of=("self",))
            .select_related("in_charge")
            .get(pk=idea.pk)
        )
        was = held.in_charge.staff_id if held.in_charge else None
        is_ones_own = (
            by.may("community.answer") and was in (None, by.pk) and (whom is None or whom.pk == by.pk)
        )
        if not by.may("community.manage") and not is_ones_own:
            raise MayNot("charge")
        if held.in_charge_id == (named.pk if named else None):
            return False
        held.in_charge = named
        held.save(update_fields=["in_charge"])
        record("idea.put_in_charge", held, by=_actor(by), now=now, user=whom.pk if whom else None)
        publish(IdeaPutInCharge(held.pk, named.pk if named else 0, by.pk), by=_actor(by))
        return True


def checked_reason(reason: str) -> str:
    """Raises EmptyText, TextTooLong."""
    reason = cleaned(reason)
    if not reason:
        raise EmptyText
    if len(reason) > REASON_LONGEST:
        raise TextTooLong(limit=REASON_LONGEST, length=len(reason))
    return reason


def _actor(user: User) -> Actor:
    return Actor("user", user.pk, str(user))
