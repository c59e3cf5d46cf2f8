"""How the relation with a person goes: its parts over time, and the channels on which they answer.

Parts are facts of serving somebody. Comparing them with others, and saying on which channel somebody will answer,
is profiling: both are computed only where the person may be seen for that purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parvis.foundation.access import purpose
from parvis.people.logic.appetence import FLAT, Appetence, appetence, tried
from parvis.people.logic.health import FEWEST_COMPARED, PARTS, Health, Measured, health, measured
from parvis.people.logic.touches import MENTIONED, SAID, Touch
from parvis.people.models import ChannelPrior, Consent, HealthScale, Person
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.held import held
from parvis.people.reads.touches import touches_of

MONTHS_SHOWN = 12
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PartNow:
    """A part as it is, three months ago, and its rank among all (None: not compared)."""

    key: str
    now: Measured
    before: Measured | None
    rank: float | None
    more_is_better: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Relation:
    """trend: (month, figure or None), ascending, the last is now. may_profile: whether the purpose shows them."""

    parts: list[PartNow]
    missing: list[str]
    may_profile: bool
    figure: float | None
    trend: list[tuple[datetime, float | None]]
    compared: int
    enough_compared: bool
    channels: list[Appetence]
    moods: list[tuple[datetime, int, int, int]]  # month, negative, neutral, positive


def relation_of(person_id: int, *, now: datetime, months: int = MONTHS_SHOWN) -> Relation:
    """Inside a transaction of service or of a legal duty. months: how far the trend goes back; 1 is now alone."""
    touches = touches_of([person_id])[person_id]
    said = _words([person_id])
    may_profile = _may_profile(person_id)
    scales = {one.part: one for one in HealthScale.objects.all()} if may_profile else {}
    compared = max((one.n for one in scales.values()), default=0)
    quantiles = {part: one.quantiles for part, one in scales.items()}
    trend: list[tuple[datetime, float | None]] = []
    states: list[dict[str, Measured]] = []
    for back in range(months - 1, -1, -1):
        at = now - back * A_MONTH
        parts = measured(touches, agreed=_agreed(said[person_id], at=at), at=at)
        states.append(parts)
        trend.append((at, health(parts, quantiles, compared=compared).figure))
    here: Health = health(states[-1], quantiles, compared=compared)
    shown = [
        PartNow(
            key=part.key,
            now=states[-1][part.key],
            before=states[-4].get(part.key) if months > 3 else None,
            rank=here.ranks.get(part.key),
            more_is_better=part.more_is_better,
            weight=part.weight,
        )
        for part in PARTS
        if part.key in states[-1]
    ]
    return Relation(
        parts=shown,
        missing=[part.key for part in PARTS if part.key not in states[-1]],
        may_profile=may_profile,
        figure=here.figure,
        trend=trend,
        compared=compared,
        enough_compared=compared >= FEWEST_COMPARED,
        channels=_channels(touches, now=now) if may_profile and months > 1 else [],
        moods=_moods(touches, now=now) if months > 1 else [],
    )


def agreed_at(person_ids: Sequence[int], *, at: datetime) -> dict[int, tuple[int, int] | None]:
    """person id → (purposes and channels agreed to, asked about) at that time; None where nobody asked."""
    said = _words(person_ids)
    return {person: _agreed(said[person], at=at) for person in person_ids}


def _channels(touches: Sequence[Touch], *, now: datetime) -> list[Appetence]:
    priors = {one.channel: (one.alpha, one.beta) for one in ChannelPrior.objects.all()}
    sums = tried(touches, now=now)
    scored = [appetence(channel, of, prior=priors.get(channel, FLAT)) for channel, of in sums.items()]
    return sorted(scored, key=lambda one: one.score, reverse=True)


def _may_profile(person_id: int) -> bool:
    """Whether every record of this human may be seen for profiling: the database answers."""
    ids = record_ids_of([person_id])[person_id]
    with purpose("profiling", is_reading=True):
        return Person.objects.filter(pk__in=ids).count() == len(ids)


def _words(person_ids: Sequence[int]) -> dict[int, list[tuple[datetime, tuple[str, str], bool]]]:
    records = record_ids_of(person_ids)
    owner = {record: asked for asked, ids in records.items() for record in ids}
    found: dict[int, list[tuple[datetime, tuple[str, str], bool]]] = {asked: [] for asked in person_ids}
    words: Iterable[Consent] | None = held(tuple(owner), "consent", Consent)
    if words is None:
        words = Consent.objects.filter(person_id__in=owner).only(
            "person", "at", "purpose", "channel", "is_given"
        )
    for word in sorted(words, key=lambda word: (word.at, word.pk)):
        found[owner[word.person_id]].append((word.at, (word.purpose, word.channel), word.is_given))
    return found


def _agreed(
    said: Sequence[tuple[datetime, tuple[str, str], bool]], *, at: datetime
) -> tuple[int, int] | None:
    held = {about: is_given for when, about, is_given in said if when <= at}
    return (sum(held.values()), len(held)) if held else None


def _moods(touches: Sequence[Touch], *, now: datetime) -> list[tuple[datetime, int, int, int]]:
    """What they said of us or to us, month by month, by mood."""
    months = []
    for back in range(MONTHS_SHOWN - 1, -1, -1):
        end = now - back * A_MONTH
        said = [
            touch.sentiment
            for touch in touches
            if touch.kind in (SAID, MENTIONED) and end - A_MONTH < touch.at <= end
        ]
        months.append((end, said.count("negative"), said.count("neutral"), said.count("positive")))
    return months
