"""Carrying one delivery out. Its log is written whatever comes of it; the retry is the jobs' own decision."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from parvis.api.actions.webhooks import disable_webhook
from parvis.api.logic.disabling import GONE, should_disable
from parvis.api.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from parvis.foundation.audit import SYSTEM
from parvis.foundation.http import FetchError, post
from parvis.foundation.logic.retry import MOST_ATTEMPTS
from parvis.foundation.logic.webhook_signatures import signature, signed_headers
from parvis.foundation.secrets import unseal

TIMEOUT_SECONDS = 15
MOST_ANSWER_BYTES = 64 * 1024
SHOWN_CHARACTERS = 2000
KEPT = timedelta(days=30)


class NotTaken(Exception):
    """The receiver did not take it. permanent: trying again cannot help."""

    def __init__(
        self, code: str, *, permanent: bool = False, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


def deliver(delivery_id: int, *, now: datetime) -> str:
    """Tell one address of one event. Returns the delivery's state. Raises NotTaken when it is worth another try.

    Must not run inside a transaction: the log has to survive what follows.
    """
    delivery = WebhookDelivery.objects.select_related("endpoint").get(pk=delivery_id)
    endpoint = delivery.endpoint
    if delivery.state != WebhookDelivery.WAITING:
        return delivery.state
    if not endpoint.is_active and delivery.event != "webhook.test":
        return _finish(delivery, WebhookDelivery.FAILED, now=now)
    attempt = _ask(delivery, endpoint, now=now)
    if attempt.status is not None and 200 <= attempt.status < 300:
        return _taken(delivery, attempt, now=now)
    return _not_taken(delivery, attempt, now=now)


def forget_old_deliveries(*, now: datetime) -> int:
    """What was told long ago interests nobody. Returns how many rows went."""
    return WebhookDelivery.objects.filter(created_at__lt=now - KEPT).delete()[0]


def _ask(delivery: WebhookDelivery, endpoint: WebhookEndpoint, *, now: datetime) -> WebhookAttempt:
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    held = unseal(endpoint.sealed_secret)
    stamp = int(now.timestamp())
    headers = signed_headers(held["secret"], message_id=delivery.message_id, timestamp=stamp, body=body)
    if held.get("former"):
        # Both for as long as the receiver has not changed over.
        former = signature(held["former"], message_id=delivery.message_id, timestamp=stamp, body=body)
        headers["webhook-signature"] += f" {former}"
    attempt = WebhookAttempt(delivery=delivery, at=now, took_milliseconds=0)
    began = time.monotonic()
    try:
        answer = post(
            endpoint.url,
            body=body,
            headers={**headers, "Content-Type": "application/json"},
            max_bytes=MOST_ANSWER_BYTES,
            timeout_seconds=TIMEOUT_SECONDS,
        )
        attempt.status = answer.status
        attempt.answer = answer.body.decode("utf-8", "replace").replace("\x00", "")[:SHOWN_CHARACTERS]
    except FetchError as error:
        attempt.error_code = error.code
    attempt.took_milliseconds = int((time.monotonic() - began) * 1000)
    return attempt


def _taken(delivery: WebhookDelivery, attempt: WebhookAttempt, *, now: datetime) -> str:
    with transaction.atomic():
        attempt.save()
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
            failing_since=None, failures_in_a_row=0
        )
        return _finish(delivery, WebhookDelivery.DELIVERED, now=now)


def _not_taken(delivery: WebhookDelivery, attempt: WebhookAttempt, *, now: datetime) -> str:
    tries = delivery.attempts + 1
    with transaction.atomic():
        attempt.save()
        held = WebhookEndpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
        held.failing_since = held.failing_since or now
        held.failures_in_a_row += 1
        held.save(update_fields=["failing_since", "failures_in_a_row"])
        is_gone = attempt.status == GONE
        if is_gone or should_disable(
            failing_since=held.failing_since,
            failures_in_a_row=held.failures_in_a_row,
            now=now,
            after=timedelta(days=settings.WEBHOOK_DISABLED_AFTER_DAYS),
            at_least=settings.WEBHOOK_DISABLED_AFTER_FAILURES,
        ):
            disable_webhook(held, reason="gone" if is_gone else "failing", by=SYSTEM, now=now)
            return _finish(delivery, WebhookDelivery.FAILED, now=now)
        if tries % MOST_ATTEMPTS == 0:
            # The jobs would give it up now and list it as broken work of ours; here it stays listed, repeatable.
            return _finish(delivery, WebhookDelivery.FAILED, now=now)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=tries)
    raise NotTaken(attempt.error_code or f"status-{attempt.status}")


def _finish(delivery: WebhookDelivery, state: str, *, now: datetime) -> str:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=state, attempts=delivery.attempts + 1, finished_at=now
    )
    return state
