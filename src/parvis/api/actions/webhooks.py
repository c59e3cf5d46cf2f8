"""Webhooks: made, changed, switched off and on, tested, repeated."""

from __future__ import annotations

import secrets as random
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from parvis.api.logic.errors import WebhookRefused
from parvis.api.models import WebhookDelivery, WebhookEndpoint
from parvis.api.reads.event_types import NAMES, TEST
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.jobs import enqueue
from parvis.foundation.logic.webhook_signatures import SECRET_BYTES, BadSecret, secret_bytes, written_secret
from parvis.foundation.secrets import seal, unseal

DELIVER_JOB = "api.deliver_webhook"


def create_webhook(
    *, name: str, url: str, events: Sequence[str], secret: str = "", by: Actor, now: datetime
) -> tuple[WebhookEndpoint, str]:
    """The webhook and its secret, made here where none is given. Raises WebhookRefused.

    Whether the address may be reached is asked at every delivery: a name can change what it means.
    """
    chosen = _known(events)
    written = secret or written_secret(random.token_bytes(SECRET_BYTES))
    try:
        secret_bytes(written)
    except BadSecret:
        raise WebhookRefused("secret-unfit") from None
    with transaction.atomic():
        made = WebhookEndpoint.objects.create(
            name=name.strip()[:120],
            url=_fit(url),
            events=chosen,
            sealed_secret=seal({"secret": written}),
            created_at=now,
        )
        record("webhook.created", made, by=by, now=now, url=made.url, events=chosen)
        return made, written


def change_webhook(
    endpoint: WebhookEndpoint,
    *,
    by: Actor,
    now: datetime,
    name: str | None = None,
    url: str | None = None,
    events: Sequence[str] | None = None,
) -> WebhookEndpoint:
    """Change what is given. Raises WebhookRefused."""
    with transaction.atomic():
        held = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        before = {"name": held.name, "url": held.url, "events": held.events}
        held.name = name.strip()[:120] if name is not None else held.name
        held.url = _fit(url) if url is not None else held.url
        held.events = _known(events) if events is not None else held.events
        held.save(update_fields=["name", "url", "events"])
        after = {"name": held.name, "url": held.url, "events": held.events}
        if differences := changed(before, after):
            record("webhook.changed", held, by=by, now=now, **differences)
        return held


def enable_webhook(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> bool:
    """Tell it again what happens from now on. Returns whether it was off. What it missed can be repeated."""
    with transaction.atomic():
        switched = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=False).update(
            is_active=True, failing_since=None, failures_in_a_row=0, disabled_at=None, disabled_reason=""
        )
        if switched:
            record("webhook.enabled", endpoint, by=by, now=now)
        return bool(switched)


def disable_webhook(endpoint: WebhookEndpoint, *, reason: str, by: Actor, now: datetime) -> bool:
    """Tell it nothing more. Returns whether it was on. reason: "by-hand", "failing" or "gone"."""
    with transaction.atomic():
        switched = WebhookEndpoint.objects.filter(pk=endpoint.pk, is_active=True).update(
            is_active=False, disabled_at=now, disabled_reason=reason
        )
        if switched:
            record("webhook.disabled", endpoint, by=by, now=now, reason=reason)
        return bool(switched)


def delete_webhook(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> None:
    """Forget the address with its log."""
    with transaction.atomic():
        record("webhook.deleted", endpoint, by=by, now=now, url=endpoint.url)
        endpoint.delete()


def renew_secret(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> str:
    """Another secret, shown this once. Deliveries are signed with the old one too for as long as one more renewal."""
    fresh = written_secret(random.token_bytes(SECRET_BYTES))
    with transaction.atomic():
        held = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        held.sealed_secret = seal({"secret": fresh, "former": unseal(held.sealed_secret).get("secret", "")})
        held.save(update_fields=["sealed_secret"])
        record("webhook.secret_renewed", held, by=by, now=now)
        return fresh


def send_test(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> WebhookDelivery:
    """A delivery that says nothing, to see whether it arrives."""
    payload: dict[str, Any] = {
        "type": TEST.name,
        "timestamp": now.isoformat(),
        "data": {"webhook_id": endpoint.pk},
    }
    with transaction.atomic():
        record("webhook.tested", endpoint, by=by, now=now)
        return queue_delivery(endpoint, event=TEST.name, payload=payload, now=now)


def replay(delivery: WebhookDelivery, *, by: Actor, now: datetime) -> WebhookDelivery:
    """Send what was said once more, under the same id, so that a receiver who had it knows it.

    Raises WebhookRefused while it is still on its way.
    """
    with transaction.atomic():
        held = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
        if held.state == WebhookDelivery.WAITING:
            raise WebhookRefused("not-replayable")
        held.state, held.finished_at = WebhookDelivery.WAITING, None
        held.save(update_fields=["state", "finished_at"])
        enqueue(DELIVER_JOB, delivery_id=held.pk)
        record("webhook.replayed", held, by=by, now=now, event=held.event)
        return held


def queue_delivery(
    endpoint: WebhookEndpoint, *, event: str, payload: dict[str, Any], now: datetime
) -> WebhookDelivery:
    """Write down what is to be told, and the job that tells it: in the caller's transaction."""
    made = WebhookDelivery.objects.create(
        endpoint=endpoint, message_id=f"msg_{uuid.uuid4().hex}", event=event, payload=payload, created_at=now
    )
    enqueue(DELIVER_JOB, delivery_id=made.pk)
    return made


def _known(events: Sequence[str]) -> list[str]:
    if not events:
        raise WebhookRefused("no-event")
    if set(events) - set(NAMES):
        raise WebhookRefused("unknown-event")
    return [name for name in NAMES if name in events]


def _fit(url: str) -> str:
    try:
        target = urlsplit(url.strip())
        is_fit = target.scheme in ("http", "https") and bool(target.hostname) and "@" not in target.netloc
        target.port  # noqa: B018 -- raises where it is no number
    except ValueError:
        is_fit = False
    if not is_fit or len(url) > 2000 or any(ord(sign) < 33 for sign in url.strip()):
        raise WebhookRefused("address-unfit")
    return url.strip()
