"""What the machine interface remembers: answers to repeated requests, counts, webhooks and their deliveries."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from parvis.accounts.models import ApiToken


class RememberedAnswer(models.Model):
    """What a write with an Idempotency-Key answered: it commits with the effect, and is gone after 24 hours."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)  # of method, address and body
    status = models.SmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    sealed_body = models.TextField(blank=True)  # it may speak of persons: foundation.secrets.seal
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "api_remembered_answer"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once")]


class RequestCount(models.Model):
    """How often somebody asked in the present window. Unlogged: a crash may forget it, a write must be cheap."""

    caller = models.CharField(max_length=80, primary_key=True)
    window = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "api_request_count"


class WebhookEndpoint(models.Model):
    """An address of somebody else's that is told what happens here."""

    name = models.CharField(max_length=120)
    url = models.CharField(max_length=2000)
    events = ArrayField(models.CharField(max_length=60))
    sealed_secret = models.TextField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Since when nothing has arrived; empty after every delivery that did.
    failing_since = models.DateTimeField(null=True)
    failures_in_a_row = models.IntegerField(default=0)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=20, blank=True)  # "failing", "gone", "by-hand"

    class Meta:
        db_table = "api_webhook_endpoint"
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=~Q(events=[]), name="webhook_hears_something")]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event on its way to one address. The payload holds ids and kinds, nobody's words."""

    WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=60)  # the same for every repetition: how a receiver knows it
    event = models.CharField(max_length=60)
    payload = models.JSONField()
    state = models.CharField(
        max_length=9, default=WAITING, choices=[(s, s) for s in (WAITING, DELIVERED, FAILED)]
    )
    attempts = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_webhook_delivery"
        ordering = ["-id"]
        indexes = [models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint")]


class WebhookAttempt(models.Model):
    """What came of one try: the answer's status and its beginning, or why there was none."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    took_milliseconds = models.IntegerField()
    status = models.SmallIntegerField(null=True)
    answer = models.CharField(max_length=2000, blank=True)
    error_code = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "api_webhook_attempt"
        ordering = ["id"]
