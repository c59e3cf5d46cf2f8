"""Tables that every capability stands on: events, audit, live announcements, the installation's facts."""

from __future__ import annotations

from django.db import models


class StoredEvent(models.Model):
    """The outbox: one row an event, written in the transaction of the change it tells of."""

    name = models.CharField(max_length=120)
    payload = models.JSONField()
    # Who caused it. No foreign key: the log outlives the account.
    actor_kind = models.CharField(max_length=20, default="system")
    actor_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_index=True)

    is_append_only = True

    class Meta:
        db_table = "foundation_event"


class HandledEvent(models.Model):
    """A handler's effect is in the database exactly once per event: this row commits with it."""

    event = models.ForeignKey(StoredEvent, on_delete=models.CASCADE)
    handler = models.CharField(max_length=200)
    handled_at = models.DateTimeField()

    class Meta:
        db_table = "foundation_handled_event"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_effect_per_handler")]


class AuditEntry(models.Model):
    """Who did what to which object. The application's role cannot change or delete it."""

    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)

    is_append_only = True

    class Meta:
        db_table = "foundation_audit_entry"
        indexes = [models.Index(fields=["object_kind", "object_id"], name="audit_by_object")]


class AuditLink(models.Model):
    """One link of the chain over the audit log, written by PostgreSQL when an entry's transaction commits.

    hash = SHA-256 of the previous hash and of the entry: changing, adding or cutting an entry breaks the chain
    from there on. The application's role cannot write here at all.
    """

    id = models.BigIntegerField(primary_key=True)  # the place in the chain: 1, 2, 3 … without a gap
    entry = models.OneToOneField(AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    is_append_only = True
    is_written_by_database = True

    class Meta:
        db_table = "foundation_audit_link"


class AuditUnlinked(models.Model):
    """Entries of a transaction that is just committing and not bound yet; empty at any other moment."""

    id = models.BigIntegerField(primary_key=True)

    is_append_only = True
    is_written_by_database = True

    class Meta:
        db_table = "foundation_audit_unlinked"


class LiveAnnouncement(models.Model):
    """What open pages may want to know; kept an hour, so that a page that lost its stream catches up.

    It carries ids and kinds, never anybody's words: the page fetches what it may see.
    """

    topic = models.CharField(max_length=80)
    audience = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "foundation_live_announcement"


class Fact(models.Model):
    """A fact about the installation under a name (is it the demo, its company's name, versions seen)."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()

    class Meta:
        db_table = "foundation_fact"


class JobFailure(models.Model):
    """How a job failed last: the class of the error and its code, never its text, which may quote people."""

    job_id = models.BigIntegerField(primary_key=True)
    error_class = models.CharField(max_length=120)
    error_code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "foundation_job_failure"


class SlowStatement(models.Model):
    """A statement that took long: its shape without any value, how often, and where it was last asked."""

    key = models.CharField(max_length=32, primary_key=True)
    statement = models.TextField()
    place = models.CharField(max_length=120, blank=True)
    count = models.BigIntegerField(default=0)
    total_ms = models.FloatField(default=0)
    longest_ms = models.FloatField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "foundation_slow_statement"


class PolicyReport(models.Model):
    """What browsers refused to load under our content security policy, counted by kind; no visitor's data."""

    key = models.CharField(max_length=32, primary_key=True)
    directive = models.CharField(max_length=60)
    blocked = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=120, blank=True)
    count = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "foundation_policy_report"
