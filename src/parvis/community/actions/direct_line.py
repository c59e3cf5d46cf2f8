"""The direct line: what a super-user asks and what the employee named to them answers; nobody else reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.actions.flow import hold_member
from parvis.community.actions.text_pictures import note_shown
from parvis.community.events import DirectMessageSent
from parvis.community.logic.errors import EmptyText, MayNot, TextTooLong, TooOften
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.models import DirectMessage, Member
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish

LONGEST = 8_000
MOST_A_DAY = 50


def write_directly(member: Member, text: str, *, by: User | None = None, now: datetime) -> DirectMessage:
    """One message on a super-user's line; by: the employee who answers, None: the member themselves.

    Raises EmptyText, TextTooLong, MayNot("direct-line"), TooOften.
    """
    text = cleaned(text)
    if not text:
        raise EmptyText
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST, length=len(text))
    with transaction.atomic():
        # Whoever may not write still reads what the house answers them.
        held = hold_member(member, now=now) if by is None else _held(member)
        if not held.is_super_user:
            raise MayNot("direct-line")
        day = DirectMessage.objects.filter(
            member=held, is_from_member=True, sent_at__gt=now - timedelta(days=1)
        )
        if by is None and day.count() >= MOST_A_DAY:
            raise TooOften(seconds=3600)
        sent = DirectMessage.objects.create(
            member=held,
            is_from_member=by is None,
            by_id=by.pk if by else None,
            text=text,
            html=html_of(text),
            sent_at=now,
        )
        note_shown("direct_message", sent.pk, sent.html)
        if by is not None:
            see(held, is_member=False, now=now)
        actor = Actor("user", by.pk, str(by)) if by else Actor("member", held.pk, held.name)
        publish(DirectMessageSent(sent.pk), by=actor)
        return sent


def _held(member: Member) -> Member:
    return Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def see(member: Member, *, is_member: bool, now: datetime) -> int:
    """What the other side wrote was read. Returns how many messages."""
    return DirectMessage.objects.filter(member=member, is_from_member=not is_member, seen_at=None).update(
        seen_at=now
    )
