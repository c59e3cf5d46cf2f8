"""Webhooks for programs: addresses that are told what happens here, and what became of each delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.api.actions.webhooks import (
    change_webhook,
    create_webhook,
    delete_webhook,
    disable_webhook,
    enable_webhook,
    renew_secret,
    replay,
    send_test,
)
from parvis.api.logic.errors import WebhookRefused
from parvis.api.models import WebhookDelivery, WebhookEndpoint
from parvis.api.permissions import delivery_for, visible_to, webhook_for
from parvis.api.reads.event_types import EVENT_TYPES
from parvis.api.reads.webhooks import page_of_deliveries
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Name, Typed, examples

_SENTENCES = {
    "unknown-event": "There is no such event: see GET /api/v1/webhooks/events.",
    "no-event": "Choose at least one event.",
    "address-unfit": "The address must begin with http:// or https:// and name a server, without log-in.",
    "secret-unfit": "A secret is whsec_ and base64 of 24 to 64 bytes.",
    "not-replayable": "This delivery is still on its way.",
}


def refusal(error: Exception) -> Problem | None:
    return Problem(409, error.code, _SENTENCES[error.code]) if isinstance(error, WebhookRefused) else None


def _problems(*codes: str) -> dict[str, tuple[int, str]]:
    return {code: (409, _SENTENCES[code]) for code in codes}


ENDPOINTS = Endpoints(
    "Webhooks",
    explain="Addresses that are told what happens here, signed by Standard Webhooks; the log of what they were told.",
    refusal=refusal,
)
MANAGE = {"permission": "connections.manage"}
Url = Annotated[str, Field(min_length=8, max_length=2000)]
Events = Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=50)]


class NewWebhook(Body):
    name: Name
    url: Url
    events: Events
    secret: Annotated[str, Field(max_length=120)] = Field(
        "", description="Empty: one is made and shown this once."
    )

    model_config = examples(
        {"name": "Order system", "url": "https://example.org/hooks/parvis", "events": ["reply.sent"]}
    )


class WebhookChanges(Body):
    """Only what is sent is changed."""

    name: Name | None = None
    url: Url | None = None
    events: Events | None = None


class WebhookOut(Answer):
    id: int
    name: str
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_reason: str


class CreatedWebhook(WebhookOut):
    secret: str = Field(description="Shown this once.")


class WebhookList(Answer):
    items: list[WebhookOut]


class EventTypeOut(Answer):
    name: str
    explain: str
    permission: str = Field(description="What an account needs to read the things whose ids it carries.")


class EventTypeList(Answer):
    items: list[EventTypeOut]


class RenewedSecret(Answer):
    secret: str


class AttemptOut(Answer):
    at: datetime
    took_milliseconds: int
    status: int | None
    answer: str
    error_code: str


class DeliveryOut(Answer):
    id: int
    message_id: str
    event: str
    payload: dict[str, Any]
    state: Literal["waiting", "delivered", "failed"]
    created_at: datetime
    finished_at: datetime | None
    attempts: list[AttemptOut]


class DeliveryPageOut(Listed):
    items: list[DeliveryOut]


@ENDPOINTS.get("/webhooks/events", **MANAGE)
def list_webhook_events(caller: Caller) -> EventTypeList:
    """What a webhook can be told."""
    return EventTypeList(items=[EventTypeOut.model_validate(one) for one in EVENT_TYPES.values()])


@ENDPOINTS.get("/webhooks", **MANAGE)
def list_webhooks(caller: Caller) -> WebhookList:
    """Every webhook with its state. Secrets are never shown."""
    return WebhookList(items=[_webhook(one) for one in visible_to(caller.user)])


_FIELD_PROBLEMS = _problems("unknown-event", "address-unfit", "secret-unfit")


@ENDPOINTS.post("/webhooks", status=201, problems=_FIELD_PROBLEMS, **MANAGE)
def create_new_webhook(caller: Caller, given: NewWebhook) -> CreatedWebhook:
    """Tell an address what happens here."""
    made, secret = create_webhook(**given.model_dump(), by=caller.actor, now=caller.now)
    return CreatedWebhook(**_webhook(made).model_dump(), secret=secret)


@ENDPOINTS.get("/webhooks/{webhook_id}", **MANAGE)
def get_webhook(caller: Caller, webhook_id: Id) -> WebhookOut:
    """One webhook."""
    return _webhook(webhook_for(caller.user, webhook_id))


@ENDPOINTS.patch("/webhooks/{webhook_id}", problems=_FIELD_PROBLEMS, **MANAGE)
def change_one_webhook(caller: Caller, webhook_id: Id, given: WebhookChanges) -> WebhookOut:
    """Change what is sent."""
    found = webhook_for(caller.user, webhook_id)
    return _webhook(
        change_webhook(found, **given.model_dump(exclude_unset=True), by=caller.actor, now=caller.now)
    )


@ENDPOINTS.delete("/webhooks/{webhook_id}", **MANAGE)
def delete_one_webhook(caller: Caller, webhook_id: Id) -> None:
    """Forget the address with its log."""
    delete_webhook(webhook_for(caller.user, webhook_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/webhooks/{webhook_id}/enable", **MANAGE)
def enable_one_webhook(caller: Caller, webhook_id: Id) -> WebhookOut:
    """Tell it again what happens from now on."""
    enable_webhook(webhook_for(caller.user, webhook_id), by=caller.actor, now=caller.now)
    return _webhook(webhook_for(caller.user, webhook_id))


@ENDPOINTS.post("/webhooks/{webhook_id}/disable", **MANAGE)
def disable_one_webhook(caller: Caller, webhook_id: Id) -> WebhookOut:
    """Tell it nothing more."""
    found = webhook_for(caller.user, webhook_id)
    disable_webhook(found, reason="by-hand", by=caller.actor, now=caller.now)
    return _webhook(webhook_for(caller.user, webhook_id))


@ENDPOINTS.post("/webhooks/{webhook_id}/renew-secret", **MANAGE)
def renew_webhook_secret(caller: Caller, webhook_id: Id) -> RenewedSecret:
    """Another secret, shown this once; deliveries are signed with the former one too until the next renewal."""
    found = webhook_for(caller.user, webhook_id)
    return RenewedSecret(secret=renew_secret(found, by=caller.actor, now=caller.now))


@ENDPOINTS.post("/webhooks/{webhook_id}/test", status=202, **MANAGE)
def send_test_delivery(caller: Caller, webhook_id: Id) -> DeliveryOut:
    """Send a delivery that says nothing."""
    return _delivery(send_test(webhook_for(caller.user, webhook_id), by=caller.actor, now=caller.now))


@ENDPOINTS.get("/webhooks/{webhook_id}/deliveries", **MANAGE)
def list_webhook_deliveries(
    caller: Caller,
    webhook_id: Id,
    state: Literal["", "waiting", "delivered", "failed"] = "",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> DeliveryPageOut:
    """What it was told in 30 days and what it answered, the newest first."""
    found = webhook_for(caller.user, webhook_id)
    page = page_of_deliveries(found, state=state, after=key_of(cursor), most=limit)
    return DeliveryPageOut(
        items=[_delivery(one) for one in page.deliveries], next_cursor=cursor_of(page.next_key)
    )


@ENDPOINTS.post(
    "/webhook-deliveries/{delivery_id}/replay", status=202, problems=_problems("not-replayable"), **MANAGE
)
def replay_delivery(caller: Caller, delivery_id: Id) -> DeliveryOut:
    """Send it once more, under the same id."""
    return _delivery(replay(delivery_for(caller.user, delivery_id), by=caller.actor, now=caller.now))


def _webhook(one: WebhookEndpoint) -> WebhookOut:
    return WebhookOut.model_validate(one)


def _delivery(one: WebhookDelivery) -> DeliveryOut:
    plain = {name: getattr(one, name) for name in DeliveryOut.model_fields if name != "attempts"}
    return DeliveryOut(**plain, attempts=[AttemptOut.model_validate(each) for each in one.tries.all()])
