"""Which records are like one: found by keys in PostgreSQL, weighed by what the installation's records taught.

Milliseconds against a million records (`python -m bench.resolve --online`). Needs service or a legal duty, and
restricted records are compared with nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log2

from django.db import connection

from parvis.people.logic.resolution.matching import Reason, probability_of
from parvis.people.logic.resolution.model import Model
from parvis.people.logic.resolution.online import (
    ALREADY_THERE,
    HELD,
    LARGEST_BLOCK,
    TWO_NUMBERS,
    Commonness,
    Held,
    keys_of_record,
    likenesses,
)
from parvis.people.logic.resolution.weights import model_of
from parvis.people.models import ContactPoint, MatchWeights, Person
from parvis.people.reads.match_keys import hasher

MOST_COMPARED = 64
MOST_COMMON = 3_000  # values a field, whose commonness is kept with the weights
# Before anything was learned: as many records are assumed, so that a small base is judged carefully.
FEWEST_RECORDS = 10_000


@dataclass(frozen=True, slots=True)
class Alike:
    """reasons: the waterfall; its bits add up to log2 of the odds."""

    person_id: int
    probability: float
    reasons: tuple[Reason, ...]
    weights_version: int | None


@dataclass(frozen=True)
class Weights:
    version: int | None
    model: Model
    common: Commonness


def weights_in_force() -> Weights:
    """The newest learned weights; kept in memory until there are newer ones."""
    newest = MatchWeights.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest not in _kept:
        _kept.clear()
        _kept[newest] = _read(newest)
    return _kept[newest]


_kept: dict[int | None, Weights] = {}


def _read(version: int | None) -> Weights:
    row = MatchWeights.objects.filter(pk=version or 0).first()
    records = row.records if row else 0
    prior = ALREADY_THERE / max(records, FEWEST_RECORDS)
    model = model_of(row.weights if row else {}, HELD, prior=prior)
    common = Commonness(records or FEWEST_RECORDS, hashed=hasher())
    if row:
        counts = {name: {int(key): many for key, many in held.items()} for name, held in row.common.items()}
        # A list that was cut says of what is not in it only that it is not commoner than the last one in it.
        least = {name: min(held.values()) if len(held) >= MOST_COMMON else 1 for name, held in counts.items()}
        common = replace(common, counts=counts, least=least)
    return Weights(version, model, common)


def held_by(person_ids: Iterable[int]) -> dict[int, Held]:
    """What these records hold that is compared; two statements."""
    persons = Person.objects.filter(pk__in=set(person_ids), is_restricted=False)
    held = {
        pk: Held(family_name, given_name, city, number=number or "")
        for pk, family_name, given_name, city, number in persons.values_list(
            "pk", "family_name", "given_name", "city", "customer_number"
        )
    }
    given: dict[tuple[int, str], list[str]] = {}
    for pk, kind, value in ContactPoint.objects.filter(person_id__in=held).values_list(
        "person_id", "kind", "value"
    ):
        given.setdefault((pk, kind), []).append(value)
    return {
        pk: replace(
            one, emails=tuple(given.get((pk, "email"), ())), phones=tuple(given.get((pk, "phone"), ()))
        )
        for pk, one in held.items()
    }


def keys_of(held: Held) -> list[int]:
    hashed = hasher()
    return [hashed(text) for text in keys_of_record(held)]


def records_alike(held: Held, *, besides: Collection[int] = (), at_least: float = 0.5) -> list[Alike]:
    """Records that may be the same human's, likeliest first, each with its reasons."""
    keys = keys_of(held)
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_alike(%s, %s, %s)", [keys, LARGEST_BLOCK, MOST_COMPARED + len(besides)]
        )
        others = {
            pk: Held(family_name, given_name, city, tuple(emails), tuple(phones))
            for pk, family_name, given_name, city, emails, phones in cursor.fetchall()
            if pk not in besides
        }
    return _without_two_numbers(held, compared(held, others, at_least=at_least), at_least=at_least)


def _without_two_numbers(held: Held, found: list[Alike], *, at_least: float) -> list[Alike]:
    """Two records with different customer numbers are most often two customers: that speaks against the pair."""
    if not (held.number and found):
        return found
    numbered = Person.objects.filter(pk__in=[one.person_id for one in found], customer_number__isnull=False)
    numbers = dict(numbered.values_list("pk", "customer_number"))
    weighed = [
        _of_two_numbers(one) if numbers.get(one.person_id, held.number) != held.number else one
        for one in found
    ]
    return sorted(
        (one for one in weighed if one.probability >= at_least), key=lambda one: one.probability, reverse=True
    )


def _of_two_numbers(one: Alike) -> Alike:
    reasons = (*one.reasons, Reason("customer_number", "different", log2(TWO_NUMBERS)))
    return replace(one, probability=probability_of(sum(part.weight for part in reasons)), reasons=reasons)


def compared(held: Held, others: dict[int, Held], *, at_least: float = 0.5) -> list[Alike]:
    """One record with these others."""
    weights = weights_in_force()
    ids: Sequence[int] = list(others)
    found = likenesses(weights.model, weights.common, held, list(others.values()), at_least=at_least)
    return [Alike(ids[one.position], one.probability, one.reasons, weights.version) for one in found]
