"""Taking an import back: what it made and nobody has touched since is gone, what it changed is as it was.

A record that was changed, linked, noted on, bought for or asked for consent since stays, and is counted as kept: the
version of each record says whether anybody wrote it, and every table that refers to persons is asked besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection, transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.people.actions.customer_compare import FIELDS, counted
from parvis.people.actions.customer_import import ImportRefused
from parvis.people.logic.keys import name_key
from parvis.people.models import (
    ContactPoint,
    CustomValue,
    ExternalId,
    ImportRow,
    PeopleImport,
    Person,
    PersonVersion,
    Tagging,
)

UNDO_JOB = "people.undo_customers"
CHUNK = 2_000
# What an import writes beside a record; it goes with it.
_WRITTEN_WITH_IT = (ContactPoint, CustomValue, ExternalId, Tagging)


def begin_undoing(run: PeopleImport, *, by: Actor, now: datetime, in_background: bool = True) -> PeopleImport:
    """Take back what an import did, as a job. Raises ImportRefused when it did nothing yet, or is at work."""
    with transaction.atomic():
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        if held.state != "done":
            raise ImportRefused("nothing-to-undo")
        held.state, held.done_upto = "undoing", 0
        held.save(update_fields=["state", "done_upto"])
        record("customers.undone", held, by=by, now=now, file=held.file_name)
        if in_background:
            enqueue(UNDO_JOB, import_id=held.pk)
    return held


def undo_customers(import_id: int, *, clock: Callable[[], datetime] = utc_now) -> PeopleImport:
    """Go on from the last chunk that was taken back."""
    run = PeopleImport.objects.get(pk=import_id)
    while run.state == "undoing" and _undo_chunk(run):
        announce(f"customers:{run.pk}", audience="staff")
    with purpose("service"):
        counts = counted(run)
    PeopleImport.objects.filter(pk=run.pk, state="undoing").update(
        state="undone", counts=counts, finished_at=clock()
    )
    run.refresh_from_db()
    announce(f"customers:{run.pk}", audience="staff")
    return run


def _undo_chunk(run: PeopleImport) -> int:
    with purpose("legal_duty"):
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        rows = ImportRow.objects.filter(run=held, pk__gt=held.done_upto, result__in=("created", "changed"))
        chunk = list(rows.order_by("pk")[:CHUNK])
        if held.state != "undoing" or not chunk:
            return 0
        versions = dict(
            PersonVersion.objects.select_for_update()
            .filter(person_id__in=[row.person_id for row in chunk])
            .order_by("person_id")
            .values_list("person_id", "version")
        )
        untouched = [row for row in chunk if versions.get(row.person_id or 0) == row.result_version]
        made = {row.person_id: row for row in untouched if row.result == "created" and row.person_id}
        for person_id in _referred_to(made):
            del made[person_id]
        _delete(list(made))
        changed = [row for row in untouched if row.result == "changed"]
        _put_back(changed, system=held.system)
        undone = {row.pk for row in changed} | {row.pk for row in made.values()}
        ImportRow.objects.filter(pk__in=undone).update(result="undone")
        ImportRow.objects.filter(pk__in=[row.pk for row in chunk if row.pk not in undone]).update(
            result="kept"
        )
        PeopleImport.objects.filter(pk=held.pk).update(done_upto=chunk[-1].pk)
    return len(chunk)


def _referred_to(person_ids: Iterable[int]) -> set[int]:
    """Those that any other table tells something of by now: its row is somebody's work, or a proof."""
    ids = list(person_ids)
    found: set[int] = set()
    for relation in Person._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if model not in _WRITTEN_WITH_IT:
            found.update(model._base_manager.filter(**{f"{column}__in": ids}).values_list(column, flat=True))
    found.update(Person.objects.filter(pk__in=ids, joined_id__isnull=False).values_list("pk", flat=True))
    return found


def _delete(person_ids: list[int]) -> None:
    for model in _WRITTEN_WITH_IT:
        model._base_manager.filter(person_id__in=person_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person WHERE id = ANY(%s)", [person_ids])
        # Other systems are told that they are gone.
        cursor.execute(
            "UPDATE people_version SET version = version + 1, position = NULL, changed_at = now() "
            "WHERE person_id = ANY(%s)",
            [person_ids],
        )


def _put_back(rows: list[ImportRow], *, system: str) -> None:
    """Nobody wrote these records since, so each value of the file that stands there is the import's own."""
    for row in rows:
        person = Person.objects.get(pk=row.person_id or 0)
        before = {
            name: row.differences[name][0]
            for name in FIELDS
            if name in row.differences and (getattr(person, name) or "") == row.differences[name][1]
        }
        if before:
            before = {
                name: value or (None if name == "customer_number" else "") for name, value in before.items()
            }
            Person.objects.filter(pk=person.pk).update(**before)
        if "points" in row.differences:
            added = row.differences["points"][1].split("; ")
            ContactPoint.objects.filter(person=person, value__in=added).delete()
        if "external_id" in row.differences:
            ExternalId.objects.filter(person=person, system=system, external_id=row.external_id).delete()
        if "tags" in row.differences:
            keys = [name_key(name) for name in row.differences["tags"][1].split("; ")]
            Tagging.objects.filter(person=person, tag__name_key__in=keys, ended_at=None).delete()
        own = [
            int(name.removeprefix("custom:"))
            for name, (old, _) in row.differences.items()
            if name.startswith("custom:") and not old
        ]
        CustomValue.objects.filter(person=person, field_id__in=own).delete()
