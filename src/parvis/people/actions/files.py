"""Files on a record: kept as bytes under their hash, typed by what is in them, handed out as downloads only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.foundation.files import store_file
from parvis.people.logic.refusals import NotKept
from parvis.people.logic.safe_names import file_name
from parvis.people.logic.sniffed import content_type_in
from parvis.people.models import Person, RecordFile

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 200


def keep_file(person: Person, *, name: str, content: bytes, by: Actor, now: datetime) -> RecordFile:
    """Raises NotKept: empty, larger than MOST_BYTES, or the record has MOST_FILES already."""
    if not content:
        raise NotKept("file-empty", about="file")
    if len(content) > MOST_BYTES:
        raise NotKept("file-too-large", about="file", most=MOST_BYTES // 1024 // 1024)
    with transaction.atomic():
        if RecordFile.objects.filter(person=person).count() >= MOST_FILES:
            raise NotKept("too-many-files", about="file", most=MOST_FILES)
        made = RecordFile.objects.create(
            person=person,
            name=file_name(name),
            content_type=content_type_in(content),
            size_bytes=len(content),
            stored_name=store_file(content),
            author_id=by.id,
            author_name=by.name,
            created_at=now,
        )
        record("person.file_kept", person, by=by, now=now, file_id=made.pk)
        return made


def remove_file(file: RecordFile, *, by: Actor, now: datetime) -> None:
    """The row goes now; the bytes with the nightly search, unless something else names them."""
    with transaction.atomic():
        record("person.file_removed", file.person, by=by, now=now, file_id=file.pk)
        file.delete()
