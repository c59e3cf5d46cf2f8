"""Leaving: what was said in public stays readable without its author's name; all else of the member goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from parvis.community.events import MemberLeft
from parvis.community.models import (
    DayOfReading,
    Draft,
    Follow,
    HelpfulVote,
    Member,
    MemberContact,
    MeToo,
    Notice,
)
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish


def leave(member: Member, *, now: datetime) -> bool:
    """Returns whether anything changed. Votes stay counted and lose their voter."""
    with purpose("legal_duty"), transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.left_at is not None:
            return False
        MemberContact.objects.filter(member=held).delete()
        for table in (Draft, Follow, HelpfulVote, MeToo, DayOfReading, Notice):
            table.objects.filter(member=held).delete()
        Member.objects.filter(pk=held.pk).update(
            name=f"#{held.pk}", name_key=f"#{held.pk}", about="", picture="", identity=None, staff=None,
            is_super_user=False, unread_notices=0, left_at=now, session_epoch=F("session_epoch") + 1,
        )  # fmt: skip
        publish(MemberLeft(held.pk), by=Actor("member", held.pk, ""))
        return True
