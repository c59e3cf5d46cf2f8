"""Tokens, and a client that speaks to /api/v1/ with one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from parvis.accounts.actions.tokens import create_token
from parvis.accounts.models import User
from parvis.accounts.reads.role_table import granted_by
from parvis.api.actions.webhooks import create_webhook
from parvis.api.models import WebhookDelivery, WebhookEndpoint
from parvis.foundation.audit import SYSTEM
from tests.factories.accounts import make_user
from tests.factories.channels import NOON


def make_token(user: User, *, scopes: tuple[str, ...] = (), **fields: Any) -> str:
    """The text of a token; with every scope of the account's roles unless some are named."""
    given = {"name": "Test", "expires_at": None, "by": SYSTEM, "now": datetime.now(UTC), **fields}
    return create_token(user, scopes=scopes or tuple(granted_by(user.roles)), **given)[1]


def make_webhook(url: str = "https://example.org/hook", **fields: Any) -> WebhookEndpoint:
    given = {"name": "Order system", "events": ["person.created"], "by": SYSTEM, "now": NOON, **fields}
    return create_webhook(url=url, **given)[0]


def make_delivery(webhook: WebhookEndpoint, *, state: str = "failed") -> WebhookDelivery:
    """A delivery that is over; nothing is sent."""
    return WebhookDelivery.objects.create(
        endpoint=webhook,
        message_id=f"msg_{webhook.pk}",
        event="person.created",
        payload={"type": "person.created", "timestamp": NOON.isoformat(), "data": {"person_id": 1}},
        state=state,
        attempts=1,
        created_at=NOON,
        finished_at=NOON,
    )


class ApiClient:
    """get("people", q="…"), post("people", {…}, key="…"): the answer, whose `.data` is the JSON."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.client = Client(raise_request_exception=False, SERVER_NAME="localhost")

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        headers |= more.pop("headers", {})
        given: dict[str, Any] = {"headers": headers}
        if body is not None:
            given["data"] = body if isinstance(body, bytes | str) else json.dumps(body)
            given["content_type"] = more.pop("content_type", "application/json")
        response: HttpResponse = self.client.generic(method, f"/api/v1/{path}", query_params=more, **given)
        response.data = json.loads(response.content) if response.content else None  # type: ignore[attr-defined]
        return response

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, **query)

    def post(self, path: str, body: Any = None, *, key: str = "", **query: Any) -> Any:
        return self.ask("POST", path, body, key=key, **query)


def api_as(*roles: str, scopes: tuple[str, ...] = (), **fields: Any) -> ApiClient:
    """A client of a new account with these roles."""
    client = ApiClient(
        make_token(user := make_user(roles=roles or ("administrator",), **fields), scopes=scopes)
    )
    client.user = user  # type: ignore[attr-defined]
    return client
