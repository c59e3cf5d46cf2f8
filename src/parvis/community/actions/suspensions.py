"""Keeping a member from writing for a time, with all that they are told; undone by `restore` or an appeal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from parvis.accounts.models import User
from parvis.community.events import MemberSuspended
from parvis.community.logic.errors import EmptyText, MayNot
from parvis.community.models import Ground, Member, MemberContact, Restriction
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish

MOST_WORDS = 2000


def suspend(
    member: Member, *, ground: Ground, facts: str, until: datetime | None, by: User, now: datetime
) -> Restriction:
    """The member writes nothing until then (None: for good, or until it is undone); they still read, appeal, leave.

    Raises EmptyText without facts, MayNot("suspend") for an employee or a time that is past, MayNot("suspended").
    """
    facts = facts.strip()[:MOST_WORDS]
    if not facts:
        raise EmptyText
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.staff_id is not None or (until is not None and until <= now):
            raise MayNot("suspend")
        if suspension_of(held, now=now) is not None:
            raise MayNot("suspended")
        with purpose("moderation"):
            mailbox = MemberContact.objects.filter(member=held).values_list("mailbox_hash", flat=True).first()
        restriction = Restriction.objects.create(
            measure=Restriction.SUSPENDED, author=held, ground=ground, facts=facts, until=until,
            found_by=Restriction.MODERATOR, at=now, by_id=by.pk, mailbox_hash=mailbox or "",
        )  # fmt: skip
        record("member.suspended", held, by=Actor("user", by.pk, str(by)), now=now, ground=ground.number)
        publish(MemberSuspended(restriction.pk), by=Actor("user", by.pk, str(by)))
        return restriction


def suspensions(*, now: datetime) -> QuerySet[Restriction]:
    """Those that keep a member from writing now."""
    return Restriction.objects.filter(measure=Restriction.SUSPENDED, undone_at=None).exclude(until__lte=now)


def suspension_of(member: Member, *, now: datetime) -> Restriction | None:
    """What keeps the member from writing now."""
    return suspensions(now=now).filter(author=member).first()


# The same where only its end matters: asked before each act.
UNTIL = """
    SELECT r.until FROM community_restriction r
    WHERE r.author_id = %s AND r.measure = 'suspended' AND r.undone_at IS NULL AND (r.until IS NULL OR r.until > %s)
"""
