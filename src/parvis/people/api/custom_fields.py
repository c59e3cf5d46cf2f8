"""Fields of the house's own, and what stands in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.access import purpose
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Name, examples
from parvis.people.actions.custom_fields import (
    add_custom_field,
    change_choices,
    change_custom_field,
    delete_custom_field,
    order_custom_fields,
    restore_custom_field,
    retire_custom_field,
)
from parvis.people.actions.custom_values import set_custom_values
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.refusals import NotKept, problems
from parvis.people.models import CustomField
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.custom_fields import custom_values_of

MANAGE: dict[str, Any] = {"permission": "people.manage", "purpose": "legal_duty"}
Words = Annotated[list[Name], Field(max_length=200)]
VALUES = (
    "field-unknown", "field-retired", "not-a-number", "number-of-two-readings", "not-a-date", "not-yes-or-no",
    "not-a-choice", "not-a-link", "too-long",
)  # fmt: skip


class NewCustomField(Body):
    name: Annotated[Name, Field(max_length=80)]
    kind: Annotated[
        Literal["text", "number", "date", "boolean", "choice", "link"],
        Field(description="It stays for ever."),
    ]
    is_personal: bool = Field(True, description="Erased with the person. Texts and links always are.")
    help: Annotated[str, Field(max_length=200)] = ""
    choices: Words = []

    model_config = examples({"name": "Club", "kind": "choice", "choices": ["none", "silver", "gold"]})


class CustomFieldChanges(Body):
    """Only what is sent is changed."""

    name: Annotated[Name, Field(max_length=80)] | None = None
    is_personal: bool | None = None
    help: Annotated[str, Field(max_length=200)] | None = None
    renamed_choices: Annotated[
        dict[str, Annotated[str, Field(max_length=120)]],
        Field(max_length=200, description="id → word; an empty word retires the choice where it is not set."),
    ] = {}
    added_choices: Words = []

    model_config = examples({"name": "Member of the club"})


class FieldOrder(Body):
    field_ids: Annotated[list[Id], Field(max_length=200)]


class ChoiceOut(Answer):
    id: int
    label: str
    is_retired: bool


class CustomFieldOut(Answer):
    id: int
    name: str
    kind: str
    is_personal: bool
    help: str
    is_retired: bool
    choices: list[ChoiceOut]


class CustomFieldList(Answer):
    items: list[CustomFieldOut]


class FieldsWritten(Body):
    """values: id of a field → what to write; an empty text empties. All are kept, or none."""

    values: Annotated[dict[str, str | bool | float | int | None], Field(max_length=200)]

    model_config = examples({"values": {"1": "2026-03-31"}})


class FieldValue(Answer):
    field_id: int
    name: str
    kind: str
    value: str | float | bool | date | None


class FieldValues(Answer):
    items: list[FieldValue]


@ENDPOINTS.get("/custom-fields", permission="people.view", purpose=purpose_of)
def list_custom_fields(caller: Caller) -> CustomFieldList:
    """All fields of the house's own in their order, also the retired ones."""
    rows = CustomField.objects.all().prefetch_related("choices")
    return CustomFieldList(items=[_out(row) for row in rows])


@ENDPOINTS.post("/custom-fields", status=201, problems=problems("name-taken", "choices-missing"), **MANAGE)
def create_custom_field(caller: Caller, given: NewCustomField) -> CustomFieldOut:
    """Add a field to every record."""
    fields = given.model_dump()
    return _out(add_custom_field(fields.pop("name"), **fields, by=caller.actor, now=caller.now))


@ENDPOINTS.patch(
    "/custom-fields/{field_id}", problems=problems("name-taken", "choices-missing", "too-long"), **MANAGE
)
def change_one_custom_field(caller: Caller, field_id: Id, given: CustomFieldChanges) -> CustomFieldOut:
    """Rename a field or its choices. No value is lost by it."""
    found = _found(field_id)
    change_custom_field(
        found,
        name=given.name or found.name,
        is_personal=found.is_personal if given.is_personal is None else given.is_personal,
        help=found.help if given.help is None else given.help,
        by=caller.actor,
        now=caller.now,
    )
    if given.renamed_choices or given.added_choices:
        labels = {
            int(pk): word for pk, word in given.renamed_choices.items() if pk.isascii() and pk.isdigit()
        }
        change_choices(found, labels=labels, added=given.added_choices, by=caller.actor, now=caller.now)
    return _out(_found(field_id))


@ENDPOINTS.put("/custom-fields/order", **MANAGE)
def put_custom_fields_in_order(caller: Caller, given: FieldOrder) -> CustomFieldList:
    """The fields in this order; those that are not named come after."""
    order_custom_fields(given.field_ids, by=caller.actor, now=caller.now)
    return list_custom_fields(caller)


@ENDPOINTS.post("/custom-fields/{field_id}/retire", **MANAGE)
def retire_one_custom_field(caller: Caller, field_id: Id) -> CustomFieldOut:
    """Offer a field nowhere any more. What stands in it is kept."""
    retire_custom_field(_found(field_id), by=caller.actor, now=caller.now)
    return _out(_found(field_id))


@ENDPOINTS.post("/custom-fields/{field_id}/restore", **MANAGE)
def restore_one_custom_field(caller: Caller, field_id: Id) -> CustomFieldOut:
    """Offer a retired field again, with what stands in it."""
    restore_custom_field(_found(field_id), by=caller.actor, now=caller.now)
    return _out(_found(field_id))


@ENDPOINTS.delete("/custom-fields/{field_id}", problems=problems("field-in-use"), **MANAGE)
def delete_one_custom_field(caller: Caller, field_id: Id) -> None:
    """Delete a retired field for good, with every value in it."""
    with purpose("legal_duty"):
        delete_custom_field(_found(field_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/people/{person_id}/fields", permission="people.view", purpose=purpose_of)
def list_person_fields(caller: Caller, person_id: Id) -> FieldValues:
    """What stands in the house's own fields of a record."""
    return _values(person_for(caller.user, person_id).pk)


@ENDPOINTS.patch(
    "/people/{person_id}/fields", permission="people.edit", purpose=purpose_of, problems=problems(*VALUES)
)
def set_person_fields(caller: Caller, person_id: Id, given: FieldsWritten) -> FieldValues:
    """Write into the house's own fields of a record."""
    person = person_for(caller.user, person_id)
    written = {}
    for pk, value in given.values.items():
        if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
            raise NotKept("field-unknown", about=pk)
        written[int(pk)] = _written(value)
    set_custom_values(person, written, by=caller.actor, now=caller.now)
    return _values(person.pk)


def _written(value: str | bool | float | int | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return "" if value is None else str(value)


def _values(person_id: int) -> FieldValues:
    return FieldValues(
        items=[
            FieldValue(
                field_id=one.field.pk,
                name=one.field.name,
                kind=one.field.kind,
                value=float(one.value) if isinstance(one.value, Decimal) else one.value,
            )
            for one in custom_values_of(record_ids(person_id))
        ]
    )


def _found(field_id: int) -> CustomField:
    found = CustomField.objects.filter(pk=field_id).prefetch_related("choices").first()
    if found is None:
        raise not_found()
    return found


def _out(field: CustomField) -> CustomFieldOut:
    return CustomFieldOut(
        id=field.pk,
        name=field.name,
        kind=field.kind,
        is_personal=field.is_personal,
        help=field.help,
        is_retired=field.retired_at is not None,
        choices=[
            ChoiceOut(id=one.pk, label=one.label, is_retired=one.retired_at is not None)
            for one in field.choices.all()
        ],
    )
