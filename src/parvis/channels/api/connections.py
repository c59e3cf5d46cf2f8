"""Connections: made, changed, paused, tested."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.channels.actions.connections import (
    change_connection,
    create_connection,
    pause_connection,
    resume_connection,
)
from parvis.channels.actions.fetch_soon import fetch_soon
from parvis.channels.api.endpoints import ENDPOINTS, MANAGE
from parvis.channels.api.settings import FIELDS_WRONG, checked, known_kind
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.channels.permissions import connection_for, visible_to
from parvis.channels.reads.connectors import connector
from parvis.channels.reads.health import SourceHealth, health_of, healths_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Body, Id, Name, examples
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import SecretsUnreadable, unseal

# Kinds made by hand; a source of files is made by its first import.
Kind = Literal[
    "email", "form", "rss", "webhook", "mastodon", "bluesky", "hackernews", "discourse", "nodebb", "reddit",
    "youtube", "sitemap", "reviews", "x",
]  # fmt: skip
_CHANNELS = {
    "email": "email", "form": "form", "rss": "rss", "webhook": "webhook", "mastodon": "mastodon",
    "bluesky": "bluesky", "hackernews": "community", "discourse": "community", "nodebb": "community",
    "reddit": "reddit", "youtube": "youtube", "sitemap": "rss", "reviews": "review", "x": "twitter",
}  # fmt: skip
Fields = Annotated[dict[str, str | int | bool | None], Field(max_length=40)]


class NewConnection(Body):
    kind: Kind
    name: Name
    settings: Fields = {}
    secrets: Annotated[dict[str, str], Field(max_length=10)] = Field(
        {}, description="Stored encrypted, never shown."
    )

    model_config = examples(
        {"kind": "rss", "name": "Press", "settings": {"url": "https://example.org/feed.xml"}}
    )


class ConnectionChanges(Body):
    """Only what is sent is changed; settings are merged by name, secrets that are not sent stay."""

    name: Name | None = None
    settings: Fields | None = None
    secrets: Annotated[dict[str, str], Field(max_length=10)] | None = None


class HealthOut(Answer):
    """How well a source hears. null: not known, or does not apply."""

    succeeded_at: datetime | None
    newest_at: datetime | None = Field(description="When the newest post that was heard was said.")
    lag_seconds: float | None = Field(description="Between its saying and our hearing.")
    stream: Literal["", "open", "waiting"] = Field(description="Empty: it is asked from time to time.")
    stream_since: datetime | None
    rate_left: int | None = Field(description="Requests the channel still allows.")
    rate_limit: int | None
    rate_resets_at: datetime | None
    next_try_at: datetime | None = Field(description="The channel asked to stay away until then.")
    gap_at: datetime | None = Field(description="When more was said than could be asked for.")
    count_changed: int
    count_deleted: int
    spent: int | None = Field(description="Units read in the present period, where reading is counted.")
    spent_limit: int | None
    spent_period: Literal["", "day", "month"]
    does_not_see: str = Field(description="What this kind of source leaves out.")


class ConnectionOut(Answer):
    id: int
    kind: str
    name: str
    slug: str
    channel: str
    settings: dict[str, Any]
    is_active: bool
    created_at: datetime
    fetched_at: datetime | None
    failing_since: datetime | None
    error_code: str
    error_detail: str
    health: HealthOut


class ConnectionList(Answer):
    items: list[ConnectionOut]


class TestResult(Answer):
    """What the channel said: code is empty when all is well."""

    is_well: bool
    code: str
    detail: str


class FetchAsked(Answer):
    is_enqueued: bool = Field(description="False: a fetch was waiting already.")


@ENDPOINTS.get("/connections", **MANAGE)
def list_connections(caller: Caller) -> ConnectionList:
    """Every connection with its state. Secrets are never shown."""
    found = list(visible_to(caller.user).order_by("name", "id"))
    healths = healths_of(found, now=caller.now)
    return ConnectionList(items=[_connection(one, healths[one.pk]) for one in found])


_SETTING_PROBLEMS = {"settings-wrong": (409, FIELDS_WRONG)}


@ENDPOINTS.post("/connections", status=201, problems=_SETTING_PROBLEMS, **MANAGE)
def create_new_connection(caller: Caller, given: NewConnection) -> ConnectionOut:
    """Connect a mailbox, a form, a feed or a webhook. Fetching begins by itself."""
    known = connector(given.kind)
    settings = checked(known, given.settings, given.secrets, is_new=True)
    made = create_connection(
        kind=given.kind,
        name=given.name,
        channel=_CHANNELS[given.kind],
        settings=settings,
        secrets=given.secrets,
        by=caller.actor,
        now=caller.now,
    )
    if known.poll_seconds is not None:
        fetch_soon(made)
    return _connection(made)


@ENDPOINTS.get("/connections/{connection_id}", **MANAGE)
def get_connection(caller: Caller, connection_id: Id) -> ConnectionOut:
    """One connection."""
    return _connection(connection_for(caller.user, connection_id))


@ENDPOINTS.patch("/connections/{connection_id}", problems=_SETTING_PROBLEMS, **MANAGE)
def change_one_connection(caller: Caller, connection_id: Id, given: ConnectionChanges) -> ConnectionOut:
    """Change what is sent."""
    found = connection_for(caller.user, connection_id)
    settings = None
    if given.settings is not None or given.secrets is not None:
        known = known_kind(found)
        settings = {
            **found.settings,
            **checked(known, given.settings or {}, given.secrets or {}, is_new=False),
        }
    change_connection(
        found,
        name=given.name,
        settings=settings,
        secrets=given.secrets,
        by=caller.actor,
        now=caller.now,
    )
    return _connection(Connection.objects.get(pk=found.pk))


@ENDPOINTS.post("/connections/{connection_id}/pause", **MANAGE)
def pause_one_connection(caller: Caller, connection_id: Id) -> ConnectionOut:
    """Fetch nothing more until it is resumed."""
    found = connection_for(caller.user, connection_id)
    pause_connection(found, by=caller.actor, now=caller.now)
    return _connection(Connection.objects.get(pk=found.pk))


@ENDPOINTS.post("/connections/{connection_id}/resume", **MANAGE)
def resume_one_connection(caller: Caller, connection_id: Id) -> ConnectionOut:
    """Fetch again."""
    found = connection_for(caller.user, connection_id)
    resume_connection(found, by=caller.actor, now=caller.now)
    return _connection(Connection.objects.get(pk=found.pk))


@ENDPOINTS.post(
    "/connections/{connection_id}/fetch",
    status=202,
    problems={"fetches-nothing": (409, "It is paused, or its kind fetches nothing.")},
    **MANAGE,
)
def fetch_connection_soon(caller: Caller, connection_id: Id) -> FetchAsked:
    """Ask a worker to fetch without waiting for the turn."""
    found = connection_for(caller.user, connection_id)
    if known_kind(found).poll_seconds is None or not found.is_active:
        raise Problem(409, "fetches-nothing", "It is paused, or its kind fetches nothing.")
    return FetchAsked(is_enqueued=fetch_soon(found))


# No write: it talks to another server, and must hold no transaction meanwhile.
@ENDPOINTS.post("/connections/{connection_id}/test", is_write=False, **MANAGE)
def test_connection(caller: Caller, connection_id: Id) -> TestResult:
    """Ask the channel whether it would let us in."""
    found = connection_for(caller.user, connection_id)
    check = known_kind(found).check
    try:
        if check is not None and found.kind != "file":
            check(found.settings, unseal(found.sealed_secrets))
    except ConnectorError as error:
        return TestResult(is_well=False, code=error.code, detail=error.detail)
    except SecretsUnreadable:
        return TestResult(
            is_well=False, code="secrets-unreadable", detail="They were written with another key."
        )
    return TestResult(is_well=True, code="", detail="")


def _connection(one: Connection, health: SourceHealth | None = None) -> ConnectionOut:
    shown = {name: getattr(one, name) for name in ConnectionOut.model_fields if name != "health"}
    health = health or health_of(one, now=utc_now())
    return ConnectionOut(**shown, health=HealthOut.model_validate(health))
