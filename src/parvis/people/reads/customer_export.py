"""Records as rows of a file, some thousands at a time, under one purpose. An import of ours reads them back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import pgettext

from parvis.foundation.access import purpose
from parvis.people.logic.segments import Definition
from parvis.people.models import ContactPoint, CustomField, Person, Segment, Tagging
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.custom_fields import custom_values_by_person
from parvis.people.reads.segments import all_members, condition_of

AT_ONCE = 2_000


def export_columns() -> dict[str, type]:
    """Header → kind. The headers are those that an import recognises, in the reader's language."""
    return {
        pgettext("column", "Customer number"): str,
        pgettext("column", "First name"): str,
        pgettext("column", "Last name"): str,
        pgettext("column", "E-mail"): str,
        pgettext("column", "Phone"): str,
        pgettext("column", "City"): str,
        pgettext("column", "Language"): str,
        pgettext("column", "Tags"): str,
        **{field.name: str for field in CustomField.objects.filter(retired_at=None)},
    }


def export_rows(*, under: str, segment: Segment | None = None, now: Any) -> Iterator[list[Any]]:
    """One row a human. segment: those in it, under its own purpose; none: everybody whom `under` shows."""
    fields = list(CustomField.objects.filter(retired_at=None).values_list("pk", flat=True))
    for ids in all_members(segment, now=now) if segment else _everybody(under, now=now):
        for start in range(0, len(ids), AT_ONCE):
            with purpose(under):
                yield from _rows(ids[start : start + AT_ONCE], fields)


def _everybody(under: str, *, now: Any) -> Iterator[list[int]]:
    where, values = condition_of(Definition(), now=now)
    after = 0
    while True:
        with purpose(under), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT p.id FROM people_person p WHERE p.id > %s AND {where} ORDER BY p.id LIMIT %s",  # noqa: S608
                [after, *values, AT_ONCE],
            )
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        yield ids
        after = ids[-1]


def _rows(ids: list[int], fields: list[int]) -> list[list[Any]]:
    persons = Person.objects.in_bulk(ids)
    records = record_ids_of(ids)
    whole = {pk: human for human, pks in records.items() for pk in pks}
    points: dict[tuple[int, str], list[str]] = {}
    for pk, kind, value in (
        ContactPoint.objects.filter(person_id__in=whole)
        .order_by("pk")
        .values_list("person_id", "kind", "value")
    ):
        values = points.setdefault((whole[pk], kind), [])
        if value not in values:
            values.append(value)
    tags: dict[int, list[str]] = {}
    for pk, name in (
        Tagging.objects.filter(person_id__in=whole, ended_at=None)
        .order_by("tag__name_key")
        .values_list("person_id", "tag__name")
    ):
        tags.setdefault(whole[pk], []).append(name)
    own = custom_values_by_person(ids) if fields else {}
    found = []
    for pk in ids:
        person = persons.get(pk)
        if person is None:
            continue
        found.append(
            [
                person.customer_number or "",
                person.given_name,
                person.family_name,
                "; ".join(points.get((pk, "email"), ())),
                "; ".join(points.get((pk, "phone"), ())),
                person.city,
                person.language,
                "; ".join(tags.get(pk, ())),
                *(_plain(own.get(pk, {}).get(field)) for field in fields),
            ]
        )
    return found


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
