"""How long what is kept: the house's own periods, and what each run removed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RetentionPeriod(models.Model):
    """A period that differs from the rule's own, for all sources or one. No row: the rule's own period."""

    rule = models.CharField(max_length=60)
    source = models.CharField(max_length=80, blank=True)  # slug of a connection; empty: every source
    days = models.IntegerField()
    reason = models.TextField(blank=True)  # asked for where it is longer than the rule's own
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_retention_period"
        constraints = [
            models.UniqueConstraint(fields=["rule", "source"], name="retention_once"),
            # Nothing is kept for ever: a hundred years is the end of every reason.
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=36525), name="retention_ends"),
        ]


class RetentionRun(models.Model):
    """What one rule removed on one run, or would remove and waits for a word."""

    RUNNING, DONE, HELD = "running", "done", "held"

    rule = models.CharField(max_length=60)
    source = models.CharField(max_length=80, blank=True)
    before = models.DateTimeField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in (RUNNING, DONE, HELD)])
    count_due = models.BigIntegerField(default=0)
    count_gone = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    started_by_kind = models.CharField(max_length=20)
    started_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_retention_run"
        indexes = [models.Index(fields=["-started_at"], name="retention_newest")]
