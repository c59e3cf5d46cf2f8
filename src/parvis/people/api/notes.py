"""Notes and files on a record."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.foundation.files import stored_path
from parvis.foundation.logic.typed import id_typed
from parvis.people.actions.files import MOST_BYTES, keep_file, remove_file
from parvis.people.actions.notes import change_note, remove_note, write_note
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.refusals import problems
from parvis.people.models import PersonNote, RecordFile
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids

READ: dict[str, Any] = {"permission": "people.view", "purpose": purpose_of}
WRITE: dict[str, Any] = {"permission": "people.edit", "purpose": purpose_of}


class NoteText(Body):
    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]

    model_config = examples({"text": "Prefers to be **called** after 5 p.m."})


class VersionOut(Answer):
    text: str
    at: datetime
    author_name: str


class NoteOut(Answer):
    id: int
    text: str
    author_name: str
    created_at: datetime
    changed_at: datetime | None
    changed_by_name: str


class NoteWithVersions(NoteOut):
    """versions: what it said before, the latest first."""

    versions: list[VersionOut]


class NotePage(Listed):
    items: list[NoteOut]


class FileOut(Answer):
    id: int
    name: str
    content_type: str = Field(description="Seen in the bytes.")
    size_bytes: int
    author_name: str
    created_at: datetime


class FileList(Answer):
    items: list[FileOut]


class FileContent(FileOut):
    base64: str = Field(description="The bytes as they came: treat them as hostile.")


@ENDPOINTS.get("/people/{person_id}/notes", **READ)
def list_person_notes(
    caller: Caller, person_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=100)] = 50
) -> NotePage:
    """Notes of colleagues on a record, the newest first."""
    ids = record_ids(person_for(caller.user, person_id).pk)
    rows = PersonNote.objects.filter(person_id__in=ids).order_by("-pk")
    if key := key_of(cursor):
        rows = rows.filter(pk__lt=id_typed(key))
    found = list(rows[: limit + 1])
    after = str(found[limit - 1].pk) if len(found) > limit else None
    items = [NoteOut.model_validate(row) for row in found[:limit]]
    return NotePage(items=items, next_cursor=cursor_of(after))


@ENDPOINTS.post(
    "/people/{person_id}/notes", status=201, problems=problems("nothing-written", "too-long"), **WRITE
)
def note_on_person(caller: Caller, person_id: Id, given: NoteText) -> NoteOut:
    """Leave a note for colleagues on a record."""
    person = person_for(caller.user, person_id)
    return NoteOut.model_validate(write_note(person, given.text, by=caller.actor, now=caller.now))


@ENDPOINTS.get("/people/{person_id}/notes/{note_id}", **READ)
def get_person_note(caller: Caller, person_id: Id, note_id: Id) -> NoteWithVersions:
    """One note with what it said before."""
    return NoteWithVersions(**_whole(_note(caller, person_id, note_id)))


@ENDPOINTS.put(
    "/people/{person_id}/notes/{note_id}", problems=problems("nothing-written", "too-long"), **WRITE
)
def change_person_note(caller: Caller, person_id: Id, note_id: Id, given: NoteText) -> NoteWithVersions:
    """Say a note differently. What it said before is kept."""
    found = _note(caller, person_id, note_id)
    change_note(found, given.text, by=caller.actor, now=caller.now)
    return NoteWithVersions(**_whole(found))


@ENDPOINTS.delete("/people/{person_id}/notes/{note_id}", **WRITE)
def remove_person_note(caller: Caller, person_id: Id, note_id: Id) -> None:
    """Remove a note with what it said before."""
    remove_note(_note(caller, person_id, note_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/people/{person_id}/files", **READ)
def list_person_files(caller: Caller, person_id: Id) -> FileList:
    """Files kept with a record, the newest first."""
    ids = record_ids(person_for(caller.user, person_id).pk)
    rows = RecordFile.objects.filter(person_id__in=ids).order_by("-created_at", "-pk")
    return FileList(items=[FileOut.model_validate(row) for row in rows])


@ENDPOINTS.post(
    "/people/{person_id}/files",
    status=201,
    raw_body="application/octet-stream",
    most_bytes=MOST_BYTES,
    problems=problems("file-empty", "file-too-large", "too-many-files"),
    **WRITE,
)
def keep_person_file(
    caller: Caller, person_id: Id, file_name: Annotated[str, Field(min_length=1, max_length=300)]
) -> FileOut:
    """Keep a file with a record: it is the body."""
    person = person_for(caller.user, person_id)
    content = caller.request.read(MOST_BYTES + 1)
    return FileOut.model_validate(
        keep_file(person, name=file_name, content=content, by=caller.actor, now=caller.now)
    )


@ENDPOINTS.get("/people/{person_id}/files/{file_id}/content", **READ)
def get_person_file_content(caller: Caller, person_id: Id, file_id: Id) -> FileContent:
    """A file kept with a record."""
    found = _file(caller, person_id, file_id)
    try:
        content = stored_path(found.stored_name).read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise not_found() from error
    return FileContent(**FileOut.model_validate(found).model_dump(), base64=b64encode(content).decode())


@ENDPOINTS.delete("/people/{person_id}/files/{file_id}", **WRITE)
def remove_person_file(caller: Caller, person_id: Id, file_id: Id) -> None:
    """Take a file off a record."""
    remove_file(_file(caller, person_id, file_id), by=caller.actor, now=caller.now)


def _whole(note: PersonNote) -> dict[str, Any]:
    versions = [VersionOut.model_validate(one) for one in note.versions.all()]
    return NoteOut.model_validate(note).model_dump() | {"versions": versions}


def _note(caller: Caller, person_id: int, note_id: int) -> PersonNote:
    ids = record_ids(person_for(caller.user, person_id).pk)
    found = PersonNote.objects.filter(pk=note_id, person_id__in=ids).first()
    if found is None:
        raise not_found()
    return found


def _file(caller: Caller, person_id: int, file_id: int) -> RecordFile:
    ids = record_ids(person_for(caller.user, person_id).pk)
    found = RecordFile.objects.filter(pk=file_id, person_id__in=ids).first()
    if found is None:
        raise not_found()
    return found
