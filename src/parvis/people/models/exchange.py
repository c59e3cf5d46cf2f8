"""Keeping in step with other systems: their ids, what changed since when, and where both sides changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.persons import Person


class ExternalId(models.Model):
    """What another system calls a person. One person may have several ids there, an id stands for one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "people_external_id"
        constraints = [models.UniqueConstraint(fields=["system", "external_id"], name="external_id_once")]


class PersonVersion(models.Model):
    """How often and when a record changed, kept by triggers; it outlives the record, so that its end is told.

    position: its place in the order of changes, given by whoever reads them first after the change committed.
    A number given by the writer would be seen out of order, and a reader would pass over the slower one.
    """

    person_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()
    position = models.BigIntegerField(null=True)

    is_written_by_database = True

    class Meta:
        db_table = "people_version"
        constraints = [models.UniqueConstraint(fields=["position"], name="version_position_once")]
        indexes = [
            models.Index(
                fields=["person_id"], condition=Q(position__isnull=True), name="version_without_position"
            )
        ]


class SyncConflict(models.Model):
    """Both sides changed a record since they last agreed. Somebody chooses, field by field."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sync_conflicts")
    system = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    ours = models.JSONField()
    theirs = models.JSONField()
    version = models.BigIntegerField()  # of our record when they met
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_sync_conflict"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "external_id"],
                condition=Q(settled_at__isnull=True),
                name="open_conflict_once",
            )
        ]
