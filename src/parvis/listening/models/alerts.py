"""What people want to be told of, how far it was judged, and what they were told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from parvis.listening.models.queries import Query


class AlertRule(models.Model):
    """What somebody wants to be told of: one series (a query, or everything heard), watched hour by hour.

    The budget of false alarms is the installation's, over all rules together (reads/alerts.py).
    """

    KINDS = ("volume_up", "silence", "negative_up", "new_topic", "influential_author")

    query = models.ForeignKey(
        Query, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )  # none: everything
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    minimum_mentions = models.IntegerField(default=10)
    cool_down_hours = models.IntegerField(default=24)
    authors_a_month = models.FloatField(default=2.0)  # how many large authors a month are worth an alarm
    recipient_ids = ArrayField(models.BigIntegerField(), default=list)  # accounts
    by_mail = models.BooleanField(default=True)
    by_push = models.BooleanField(default=True)
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_alert_rule"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["query"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="one_alert_rule_a_series",
            )
        ]


class AlertClock(models.Model):
    """How far the hours have been judged, over all rules. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    next_hour = models.DateTimeField()  # the first that was not judged yet

    class Meta:
        db_table = "listening_alert_clock"


class AlertSeen(models.Model):
    """When something was last unusual, told or not, so that one event is told once."""

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    severity = models.CharField(max_length=8)

    class Meta:
        db_table = "listening_alert_seen"
        constraints = [models.UniqueConstraint(fields=["rule", "kind", "subject"], name="alert_seen_once")]


class Alarm(models.Model):
    """What people were told, with the facts it was told by. Append-only."""

    rule = models.ForeignKey(AlertRule, on_delete=models.DO_NOTHING, related_name="alarms")
    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, null=True, related_name="+")
    query_version = models.IntegerField(null=True)
    at = models.DateTimeField()  # the hour that stands out
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)  # a term, or the id of an author's identity
    observed = models.FloatField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    severity = models.CharField(max_length=8)
    reason_code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()

    is_append_only = True

    class Meta:
        db_table = "listening_alarm"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="alarm_newest")]
        constraints = [
            models.UniqueConstraint(fields=["rule", "kind", "subject", "at"], name="alarm_once_an_hour")
        ]


class AlarmVerdict(models.Model):
    """Whether somebody found an alarm worth it; the newest one of an alarm counts."""

    alarm = models.ForeignKey(Alarm, on_delete=models.DO_NOTHING, related_name="verdicts")
    account_id = models.BigIntegerField()
    is_useful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "listening_alarm_verdict"
        constraints = [models.UniqueConstraint(fields=["alarm", "account_id"], name="verdict_once")]


class AlertBacktest(models.Model):
    """What a rule would have told over the stored past. asked: the settings it was tried with."""

    WAITING, DONE = "waiting", "done"

    rule = models.OneToOneField(AlertRule, on_delete=models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=8, default=WAITING, choices=[(s, s) for s in (WAITING, DONE)])
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)

    class Meta:
        db_table = "listening_alert_backtest"
