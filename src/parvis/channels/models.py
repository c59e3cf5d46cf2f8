"""Connections, what came in through them and not yet gone to its owner, imports and refused rows."""

from __future__ import annotations

from django.db import models


class Connection(models.Model):
    """An authorised account on a channel, a feed, or a named source of files."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    # What people call the channel of its items: "twitter" for a file of tweets, "email" for a mailbox.
    channel = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    sealed_secrets = models.TextField(blank=True)  # foundation.secrets.seal
    cursor = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "channels_connection"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """Items received together. Their bodies stay here only until their owner has stored them."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    addressed = models.BooleanField()
    item_count = models.IntegerField()
    payload = models.JSONField(null=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_batch"
        indexes = [
            models.Index(
                fields=["received_at"], name="batch_waiting", condition=models.Q(taken_at__isnull=True)
            )
        ]


class Receipt(models.Model):
    """That an item was received: the same external id of the same connection is never taken twice."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    external_id = models.CharField(max_length=200)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE)

    is_append_only = True

    class Meta:
        db_table = "channels_receipt"
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="received_once")]


class SourceState(models.Model):
    """How well a connection hears: apart from it, as this is written every few seconds."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="source_state"
    )
    succeeded_at = models.DateTimeField(null=True)
    newest_at = models.DateTimeField(null=True)  # when the newest post that was heard was said
    lag_seconds = models.FloatField(null=True)  # between its saying and our hearing
    rate_left = models.BigIntegerField(null=True)
    rate_limit = models.BigIntegerField(null=True)
    rate_resets_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)  # the channel asked to stay away until then
    gap_at = models.DateTimeField(null=True)  # when more was said than could be asked for
    stream_state = models.CharField(max_length=10, blank=True)  # "", open, waiting
    stream_since = models.DateTimeField(null=True)
    count_changed = models.BigIntegerField(default=0)
    count_deleted = models.BigIntegerField(default=0)
    rechecked_receipt_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "channels_source_state"


class Spending(models.Model):
    """What was read of a channel that charges for reading, in one period. Reserved before the call."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    period_start = models.DateField()
    units = models.BigIntegerField()

    class Meta:
        db_table = "channels_spending"
        constraints = [
            models.UniqueConstraint(fields=["connection", "period_start"], name="spending_of_a_period")
        ]


class SpentOnce(models.Model):
    """What was paid for on a day: the same thing read again that day is not counted again."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    day = models.DateField()
    external_id = models.CharField(max_length=200)

    class Meta:
        db_table = "channels_spent_once"
        constraints = [
            models.UniqueConstraint(fields=["connection", "day", "external_id"], name="paid_once_a_day")
        ]


class ImportRun(models.Model):
    """One file on its way in: where it is, how far it got, what it brought."""

    STATES = [("waiting", "waiting"), ("running", "running"), ("done", "done"), ("failed", "failed")]

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=300)
    path = models.CharField(max_length=1000)
    mapping = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    cursor = models.JSONField(default=dict)
    position_done = models.BigIntegerField(default=0)
    position_total = models.BigIntegerField(default=0)
    count_new = models.IntegerField(default=0)
    count_repeated = models.IntegerField(default=0)
    count_rejected = models.IntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "channels_import_run"
        ordering = ["-id"]


class RejectedInput(models.Model):
    """A row, entry or mail that could not become an item: where, why, and how it begins."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    import_run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, null=True, related_name="rejected")
    position = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_rejected_input"
        ordering = ["position", "id"]
