"""Notes on a record. A changed note keeps what it said before; a removed one is gone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.people.logic.note_text import MOST_CHARACTERS
from parvis.people.logic.refusals import NotKept
from parvis.people.models import NoteVersion, Person, PersonNote


def write_note(person: Person, text: str, *, by: Actor, now: datetime) -> PersonNote:
    """Raises NotKept without words, or with too many."""
    text = _checked(text)
    with transaction.atomic():
        made = PersonNote.objects.create(
            person=person, text=text, author_id=by.id, author_name=by.name, created_at=now
        )
        record("person.noted", person, by=by, now=now, note_id=made.pk)
        return made


def change_note(note: PersonNote, text: str, *, by: Actor, now: datetime) -> bool:
    """Say it differently; the words before stay in its versions. Returns whether they differ. Raises NotKept."""
    text = _checked(text)
    with transaction.atomic():
        held = PersonNote.objects.select_for_update(no_key=True).get(pk=note.pk)
        if held.text == text:
            return False
        NoteVersion.objects.create(
            note=held,
            text=held.text,
            at=held.changed_at or held.created_at,
            author_name=held.changed_by_name or held.author_name,
        )
        held.text, held.changed_at, held.changed_by_name = text, now, by.name
        held.save(update_fields=["text", "changed_at", "changed_by_name"])
        note.text, note.changed_at, note.changed_by_name = text, now, by.name
        record("person.note_changed", held.person, by=by, now=now, note_id=held.pk)
        return True


def remove_note(note: PersonNote, *, by: Actor, now: datetime) -> None:
    """With all its versions; the audit log keeps that there was one, not what it said."""
    with transaction.atomic():
        record("person.note_removed", note.person, by=by, now=now, note_id=note.pk)
        note.delete()


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise NotKept("nothing-written", about="text")
    if len(text) > MOST_CHARACTERS:
        raise NotKept("too-long", about="text", most=MOST_CHARACTERS)
    return text
