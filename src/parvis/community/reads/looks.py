"""The queue of moderation: what waits, one text at a time, with all that a decision needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from parvis.accounts.models import User
from parvis.community.models import (
    Ground,
    Look,
    Member,
    Report,
    Restriction,
    Said,
    WatchedWord,
    find_said,
    said_of,
)


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A look with its text, what was said about it, and what became of its author's texts before.

    likely: the ground that a decision would most probably carry. facts: what brought it here, in its own words.
    """

    look: Look
    text: Said
    reports: list[Report]
    words: list[str]
    likely: Ground | None
    facts: str
    restricted_before: int
    let_stay_before: int


@dataclass(frozen=True, slots=True)
class Caught:
    """A watched word with how often it caught a text, and how often people then withheld or showed it."""

    word: WatchedWord
    caught: int
    upheld: int
    shown: int


def waiting(*, most: int = 200) -> list[Look]:
    """Open looks, what is held or told by a notice first, then the longest waiting."""
    return list(
        Look.objects.filter(outcome="").select_related("author").order_by("priority", "at", "pk")[:most]
    )


def next_look(user: User, *, now: datetime, after: int = 0) -> Look | None:
    """The first that no colleague has open. after: the one that is passed over, and all before it."""
    free = Q(taken_by_id=None) | Q(taken_by_id=user.pk) | Q(taken_at__lt=now - Look.TAKEN_FOR)
    found = list(
        Look.objects.filter(free, outcome="")
        .order_by("priority", "at", "pk")
        .values_list("pk", flat=True)[:500]
    )
    if after in found:
        found = found[found.index(after) + 1 :] + found[: found.index(after)]
    return Look.objects.select_related("author").filter(pk=found[0]).first() if found else None


def to_decide(look: Look) -> ToDecide | None:
    """None where the text is no more."""
    text = find_said(look.kind, look.text_id)
    if text is None:
        return None
    reports = list(
        Report.objects.filter(kind=look.kind, text_id=look.text_id, state=Report.OPEN)
        .select_related("ground", "by")
        .order_by("at", "pk")
    )
    words = list(WatchedWord.objects.filter(catches__look=look).select_related("ground"))
    likely = reports[0].ground if reports else words[0].ground if words else None
    facts = ", ".join(f"“{word.words}”" for word in words)
    outcomes = Look.objects.filter(author_id=look.author_id).aggregate(
        withheld=Count("pk", filter=Q(outcome=Look.WITHHELD)), shown=Count("pk", filter=Q(outcome=Look.SHOWN))
    )
    return ToDecide(
        look,
        text,
        reports,
        [word.words for word in words],
        likely,
        facts,
        outcomes["withheld"],
        outcomes["shown"],
    )


def found_by(text: Said) -> str:
    """What brought an open text here first: somebody's report, a machine, or a moderator's own eyes."""
    look = Look.objects.filter(kind=text.kind, text_id=text.pk, outcome="").first()
    reasons = set(look.reasons) if look else set()
    if reasons & {"report", "notice"}:
        return Restriction.REPORT
    return Restriction.MACHINE if reasons & {"words", "spam"} else Restriction.MODERATOR


def texts_of_looks(looks: list[Look]) -> list[tuple[Look, Said]]:
    """Each look with its text, those whose text is no more left out."""
    texts = said_of([(one.kind, one.text_id) for one in looks])
    return [(one, texts[one.kind, one.text_id]) for one in looks if (one.kind, one.text_id) in texts]


def waiting_of(member: Member) -> list[tuple[Look, Said]]:
    """The member's own texts that wait for a look, so that they know and see why."""
    held = Look.objects.filter(author=member, outcome="", is_held=True).order_by("-at")[:50]
    return texts_of_looks(list(held))


def watched_words() -> list[Caught]:
    """Every word in use with what it caught: one that people never uphold stops only innocents."""
    words = (
        WatchedWord.objects.filter(retired_at=None)
        .select_related("ground")
        .annotate(
            caught=Count("catches"),
            upheld=Count("catches", filter=Q(catches__look__outcome=Look.WITHHELD)),
            shown=Count("catches", filter=Q(catches__look__outcome=Look.SHOWN)),
        )
        .order_by("words", "pk")
    )
    return [Caught(word, word.caught, word.upheld, word.shown) for word in words]


def reports_of(member: Member, *, most: int = 50) -> list[tuple[Report, Said | None]]:
    """What a member reported, with what was decided."""
    reports = list(Report.objects.filter(by=member).select_related("ground").order_by("-at", "-pk")[:most])
    texts = said_of([(one.kind, one.text_id) for one in reports])
    return [(one, texts.get((one.kind, one.text_id))) for one in reports]


def decisions(*, before: int = 0, most: int = 50) -> list[Restriction]:
    """The newest decisions; before: the id after which the page begins."""
    found = Restriction.objects.select_related("ground", "author", "appeal").order_by("-pk")
    return list(found.filter(pk__lt=before)[:most] if before else found[:most])


def points_of(restriction: Restriction) -> dict[str, int]:
    """The points by which a machine withheld a text; nothing where a person decided."""
    if restriction.by_id is not None or restriction.text_id is None:
        return {}
    found = Look.objects.filter(kind=restriction.kind, text_id=restriction.text_id, decided_by_id=None)
    points: dict[str, int] | None = (
        found.exclude(outcome="").values_list("points", flat=True).order_by("-pk").first()
    )
    return points or {}
