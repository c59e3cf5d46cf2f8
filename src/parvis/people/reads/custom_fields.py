"""The house's own fields: what is offered, what stands in them, and how persons are found by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from parvis.people.logic.custom_fields import OPERATORS, WITHOUT_VALUE, Typed, read_value
from parvis.people.logic.keys import name_key
from parvis.people.logic.refusals import NotKept
from parvis.people.models import CustomField, CustomValue
from parvis.people.reads.held import held


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """One field that a condition can be put on. choices: (id, word) of the kind "choice"."""

    field_id: int
    name: str
    kind: str
    is_personal: bool
    operators: tuple[str, ...]
    choices: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StandingValue:
    """A field with what stands in it; value is None, text, Decimal, date, bool, or the word of a choice."""

    field: CustomField
    value: str | Decimal | date | bool | None
    typed: Typed

    @property
    def is_known(self) -> bool:
        return self.value is not None


def fields_offered() -> list[CustomField]:
    """In their order, without the retired ones, with their choices."""
    return list(CustomField.objects.filter(retired_at=None).prefetch_related("choices"))


def custom_values_of(person_ids: Sequence[int]) -> list[StandingValue]:
    """Every field that is offered, with what stands in it. Of joined records the value changed last counts."""
    values: dict[int, CustomValue] = {}
    fields = held(person_ids, "field", CustomField)
    fields = fields_offered() if fields is None else sorted(fields, key=lambda one: (one.place, one.pk))
    found: Iterable[CustomValue] | None = held(person_ids, "custom", CustomValue)
    if found is None:
        found = CustomValue.objects.filter(person_id__in=person_ids).select_related("choice")
    for one in sorted(found, key=lambda value: (value.changed_at, value.pk)):
        values[one.field_id] = one
    return [_standing(field, values.get(field.pk)) for field in fields]


def custom_values_by_person(person_ids: Sequence[int]) -> dict[int, dict[int, Any]]:
    """person → field → value, for lists and exports: one statement however many persons."""
    values: dict[int, dict[int, Any]] = {}
    found = CustomValue.objects.filter(person_id__in=person_ids, field__retired_at=None)
    for one in found.select_related("choice"):
        values.setdefault(one.person_id, {})[one.field_id] = _plain(one)
    return values


def fields_with_counts() -> list[tuple[CustomField, int]]:
    """All fields, also the retired, with how many values the declared purpose shows of each."""
    counted = dict(
        CustomValue.objects.values("field_id").annotate(n=Count("pk")).values_list("field_id", "n")
    )
    return [
        (field, counted.get(field.pk, 0)) for field in CustomField.objects.all().prefetch_related("choices")
    ]


def custom_field_conditions() -> list[FieldCondition]:
    """What a segment may ask of the house's own fields."""
    return [
        FieldCondition(
            field.pk,
            field.name,
            field.kind,
            field.is_personal,
            OPERATORS[field.kind],
            tuple((one.pk, one.label) for one in field.choices.all()),
        )
        for field in fields_offered()
    ]


def persons_with(
    field_id: int, operator: str, written: str = "", *, outer: str = "pk"
) -> Combinable | Exists:
    """A condition on persons: `Person.objects.filter(persons_with(3, "at_least", "10"))`.

    outer: the person's id in the outer query. Raises NotKept for a field, an operator or a value that fits not.
    """
    field = CustomField.objects.filter(pk=field_id).prefetch_related("choices").first()
    if field is None:
        raise NotKept("field-unknown", about="field", field=field_id)
    if operator not in OPERATORS[field.kind]:
        raise NotKept("kind-unknown", about="operator")
    rows = CustomValue.objects.filter(field_id=field_id, person_id=OuterRef(outer))
    if operator in WITHOUT_VALUE:
        return Exists(rows) if operator == "is_known" else ~Exists(rows)
    choices = {str(one.pk): one.pk for one in field.choices.all()}
    choices |= {name_key(one.label): one.pk for one in field.choices.all()}
    value = read_value(field.kind, written, choices=choices)
    if value.is_empty:
        raise NotKept("nothing-written", about="value")
    if operator == "is_not":
        return ~Exists(rows.filter(choice_id=value.choice_id))
    return Exists(rows.filter(_fits(field.kind, operator, value)))


def _fits(kind: str, operator: str, value: Typed) -> Q:
    if kind in ("text", "link"):
        return Q(text__iexact=value.text) if operator == "is" else Q(text__icontains=value.text)
    column, wanted = {
        "number": ("number", value.number),
        "date": ("day", value.day),
        "boolean": ("flag", value.flag),
        "choice": ("choice_id", value.choice_id),
    }[kind]
    lookup = {"at_least": "__gte", "from": "__gte", "at_most": "__lte", "until": "__lte"}.get(operator, "")
    return Q(**{f"{column}{lookup}": wanted})


def _standing(field: CustomField, value: CustomValue | None) -> StandingValue:
    if value is None:
        return StandingValue(field, None, Typed())
    typed = Typed(value.text, value.number, value.day, value.flag, value.choice_id)
    return StandingValue(field, _plain(value), typed)


def _plain(value: CustomValue) -> str | Decimal | date | bool | None:
    if value.choice is not None:
        return value.choice.label
    if value.number is not None:
        # 3.500000 is 3.5, and 1000.000000 is 1000, not 1E+3.
        return Decimal(format(value.number.normalize(), "f"))
    if value.flag is not None:
        return value.flag
    return value.day if value.day is not None else value.text
