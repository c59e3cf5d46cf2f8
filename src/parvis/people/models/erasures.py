"""Erasures, resumable, and the tombstones that keep what was erased from coming back."""

from __future__ import annotations

from django.db import models

from parvis.people.models.rights import RightsRequest


class Erasure(models.Model):
    """One erasure from its confirmation to its end. What it has to find is sealed, and emptied at the end."""

    RUNNING, DONE = "running", "done"
    RIGHT, RETENTION, REPLAY = "right", "retention", "replay"

    request = models.ForeignKey(RightsRequest, on_delete=models.SET_NULL, null=True, related_name="erasures")
    why = models.CharField(max_length=10, choices=[(w, w) for w in (RIGHT, RETENTION, REPLAY)])
    state = models.CharField(max_length=8, choices=[(s, s) for s in (RUNNING, DONE)], default=RUNNING)
    person_ids = models.JSONField(default=list)
    identity_ids = models.JSONField(default=list)
    sealed_words = models.TextField(blank=True)
    bars_collection = models.BooleanField(default=False)
    steps_done = models.JSONField(default=list)
    counts = models.JSONField(default=dict)  # table → rows deleted or made anonymous
    recipients = models.JSONField(default=list)  # who else has the data, and when they were told
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_erasure"


class Tombstone(models.Model):
    """A keyed hash of what was erased: recognises it when it comes again, tells nobody what it was."""

    HANDLE, EMAIL, PHONE, NUMBER, PERSON = "handle", "email", "phone", "number", "person"

    kind = models.CharField(max_length=10, choices=[(k, k) for k in (HANDLE, EMAIL, PHONE, NUMBER, PERSON)])
    value_hash = models.CharField(max_length=64)
    row_id = models.BigIntegerField(
        null=True
    )  # of the emptied row: where a restored backup would have it again
    is_erased = models.BooleanField(default=True)  # False: an objection alone; what is here stays
    bars_collection = models.BooleanField(default=False)  # what is said later in public is not taken in
    at = models.DateTimeField()

    class Meta:
        db_table = "people_tombstone"
        constraints = [models.UniqueConstraint(fields=["kind", "value_hash"], name="tombstone_once")]
