"""Connections and imports for programs, and the signed door by which programs hand in what they heard."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import Field

from parvis.channels.actions.connections import (
    change_connection,
    create_connection,
    pause_connection,
    resume_connection,
)
from parvis.channels.actions.fetch_soon import fetch_soon
from parvis.channels.actions.import_file import start_import
from parvis.channels.actions.store_upload import UploadTooLarge, store_upload
from parvis.channels.actions.uploads import forget_old_uploads
from parvis.channels.actions.webhook import SignatureRefused, take_delivery
from parvis.channels.connectors.file.mapping import FIELDS
from parvis.channels.logic.protocol import Connector, ConnectorError
from parvis.channels.logic.rejections import SENTENCES
from parvis.channels.models import Connection, ImportRun
from parvis.channels.permissions import connection_for, import_for, imports_visible_to, visible_to
from parvis.channels.reads.connections import page_of_imports, page_of_rejected
from parvis.channels.reads.connectors import UnknownConnector, connector
from parvis.channels.reads.health import SourceHealth, health_of, healths_of
from parvis.channels.reads.layouts import layout_of_file
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import BULK_BYTES, Caller, Endpoints
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Listed, Name, Typed, examples
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import SecretsUnreadable, unseal

MOST_UPLOAD_BYTES = 500 * 1024 * 1024
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
_FIELDS = "The settings or secrets are not those of this kind; errors names each."


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, ConnectorError):
        return Problem(
            409, "channel-refused", f"The channel or the file refused: {error.code}.", reason=error.code
        )
    if isinstance(error, UploadTooLarge):
        return Problem(413, "too-large", f"A file has at most {MOST_UPLOAD_BYTES} bytes.")
    if isinstance(error, SignatureRefused):
        return Problem(
            401, "signature-refused", "No signature of these minutes fits the connection's secret."
        )
    return None


ENDPOINTS = Endpoints(
    "Connections", explain="Mailboxes, feeds, forms and webhooks; files that are imported.", refusal=refusal
)
MANAGE = {"permission": "connections.manage"}
IMPORT = {"permission": "mentions.import"}
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


class ImportOut(Answer):
    id: int
    connection_id: int
    file_name: str
    state: Literal["waiting", "running", "done", "failed"]
    position_done: int
    position_total: int
    count_new: int
    count_repeated: int
    count_rejected: int
    error_code: str
    error_detail: str
    started_at: datetime
    finished_at: datetime | None


class ImportPageOut(Listed):
    items: list[ImportOut]


class RejectedOut(Answer):
    position: int
    reason: str
    sentence: str
    detail: str
    excerpt: str


class RejectedPageOut(Listed):
    items: list[RejectedOut]


class Taken(Answer):
    new: int
    repeated: int
    rejected: int


@ENDPOINTS.get("/connections", **MANAGE)
def list_connections(caller: Caller) -> ConnectionList:
    """Every connection with its state. Secrets are never shown."""
    found = list(visible_to(caller.user).order_by("name", "id"))
    healths = healths_of(found, now=caller.now)
    return ConnectionList(items=[_connection(one, healths[one.pk]) for one in found])


_SETTING_PROBLEMS = {"settings-wrong": (409, _FIELDS)}


@ENDPOINTS.post("/connections", status=201, problems=_SETTING_PROBLEMS, **MANAGE)
def create_new_connection(caller: Caller, given: NewConnection) -> ConnectionOut:
    """Connect a mailbox, a form, a feed or a webhook. Fetching begins by itself."""
    known = connector(given.kind)
    settings = _checked(known, given.settings, given.secrets, is_new=True)
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
        known = _known(found)
        checked = _checked(known, given.settings or {}, given.secrets or {}, is_new=False)
        settings = {**found.settings, **checked}
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
    if _known(found).poll_seconds is None or not found.is_active:
        raise Problem(409, "fetches-nothing", "It is paused, or its kind fetches nothing.")
    return FetchAsked(is_enqueued=fetch_soon(found))


# No write: it talks to another server, and must hold no transaction meanwhile.
@ENDPOINTS.post("/connections/{connection_id}/test", is_write=False, **MANAGE)
def test_connection(caller: Caller, connection_id: Id) -> TestResult:
    """Ask the channel whether it would let us in."""
    found = connection_for(caller.user, connection_id)
    check = _known(found).check
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


@ENDPOINTS.get("/imports", **IMPORT)
def list_imports(
    caller: Caller, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> ImportPageOut:
    """Every import, the newest first."""
    page = page_of_imports(imports_visible_to(caller.user), after=key_of(cursor), most=limit)
    return ImportPageOut(items=[_import(run) for run in page.runs], next_cursor=cursor_of(page.next_key))


# No write of the usual kind: no transaction stays open while a large file comes in over a slow line. It needs no
# Idempotency-Key either: the same unfinished file is the same import, and no row is taken twice.
@ENDPOINTS.post(
    "/imports",
    status=202,
    is_write=False,
    raw_body="application/octet-stream",
    most_bytes=MOST_UPLOAD_BYTES,
    problems={
        "channel-refused": (409, "The file is no table that can be read; reason says why."),
        "source-missing": (409, "Name a new source, or send the id of one."),
    },
    **IMPORT,
)
def start_file_import(
    caller: Caller,
    file_name: Annotated[str, Field(min_length=1, max_length=300)],
    mode: Literal["mentions", "conversations"] = "mentions",
    connection_id: Id | None = None,
    source_name: Line = "",
    channel: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")] = "",
    date_order: Literal["", "dmy", "mdy"] = "",
    time_zone: Annotated[str, Field(max_length=60)] = "",
    mapping: Annotated[str, Field(max_length=4000)] = "",
) -> ImportOut:
    """Import a file of posts or of conversations: CSV or JSON Lines, also with gzip; the file is the body.

    connection_id: the source that the file belongs to; without one, source_name and channel make it. Columns are
    recognised, or read as in the source's last file, or named by mapping: a JSON object from fields to columns, as
    {"text": "Verbatim", "published_at": "Day"}. The same file again takes nothing twice.
    """
    source = visible_to(caller.user).filter(pk=connection_id, kind="file").first() if connection_id else None
    if connection_id and source is None:
        raise not_found()
    if source is None and not source_name:
        raise Problem(409, "source-missing", "Name a new source, or send the id of one.")
    columns = _columns_named(mapping)
    path = store_upload(caller.request.read, most_bytes=MOST_UPLOAD_BYTES)
    wanted = {"date_order": date_order, "time_zone": time_zone}
    options: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    if columns:
        options["mapping"] = columns
    try:
        layout_of_file(path, mode=mode, options=options)
    except ConnectorError:
        path.unlink(missing_ok=True)
        raise
    forget_old_uploads(now=caller.now)
    with transaction.atomic():
        if source is None:
            source = create_connection(
                kind="file", name=source_name, channel=channel or "file", by=caller.actor, now=caller.now
            )
        run = start_import(
            source,
            path=path,
            mode=mode,
            file_name=file_name,
            options=options,
            by=caller.actor,
            now=caller.now,
        )
    return _import(run)


def _columns_named(mapping: str) -> dict[str, str]:
    """Field → column. Raises Problem."""
    if not mapping:
        return {}
    try:
        given = json.loads(mapping)
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(column, str) and column for column in given.values()):
        raise Problem(422, "invalid", "mapping is a JSON object from names of fields to names of columns.")
    if unknown := sorted(set(given) - set(FIELDS)):
        raise Problem(422, "invalid", f"There is no field {unknown[0][:40]}; there are {', '.join(FIELDS)}.")
    return given


@ENDPOINTS.post(
    "/imports/{import_id}/again",
    status=202,
    problems={"file-gone": (409, "The file is no longer kept here: send it again, nothing is taken twice.")},
    **IMPORT,
)
def import_file_again(caller: Caller, import_id: Id) -> ImportOut:
    """The same file once more: what is there already is not taken twice."""
    run = import_for(caller.user, import_id)
    if not Path(run.path).is_file():
        raise Problem(409, "file-gone", "The file is no longer kept here: send it again, nothing is taken twice.")
    fresh = start_import(
        run.connection,
        path=Path(run.path),
        mode=run.mapping.get("mode", "mentions"),
        file_name=run.file_name,
        options={name: value for name, value in run.mapping.items() if name != "mode"},
        by=caller.actor,
        now=caller.now,
    )
    return _import(fresh)


@ENDPOINTS.get("/imports/{import_id}", **IMPORT)
def get_import(caller: Caller, import_id: Id) -> ImportOut:
    """How far an import is, and what came of it."""
    return _import(import_for(caller.user, import_id))


@ENDPOINTS.get("/imports/{import_id}/rejected", **IMPORT)
def list_rejected_rows(
    caller: Caller, import_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> RejectedPageOut:
    """The rows that could not be taken: where, and why."""
    page = page_of_rejected(import_for(caller.user, import_id), after=key_of(cursor), most=limit)
    return RejectedPageOut(
        items=[
            RejectedOut(
                position=row.position,
                reason=row.reason,
                sentence=SENTENCES.get(row.reason, ""),
                detail=row.detail,
                excerpt=row.excerpt,
            )
            for row in page.rows
        ],
        next_cursor=cursor_of(page.next_key),
    )


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


def _connection(one: Connection, health: SourceHealth | None = None) -> ConnectionOut:
    shown = {name: getattr(one, name) for name in ConnectionOut.model_fields if name != "health"}
    health = health or health_of(one, now=utc_now())
    return ConnectionOut(**shown, health=HealthOut.model_validate(health))


def _import(run: ImportRun) -> ImportOut:
    return ImportOut.model_validate(run)


def _known(found: Connection) -> Connector:
    try:
        return connector(found.kind)
    except UnknownConnector:
        return Connector(kind=found.kind, icon="plug")


def _checked(
    known: Connector, settings: dict[str, Any], secrets: dict[str, str], *, is_new: bool
) -> dict[str, Any]:
    """The settings with their defaults. Raises Problem for a field that the kind does not have or lacks."""
    plain = {
        field.name: field for field in known.fields if not field.secret and field.name != "answer_connection"
    }
    secret = {field.name: field for field in known.fields if field.secret}
    allowed = set(plain) | ({"reply_connection_id"} if known.kind == "form" else set())
    errors = [
        {"field": f"{place}.{name}", "message": "This kind has no such field."}
        for place, given, names in (("settings", settings, allowed), ("secrets", secrets, set(secret)))
        for name in given
        if name not in names
    ]
    for name, field in plain.items():
        value = settings.get(name)
        if value is None and is_new and field.required and field.default in ("", None):
            errors.append({"field": f"settings.{name}", "message": "It is needed."})
        elif value not in (None, "") and not _fits(field.kind, value, field.choices):
            errors.append({"field": f"settings.{name}", "message": f"It is no {field.kind}."})
    if is_new:
        errors += [
            {"field": f"secrets.{name}", "message": "It is needed."}
            for name, field in secret.items()
            if field.required and not secrets.get(name)
        ]
    if errors:
        raise Problem(409, "settings-wrong", _FIELDS, errors=errors)
    defaults = {
        name: field.default for name, field in plain.items() if is_new and field.default not in ("", None)
    }
    return {**defaults, **{name: value for name, value in settings.items() if value not in (None, "")}}


def _fits(kind: str, value: Any, choices: tuple[str, ...]) -> bool:
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    if kind == "boolean":
        return isinstance(value, bool)
    if not isinstance(value, str) or len(value) > 2000:
        return False
    if kind == "choice":
        return value in choices
    if kind == "url":
        return value.startswith(("http://", "https://"))
    return kind != "email" or "@" in value
