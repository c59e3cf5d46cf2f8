"""What colleagues note on a record, and the files they keep with it."""

from __future__ import annotations

from django.db import models

from parvis.people.models.persons import Person


class PersonNote(models.Model):
    """A note among colleagues about a person. What it said before a change stands in its versions."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="notes")
    text = models.TextField()
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    changed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_note"
        indexes = [models.Index(fields=["person", "-created_at", "-id"], name="note_by_person")]


class NoteVersion(models.Model):
    """The words of a note before they were changed. Seen with the note."""

    note = models.ForeignKey(PersonNote, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    at = models.DateTimeField()  # when these words were written
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_note_version"
        ordering = ["-pk"]


class RecordFile(models.Model):
    """A file kept with a record: hostile until it is parsed, so it is only ever handed out as a download."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)  # seen in the bytes, not believed from the sender
    size_bytes = models.IntegerField()
    stored_name = models.CharField(max_length=64, db_index=True)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_file"
        indexes = [models.Index(fields=["person", "-created_at", "-id"], name="file_by_person")]
