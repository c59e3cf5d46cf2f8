"""The signed door by which programs hand in what they heard."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from parvis.channels.actions.webhook import take_delivery
from parvis.channels.api.endpoints import ENDPOINTS
from parvis.channels.models import Connection
from parvis.foundation.api.endpoints import BULK_BYTES, Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer


class Taken(Answer):
    new: int
    repeated: int
    rejected: int


@ENDPOINTS.post(
    "/incoming/{slug}",
    is_open=True,
    raw_body="application/json",
    most_bytes=BULK_BYTES,
    sends={
        "webhook-id": "The delivery's own id.",
        "webhook-timestamp": "Seconds since 1970; at most five minutes off.",
        "webhook-signature": "v1, and the base64 of HMAC-SHA256 over id.timestamp.body (Standard Webhooks 1.0).",
    },
    problems={
        "signature-refused": (401, "No signature of these minutes fits the connection's secret."),
        "channel-refused": (409, "The body is no delivery; reason says why."),
    },
)
def receive_webhook(caller: Caller, slug: Annotated[str, Field(pattern=r"^[-\w]{1,80}$")]) -> Taken:
    """Hand in what was heard elsewhere, signed with the connection's secret: {"items": [{"id", "text", …}]}."""
    found = Connection.objects.filter(kind="webhook", slug=slug, is_active=True).first()
    if found is None:
        raise not_found()
    headers = {name.lower(): value for name, value in caller.request.headers.items()}
    received = take_delivery(found, headers=headers, body=caller.request.body, now=caller.now)
    return Taken(new=received.new, repeated=received.repeated, rejected=received.rejected)
