"""What waits for a moderator, what an author was told, and the public register without personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from parvis.community.models import Appeal, Ground, Member, Restriction, Said, said_of


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One decision as everybody may read it: no name, no text, no address."""

    at: datetime
    ground: str
    number: int
    measure: str
    found_by: str
    is_automated: bool
    is_undone: bool
    appeal: str


def grounds() -> QuerySet[Ground]:
    return Ground.objects.filter(is_retired=False)


def ground_title(ground: Ground) -> str:
    return ground.title_fr if get_language() == "fr" else ground.title_en


def ground_text(ground: Ground) -> str:
    return ground.text_fr if get_language() == "fr" else ground.text_en


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
            one.at, ground_title(one.ground), one.ground.number, one.measure, one.found_by, one.is_automated,
            one.undone_at is not None, one.appeal.state if hasattr(one, "appeal") else "",
        )
        for one in rows
    ]  # fmt: skip
