"""Levels of trust: counted each night, at once for newcomers who read, or given by hand with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from parvis.accounts.models import User
from parvis.community.events import TrustChanged
from parvis.community.logic.errors import EmptyText, MayNot
from parvis.community.logic.trust import FIRST, level_counted, missing, third
from parvis.community.models import DayOfReading, Member, TrustChange
from parvis.community.reads.facts import perhaps_changing, recent_facts, written_lately
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.events import publish

BATCH = 500


def count_trust(*, now: datetime) -> int:
    """Give everybody the level that counting gives (facts are counted before). Returns how many changed."""
    asked, written = written_lately(now=now)
    needs = third(asked_lately=asked, written_lately=written)
    changed, after = 0, 0
    while batch := perhaps_changing(after=after, most=BATCH):
        after = batch[-1][0]
        ids = [member_id for member_id, _, _ in batch]
        recent = recent_facts(ids, now=now)
        since = _held_since(ids)
        for member_id, level, facts in batch:
            counted = level_counted(level, facts | recent[member_id], needs_of_third=needs,
                                    held_since=since.get(member_id), now=now)  # fmt: skip
            if counted != level:
                changed += _change(member_id, counted, now=now)
    return changed


def welcome_reader(member: Member, *, now: datetime) -> bool:
    """The first level comes while somebody reads, not the night after. Returns whether it came."""
    if member.trust != Member.NEW or member.is_trust_fixed:
        return False
    read = DayOfReading.objects.filter(member=member).aggregate(
        entered=Sum("questions_entered"), answers=Sum("answers_read"), seconds=Sum("seconds")
    )
    entered, answers, seconds = (read[name] or 0 for name in ("entered", "answers", "seconds"))
    facts = {"questions_entered": entered, "posts_read": entered + answers, "minutes_read": seconds // 60}
    return not missing(FIRST, facts) and bool(_change(member.pk, Member.BASIC, now=now))


def fix_trust(member: Member, *, level: int, is_fixed: bool, reason: str, by: User, now: datetime) -> bool:
    """Give a level by hand. is_fixed: counting leaves it alone; the fourth level is always fixed.

    The member reads the reason. Raises EmptyText without one, MayNot("trust") for employees and no level at all.
    """
    reason = reason.strip()[:500]
    if not reason:
        raise EmptyText
    if not Member.NEW <= level <= Member.LEADER:
        raise MayNot("trust")
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.staff_id is not None or held.left_at is not None:
            raise MayNot("trust")
        is_fixed = is_fixed or level == Member.LEADER
        if (held.trust, held.is_trust_fixed) == (level, is_fixed):
            return False
        Member.objects.filter(pk=held.pk).update(trust=level, is_trust_fixed=is_fixed)
        TrustChange.objects.create(
            member=held, before=held.trust, after=level, why=TrustChange.BY_HAND, reason=reason, is_fixed=is_fixed,
            by_id=by.pk, at=now,
        )  # fmt: skip
        actor = Actor("user", by.pk, str(by))
        record(
            "member.trust_fixed", held, by=actor, now=now, before=held.trust, after=level, is_fixed=is_fixed
        )
        publish(TrustChanged(held.pk, held.trust, level), by=actor)
        return True


def _change(member_id: int, level: int, *, now: datetime) -> int:
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member_id)
        # Given by hand, or counted by another job meanwhile.
        if held.is_trust_fixed or held.trust == level or held.left_at is not None:
            return 0
        Member.objects.filter(pk=held.pk).update(trust=level)
        TrustChange.objects.create(
            member=held, before=held.trust, after=level, at=now,
            why=TrustChange.COUNTED if level > held.trust else TrustChange.LOST,
        )  # fmt: skip
        publish(TrustChanged(held.pk, held.trust, level), by=SYSTEM)
        return 1


def _held_since(member_ids: list[int]) -> dict[int, datetime]:
    rows = TrustChange.objects.filter(member__in=member_ids).order_by("at").values_list("member_id", "at")
    return dict(rows)
