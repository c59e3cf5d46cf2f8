"""What stands in the fields of the house's own, on one record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.events import PersonChanged
from parvis.people.logic.custom_fields import Typed, read_value
from parvis.people.logic.keys import name_key
from parvis.people.logic.refusals import NotKept
from parvis.people.models import CustomField, CustomValue, Person


def set_custom_values(
    person: Person, written: Mapping[int, str], *, by: Actor, now: datetime
) -> list[CustomField]:
    """written: id of a field → what was typed; "" empties it. Returns the fields that changed.

    All or nothing: raises NotKept(about="custom-<id>") at the first value that its field does not take. A retired
    field takes no new value. A choice that was retired stays where it stands.
    """
    fields = {one.pk: one for one in CustomField.objects.filter(pk__in=written).prefetch_related("choices")}
    if unknown := set(written) - set(fields):
        raise NotKept("field-unknown", about=f"custom-{min(unknown)}", field=min(unknown))
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        standing = {
            one.field_id: one for one in CustomValue.objects.filter(person=person, field_id__in=fields)
        }
        changed = []
        for pk, text in written.items():
            field, before = fields[pk], standing.get(pk)
            after = _read(field, text, before)
            if (typed_of(before) if before else Typed()) == after:
                continue
            if field.retired_at is not None:
                raise NotKept("field-retired", about=f"custom-{pk}", field=field.name)
            if after.is_empty and before is not None:
                before.delete()
            else:
                CustomValue.objects.update_or_create(
                    person=person, field=field, defaults={**columns_of(after), "changed_at": now}
                )
            changed.append(field)
        if changed:
            # Which fields, never what stood there: the log outlives the person's data.
            record("person.custom_changed", person, by=by, now=now, fields=[one.name for one in changed])
            publish(PersonChanged(person.pk, [f"custom-{one.pk}" for one in changed]), by=by)
        return changed


def choices_of(field: CustomField, *, keep_id: int | None = None) -> dict[str, int]:
    """Folded word, and id as text, → id, of the choices that are offered and of the one that stands there."""
    found: dict[str, int] = {}
    for one in field.choices.all():
        if one.retired_at is None or one.pk == keep_id:
            found[name_key(one.label)] = found[str(one.pk)] = one.pk
    return found


def columns_of(value: Typed) -> dict[str, Any]:
    return {
        "text": value.text,
        "number": value.number,
        "day": value.day,
        "flag": value.flag,
        "choice_id": value.choice_id,
    }


def typed_of(value: CustomValue) -> Typed:
    return Typed(value.text, value.number, value.day, value.flag, value.choice_id)


def _read(field: CustomField, text: str, before: CustomValue | None) -> Typed:
    try:
        return read_value(
            field.kind, text, choices=choices_of(field, keep_id=before.choice_id if before else None)
        )
    except NotKept as error:
        raise NotKept(error.code, about=f"custom-{field.pk}", field=field.name, **error.detail) from error
