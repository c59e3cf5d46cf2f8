"""The queue of records that may be one human's twice, and two records side by side, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from parvis.people.logic.contact_points import readable_phone
from parvis.people.logic.joins import SURE
from parvis.people.logic.resolution.normalised import folded
from parvis.people.models import ContactPoint, CurrentLink, Person, SuggestedJoin
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.held import held, with_keys

SAME, NEARLY, DIFFERENT, ONE_SIDED = "same", "nearly", "different", "one-sided"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many suggestions wait in each queue."""

    sure: int
    likely: int


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One field of two records. likeness: same, nearly (but for accents, case, signs), different, one-sided."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    likeness: str


@dataclass(frozen=True, slots=True)
class RecordBeside:
    """One side: the record, and how many records it is joined from already."""

    person: Person
    joined_from: int


@dataclass(frozen=True, slots=True)
class Beside:
    left: RecordBeside
    right: RecordBeside
    fields: tuple[FieldBeside, ...]


def waiting() -> Waiting:
    counted = SuggestedJoin.objects.filter(state=SuggestedJoin.OPEN).aggregate(
        sure=Count("pk", filter=Q(probability__gte=SURE)), likely=Count("pk", filter=Q(probability__lt=SURE))
    )
    return Waiting(counted["sure"], counted["likely"])


def open_suggestions(
    *, is_sure: bool, after: tuple[float, int] | None = None, most: int = 50
) -> list[SuggestedJoin]:
    """One queue, the likeliest first; after: probability and id of the last one seen."""
    rows = _open().filter(probability__gte=SURE) if is_sure else _open().filter(probability__lt=SURE)
    if after is not None:
        rows = rows.filter(Q(probability__lt=after[0]) | Q(probability=after[0], pk__gt=after[1]))
    return list(rows.order_by("-probability", "pk")[:most])


def open_suggestion(suggestion_id: int) -> SuggestedJoin | None:
    return _open().filter(pk=suggestion_id).first()


def suggestions_of(person_id: int) -> list[SuggestedJoin]:
    """What waits about any record of this human."""
    ids = record_ids_of([person_id])[person_id]
    known = with_keys(held(ids, "suggestion", SuggestedJoin), "record", "older", "newer")
    if known is not None:
        return sorted(known, key=lambda one: one.probability, reverse=True)[:5]
    return list(_open().filter(Q(older_id__in=ids) | Q(newer_id__in=ids)).order_by("-probability")[:5])


def side_by_side(left: Person, right: Person) -> Beside:
    """Two records with what each holds itself, whatever it is joined with."""
    points: dict[tuple[int, str], list[str]] = {}
    for pk, kind, value in ContactPoint.objects.filter(person_id__in=(left.pk, right.pk)).values_list(
        "person_id", "kind", "value"
    ):
        points.setdefault((pk, kind), []).append(readable_phone(value) if kind == "phone" else value)
    handles: dict[int, list[str]] = {}
    for pk, channel, handle in CurrentLink.objects.filter(person_id__in=(left.pk, right.pk)).values_list(
        "person_id", "identity__channel", "identity__handle"
    ):
        handles.setdefault(pk, []).append(f"{channel}: {handle}")
    read: tuple[tuple[str, Callable[[Person], list[str]]], ...] = (
        ("given_name", lambda one: [one.given_name]),
        ("family_name", lambda one: [one.family_name]),
        ("city", lambda one: [one.city]),
        ("email", lambda one: points.get((one.pk, "email"), [])),
        ("phone", lambda one: points.get((one.pk, "phone"), [])),
        ("handle", lambda one: handles.get(one.pk, [])),
        ("customer_number", lambda one: [one.customer_number or ""]),
        ("language", lambda one: [one.language]),
    )
    fields = []
    for name, values_of in read:
        ours, theirs = (tuple(sorted(filter(None, values_of(one)))) for one in (left, right))
        if ours or theirs:
            fields.append(FieldBeside(name, ours, theirs, _likeness(ours, theirs)))
    ids = record_ids_of((left.pk, right.pk))
    sides = (RecordBeside(one, len(ids[one.pk])) for one in (left, right))
    return Beside(next(sides), next(sides), tuple(fields))


def _likeness(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    if not (left and right):
        return ONE_SIDED
    if set(left) & set(right):
        return SAME
    return NEARLY if {folded(one) for one in left} & {folded(one) for one in right} else DIFFERENT


def _open() -> QuerySet[SuggestedJoin]:
    return SuggestedJoin.objects.filter(state=SuggestedJoin.OPEN).select_related("older", "newer")
