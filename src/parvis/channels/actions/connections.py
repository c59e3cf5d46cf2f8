"""Making, changing, pausing connections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils.text import slugify

from parvis.channels.models import Connection
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.secrets import seal, unseal


def create_connection(
    *,
    kind: str,
    name: str,
    channel: str,
    by: Actor,
    now: datetime,
    settings: dict[str, Any] | None = None,
    secrets: dict[str, Any] | None = None,
) -> Connection:
    """A new connection. channel: what people call where its items come from (email, twitter, web …)."""
    with transaction.atomic():
        _hold_names()
        connection = Connection.objects.create(
            kind=kind,
            name=name,
            slug=_free_slug(name),
            channel=channel,
            settings=settings or {},
            sealed_secrets=seal(secrets or {}),
            created_at=now,
        )
        record("connection.created", connection, by=by, now=now, kind=kind)
        return connection


def source_of_files(name: str, *, channel: str, by: Actor, now: datetime) -> Connection:
    """The source of files that is called so, made where there is none. A button pressed twice makes one."""
    with transaction.atomic():
        _hold_names()
        known = Connection.objects.filter(kind="file", name=name).order_by("id").first()
        return known or create_connection(kind="file", name=name, channel=channel, by=by, now=now)


def change_connection(
    connection: Connection,
    *,
    by: Actor,
    now: datetime,
    name: str | None = None,
    settings: dict[str, Any] | None = None,
    secrets: dict[str, Any] | None = None,
) -> None:
    """Change what is given. Secrets that are not given keep their stored value."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        stored = unseal(locked.sealed_secrets) if secrets else {}
        before = {**locked.settings, "name": locked.name, **stored}
        if name is not None:
            locked.name = name
        if settings is not None:
            locked.settings = settings
        if secrets:
            locked.sealed_secrets = seal({**stored, **secrets})
        locked.save(update_fields=["name", "settings", "sealed_secrets"])
        after = {**locked.settings, "name": locked.name, **stored, **(secrets or {})}
        _record_change(locked, before, after, secret={*stored, *(secrets or {})}, by=by, now=now)


def pause_connection(connection: Connection, *, by: Actor, now: datetime) -> bool:
    """Fetch nothing more until it is resumed. Returns whether it was active."""
    return _switch(connection, to=False, verb="connection.paused", by=by, now=now)


def resume_connection(connection: Connection, *, by: Actor, now: datetime) -> bool:
    """Fetch again. Returns whether it was paused."""
    return _switch(connection, to=True, verb="connection.resumed", by=by, now=now)


def remember_mapping(connection: Connection, mapping: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Keep how this source names its columns, for its next file."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        before = locked.settings
        locked.settings = {**before, "mapping": mapping}
        locked.save(update_fields=["settings"])
        _record_change(locked, before, locked.settings, by=by, now=now)


def _record_change(
    connection: Connection,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    secret: Collection[str] = (),
) -> None:
    """Each setting that differs, with what it was; pressing Save without a change is no act."""
    if differences := changed(before, after, secret=secret):
        record("connection.changed", connection, by=by, now=now, **differences)


def _switch(connection: Connection, *, to: bool, verb: str, by: Actor, now: datetime) -> bool:
    with transaction.atomic():
        switched = Connection.objects.filter(pk=connection.pk).exclude(is_active=to).update(is_active=to)
        if switched:
            record(verb, connection, by=by, now=now)
        return bool(switched)


_NAMES_LOCK = 7202


def _hold_names() -> None:
    """One new connection at a time, until the transaction ends: two that look at once would choose one slug."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NAMES_LOCK])


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "source"
    taken = set(Connection.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
