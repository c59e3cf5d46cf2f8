"""What waits for a moderator, what an author was told, and the public register without personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from parvis.community.models import Appeal, Ground, Member, Report, Restriction, Said, said_of


@dataclass(frozen=True, slots=True)
class Reported:
    """A text that somebody reported, with everything that was said about it."""

    text: Said
    reports: list[Report]

    @property
    def since(self) -> datetime:
        return self.reports[0].at


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One decision as everybody may read it: no name, no text, no address."""

    at: datetime
    ground: str
    number: int
    found_by: str
    is_undone: bool
    appeal: str


def grounds() -> QuerySet[Ground]:
    return Ground.objects.filter(is_retired=False)


def ground_title(ground: Ground) -> str:
    return ground.title_fr if get_language() == "fr" else ground.title_en


def ground_text(ground: Ground) -> str:
    return ground.text_fr if get_language() == "fr" else ground.text_en


def reported(*, most: int = 50) -> list[Reported]:
    """Texts with open reports, the longest waiting first."""
    waiting = list(
        Report.objects.filter(state=Report.OPEN)
        .select_related("ground", "by")
        .order_by("at", "pk")[: most * 5]
    )
    texts = said_of([(one.kind, one.text_id) for one in waiting])
    by_text: dict[tuple[str, int], Reported] = {}
    for one in waiting:
        key = (one.kind, one.text_id)
        if key in texts:
            by_text.setdefault(key, Reported(texts[key], [])).reports.append(one)
    return list(by_text.values())[:most]


def texts_of(restrictions: list[Restriction]) -> dict[int, Said | None]:
    """The text of each restriction by its id; None where a member was suspended."""
    texts = said_of([(one.kind, one.text_id) for one in restrictions if one.text_id is not None])
    return {one.pk: texts.get((one.kind, one.text_id or 0)) for one in restrictions}


def open_appeals() -> QuerySet[Appeal]:
    """Appeals that wait, the oldest first."""
    return (
        Appeal.objects.filter(state=Appeal.OPEN)
        .select_related("restriction__ground", "restriction__author")
        .order_by("at", "pk")
    )


def restrictions_of(member: Member) -> QuerySet[Restriction]:
    """What an author was told, the newest first."""
    return Restriction.objects.filter(author=member).select_related("ground", "appeal").order_by("-at", "-pk")


def register(*, most: int = 100) -> list[RegisterRow]:
    """The newest decisions."""
    rows = Restriction.objects.select_related("ground", "appeal").order_by("-at", "-pk")[:most]
    return [
        RegisterRow(
            one.at, ground_title(one.ground), one.ground.number, one.found_by, one.undone_at is not None,
            one.appeal.state if hasattr(one, "appeal") else "",
        )
        for one in rows
    ]  # fmt: skip


def register_counts() -> list[tuple[int, int, int, int]]:
    """(ground number, decisions, undone, appeals) of the last twelve months."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.number, count(*), count(r.undone_at), count(a.id) FROM community_restriction r"
            " JOIN community_ground g ON g.id = r.ground_id LEFT JOIN community_appeal a ON a.restriction_id = r.id"
            " WHERE r.at > statement_timestamp() - interval '12 months' GROUP BY g.number ORDER BY g.number"
        )
        return [tuple(row) for row in cursor.fetchall()]
