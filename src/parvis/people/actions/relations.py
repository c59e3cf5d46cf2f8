"""Each night: what is usual among all, and where each person stands on the journey. In batches; safe to repeat.

Scales and priors are learned from those alone who allow being compared (purpose profiling); the journey is part of
serving people. What is stored of the first are quantiles and two parameters, which name nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from parvis.foundation.access import purpose
from parvis.people.logic.appetence import prior_of, tried
from parvis.people.logic.health import PARTS, measured, quantiles_of
from parvis.people.logic.journey import Arrival, felt_at, signs_of, way
from parvis.people.models import ChannelPrior, HealthScale, JourneyFigure, JourneyPlace, Person
from parvis.people.reads.journey import steps_of_house
from parvis.people.reads.relation import agreed_at
from parvis.people.reads.touches import brought_by, touches_of

BATCH = 500
# More persons than that make a scale no finer.
MOST_COMPARED = 5000
MOODS = ("negative", "neutral", "positive")


def measure_scales(*, now: datetime) -> int:
    """Learn the scales and priors anew; returns from how many persons."""
    values: dict[str, list[float]] = defaultdict(list)
    answers: dict[str, list[tuple[float, float]]] = defaultdict(list)
    count = 0
    for ids in _batches("profiling", most=MOST_COMPARED):
        with purpose("profiling"):
            touches, agreed = touches_of(ids), agreed_at(ids, at=now)
        for person_id in ids:
            for part in measured(touches[person_id], agreed=agreed[person_id], at=now).values():
                values[part.key].append(part.value)
            for channel, sums in tried(touches[person_id], now=now).items():
                answers[channel].append((sums.answers, sums.attempts))
        count += len(ids)
    with transaction.atomic():
        HealthScale.objects.all().delete()
        HealthScale.objects.bulk_create(
            HealthScale(part=part.key, quantiles=quantiles_of(values[part.key]), n=count, measured_at=now)
            for part in PARTS
            if values[part.key]
        )
        ChannelPrior.objects.all().delete()
        ChannelPrior.objects.bulk_create(
            ChannelPrior(channel=channel[:40], alpha=a, beta=b, n=len(told), measured_at=now)
            for channel, told in answers.items()
            for a, b in [prior_of(told)]
        )
    return count


def place_on_journey(*, now: datetime) -> int:
    """Put each person where their latest sign leads; returns how many stand somewhere."""
    steps = [(step.code, step.signs) for step in steps_of_house()]
    stand: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    felt: dict[str, Counter[str]] = defaultdict(Counter)
    for ids in _batches("service"):
        with purpose("service"):
            touches, brought = touches_of(ids), brought_by(ids)
            places: list[tuple[int, Arrival]] = []
            for person_id in ids:
                arrivals = way(signs_of(touches[person_id], brought=brought[person_id], now=now), steps)
                for step, moods in felt_at(touches[person_id], arrivals).items():
                    felt[step].update(moods)
                if arrivals:
                    places.append((person_id, arrivals[-1]))
                    stand[arrivals[-1].step] += 1
                    arrived[arrivals[-1].step] += arrivals[-1].at > now - timedelta(days=30)
            _write(ids, places)
    with transaction.atomic():
        JourneyFigure.objects.all().delete()
        JourneyFigure.objects.bulk_create(
            JourneyFigure(
                step=code, persons=stand[code], arrived_in_month=arrived[code],
                not_analysed=felt[code][""], measured_at=now, **{mood: felt[code][mood] for mood in MOODS},
            )
            for code, _ in steps
        )  # fmt: skip
    return stand.total()


def _write(ids: Sequence[int], places: Sequence[tuple[int, Arrival]]) -> None:
    JourneyPlace.objects.filter(person_id__in=set(ids) - {person for person, _ in places}).delete()
    JourneyPlace.objects.bulk_create(
        [JourneyPlace(person_id=person, step=place.step, since=place.at) for person, place in places],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["step", "since"],
    )


def _batches(name: str, *, most: int | None = None) -> Iterator[list[int]]:
    """Ids of the records that stand for a human, by id; each batch its own transaction of the purpose."""
    last, left = 0, most
    while left is None or left > 0:
        with purpose(name):
            found = list(
                Person.objects.filter(pk__gt=last, is_restricted=False)
                .order_by("pk")
                .values_list("pk", "joined_id")[:BATCH]
            )
        if not found:
            return
        last = found[-1][0]
        ids = [pk for pk, joined in found if joined is None or joined == pk][
            : left if left is not None else BATCH
        ]
        left = None if left is None else left - len(ids)
        if ids:
            yield ids
