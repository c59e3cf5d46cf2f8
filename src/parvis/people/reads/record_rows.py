"""The rows of a record beside who the person is: for their copy of it, and for its erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from parvis.people.models import (
    ContactPoint,
    CustomValue,
    ExternalId,
    ImportRow,
    NoteVersion,
    PersonNote,
    Position,
    Purchase,
    PurchaseImport,
    RecordFile,
    Relationship,
    SyncConflict,
    Tagging,
)

TABLES = {
    "people_position": "organization, role, since, until: for whom a person speaks and whom to ask there.",
    "people_relationship": "person, other, kind, basis, note: who belongs together, so that one is not told what "
    "the other asked; created_by_*: who says so.",
    "people_custom_value": "field, text, number, day, flag, choice: what the house itself chose to keep, field by "
    "field; whether a field is personal is said in its settings.",
    "people_tagging": "tag, at, by_name, ended_at, ended_by_name: what colleagues marked, so that others need not ask.",
    "people_note": "text: what colleagues should know next time; author_*, created_at, changed_*: who wrote it when.",
    "people_note_version": "text, at, author_name: what a note said before it was changed.",
    "people_file": "name, content_type, size_bytes, stored_name: papers that belong to the record; author_*: who "
    "kept them.",
    "people_purchase": "product, bought_at, amount, currency, quantity, channel, order_number, external_id, "
    "returned_at: what was bought, to answer about it.",
    "people_purchase_import": "file_name, started_by_*: which colleague handed in which file of purchases; its bytes "
    "are gone as soon as it is read, and of its lines only numbers stay.",
    "people_external_id": "system, external_id, linked_at: what another system of the house calls the person.",
    "people_import_row": "what one row of a file of customers said, whom it was taken for and what it changed: for a "
    "month, so that an import can be explained and taken back.",
    "people_import": "file_name, started_by_*: which colleague handed in which file of customers.",
    "people_sync_conflict": "ours, theirs: the values of two systems that somebody has to choose between.",
    "people_version": "version, changed_at: how often a record changed; stays without a name when it is erased, so "
    "that other systems hear of the erasure.",
}


def record_rows(person_ids: Sequence[int]) -> list[tuple[type[Model], QuerySet[Any]]]:
    """Table by table, what hangs on these records, children before what they hang on."""
    return [
        (Position, Position.objects.filter(person_id__in=person_ids)),
        (Relationship, Relationship.objects.filter(Q(person_id__in=person_ids) | Q(other_id__in=person_ids))),
        (CustomValue, CustomValue.objects.filter(person_id__in=person_ids)),
        (Tagging, Tagging.objects.filter(person_id__in=person_ids)),
        (NoteVersion, NoteVersion.objects.filter(note__person_id__in=person_ids)),
        (PersonNote, PersonNote.objects.filter(person_id__in=person_ids)),
        (RecordFile, RecordFile.objects.filter(person_id__in=person_ids)),
        (Purchase, Purchase.objects.filter(person_id__in=person_ids)),
        (PurchaseImport, PurchaseImport.objects.none()),  # names a colleague and no customer
        (ExternalId, ExternalId.objects.filter(person_id__in=person_ids)),
        (SyncConflict, SyncConflict.objects.filter(person_id__in=person_ids)),
        (ImportRow, ImportRow.objects.filter(_rows_of_files(person_ids))),
    ]


def _rows_of_files(person_ids: Sequence[int]) -> Q:
    """Rows about these persons, and rows that hold an address of theirs."""
    found = Q(person_id__in=person_ids)
    for value_hash in ContactPoint.objects.filter(person_id__in=person_ids).values_list(
        "value_hash", flat=True
    ):
        found |= Q(points__contains=[{"hash": value_hash}])
    return found
