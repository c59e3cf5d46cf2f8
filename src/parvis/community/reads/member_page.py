"""What a member's page shows: badges they hold, their answers by key, what is missing for the next level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime

from parvis.community.logic.markdown import excerpt_of
from parvis.community.logic.trust import FIRST, SECOND, Missing, Need, missing, third
from parvis.community.models import Award, Badge, Member, TrustChange
from parvis.community.permissions import is_house
from parvis.community.reads.facts import facts_of_member, recent_facts, written_lately

PAGE = 20


@dataclass(frozen=True, slots=True)
class AnswerOfMember:
    id: int
    question_id: int
    title: str
    slug: str
    excerpt: str
    written_at: datetime
    helpful_count: int
    is_accepted: bool

    @property
    def url(self) -> str:
        return f"/community/questions/{self.question_id}/{self.slug}/#answer-{self.id}"


def answers_of_member(
    member: Member, reader: Member | None, *, after: str = "", most: int = PAGE
) -> tuple[list[AnswerOfMember], str]:
    """A page, the newest first, and the key of the next one; what is not shown to everybody is not here."""
    moment, _, number = after.partition("~")
    begun = _moment(moment)
    values: list[object] = [member.pk]
    further = ""
    if begun is not None and number.isdigit() and len(number) < 19:
        further, values = " AND (a.written_at, a.id) < (%s, %s)", [member.pk, begun, int(number)]
    private = "" if is_house(reader) else " AND NOT b.is_private"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, q.id, q.title, q.slug, left(a.text, 600), a.written_at, a.helpful_count,"  # noqa: S608
            " coalesce(q.accepted_id = a.id, FALSE) FROM community_answer a JOIN community_question q"
            " ON q.id = a.question_id JOIN community_board b ON b.id = q.board_id"
            " WHERE a.author_id = %s AND a.parent_id IS NULL AND a.state = 'shown'"
            f" AND q.state IN ('open', 'closed'){private}{further}"
            " ORDER BY a.written_at DESC, a.id DESC LIMIT %s",
            [*values, most + 1],  # type: ignore[list-item]
        )
        rows = [
            AnswerOfMember(
                number, question, title, slug, excerpt_of(text, most=220), at, helpful, is_accepted
            )
            for number, question, title, slug, text, at, helpful, is_accepted in cursor.fetchall()
        ]
    last = rows[most - 1] if len(rows) > most else None
    return rows[:most], f"{last.written_at.isoformat()}~{last.id}" if last else ""


def badges_of(member: Member) -> list[Award]:
    """What they hold now, their rank first."""
    held = Award.objects.filter(member=member, ended_at=None, badge__is_retired=False).select_related("badge")
    return sorted(held, key=lambda one: (one.badge.kind != Badge.RANK, one.badge.position, one.pk))


def all_badges() -> QuerySet[Badge]:
    """With how many hold each now."""
    return (
        Badge.objects.filter(is_retired=False)
        .annotate(holders=Count("awards", filter=Q(awards__ended_at=None)))
        .order_by("kind", "position", "pk")
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: what is missing for the next level, None where counting leads no further."""

    level: int
    is_fixed: bool
    missing: list[Missing] | None
    changes: list[TrustChange]
    facts: dict[str, int]


def standing_of(member: Member, *, now: datetime) -> Standing:
    """From the facts as they were counted last."""
    facts = facts_of_member(member.pk) | recent_facts([member.pk], now=now)[member.pk]
    lacking: list[Missing] | None = None
    if not member.is_trust_fixed and member.trust < Member.TRUSTED:
        needs: tuple[Need, ...] = FIRST if member.trust < Member.BASIC else SECOND
        if member.trust >= Member.KNOWN:
            asked, written = written_lately(now=now)
            needs = third(asked_lately=asked, written_lately=written)
        lacking = missing(needs, facts)
    changes = list(TrustChange.objects.filter(member=member).order_by("-at", "-pk")[:20])
    return Standing(member.trust, member.is_trust_fixed, lacking, changes, facts)


def _moment(typed: str) -> datetime | None:
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
