"""Reports, what was made of them, to whom it went, and the links that show them to people without an account."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from parvis.accounts.models import User
from parvis.reporting.logic.schedule import FREQUENCIES, PERIODS


class Report(models.Model):
    """Which figures, over which period, in which language, to whom and when. It is computed with its maker's rights."""

    name = models.CharField(max_length=120)
    maker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=10, choices=[(p, p) for p in PERIODS])
    language = models.CharField(max_length=5)
    figures = ArrayField(models.CharField(max_length=80), default=list)  # keys of METRICS
    sections = ArrayField(models.CharField(max_length=80), default=list)  # keys of REPORT_SECTIONS
    frequency = models.CharField(max_length=8, blank=True, choices=[(f, f) for f in FREQUENCIES])
    weekday = models.SmallIntegerField(default=0)  # 0 is Monday; of a weekly report
    hour = models.SmallIntegerField(default=8)  # in the installation's zone
    has_pdf = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)  # none: not scheduled
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reporting_report"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["next_at"], name="reports_due")]

    def __str__(self) -> str:
        return self.name


class Quote(models.Model):
    """A post that somebody chose as an example. Only which one: its words stay where they are, and go with it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="quotes")
    mention_id = models.BigIntegerField()  # no foreign key: mentions are partitioned by time
    published_at = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "reporting_quote"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "mention_id"], name="quoted_once")]


class Recipient(models.Model):
    """A colleague, or an address outside."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)

    class Meta:
        db_table = "reporting_recipient"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="recipient_user_once"),
            models.UniqueConstraint(
                fields=["report", "email"], condition=~Q(email=""), name="recipient_email_once"
            ),
        ]

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email


class Edition(models.Model):
    """A report as it was made once: the figures themselves, so that every recipient gets the same ones."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    first = models.DateField()
    last = models.DateField()
    is_scheduled = models.BooleanField()
    made_at = models.DateTimeField()
    content = models.JSONField()  # logic/content.py

    class Meta:
        db_table = "reporting_edition"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "first", "last"],
                condition=Q(is_scheduled=True),
                name="edition_once_a_period",
            )
        ]


class Delivery(models.Model):
    """One mail of an edition. `sending` is written before the mail server is called, `sent` after it answered."""

    WAITING, SENDING, SENT, REFUSED = "waiting", "sending", "sent", "refused"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField()
    state = models.CharField(max_length=8, default=WAITING)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "reporting_delivery"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "email"], name="delivered_once")]


class SharedLink(models.Model):
    """An address under which a report is seen without an account. Only the hash of its key is kept."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    views = models.IntegerField(default=0)
    viewed_at = models.DateTimeField(null=True)
    minute = models.BigIntegerField(default=0)  # the minute that is counted for the rate limit
    views_in_minute = models.IntegerField(default=0)

    class Meta:
        db_table = "reporting_shared_link"
        ordering = ["-id"]

    def is_open(self, *, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now
