"""Importing a file of posts: started once, carried on from where a kill left it, repeated without harm."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from parvis.channels.actions.connections import remember_mapping
from parvis.channels.actions.receive import Received, receive_items
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection, ImportRun
from parvis.channels.reads.connectors import connector
from parvis.channels.reads.layouts import fitting_layout
from parvis.foundation.audit import Actor, record
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce

Progress = Callable[[ImportRun], None]


def start_import(
    connection: Connection,
    *,
    path: Path,
    mode: str,
    by: Actor,
    now: datetime,
    file_name: str = "",
    options: dict[str, Any] | None = None,
    in_background: bool = True,
) -> ImportRun:
    """Open an import of the file into the source `connection` (of kind file).

    mode: "mentions" or "conversations". options: the connector's own settings (mapping, format, encoding,
    delimiter, date_order, time_zone, site); the mapping is remembered for the source's next file.
    The same file again, into the same source and unfinished, is the same import: it goes on where it stood.
    """
    if mode not in ("mentions", "conversations"):
        raise ValueError(f"mode is mentions or conversations, not {mode}")
    options = {key: value for key, value in (options or {}).items() if value not in (None, "")}
    content_hash = _hash_of_file(path)
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        unfinished = ImportRun.objects.filter(
            connection=connection, content_hash=content_hash, state__in=["waiting", "running"]
        ).first()
        if unfinished is not None:
            ImportRun.objects.filter(pk=unfinished.pk).update(path=str(path))
            return unfinished
        mapping = _mapping_for(connection, path, mode=mode, options=options, by=by, now=now)
        run = ImportRun.objects.create(
            connection=connection,
            file_name=(file_name or path.name)[:300],
            path=str(path),
            mapping={**options, "mapping": mapping, "mode": mode},
            content_hash=content_hash,
            position_total=path.stat().st_size,
            started_at=now,
            started_by_id=by.id,
        )
        record("import.started", run, by=by, now=now, file=run.file_name, source=connection.name)
        if in_background:
            enqueue("channels.import_file", import_run_id=run.pk)
    return run


def run_import(
    import_run_id: int,
    *,
    on_progress: Progress | None = None,
    deliver_here: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> ImportRun:
    """Read the file from the import's cursor to its end. Raises nothing for bad rows or a bad file:
    both are written on the import.

    deliver_here: also store the items in this process, instead of leaving it to workers.
    """
    run = ImportRun.objects.select_related("connection").get(pk=import_run_id)
    if run.state in ("done", "failed"):
        return run
    ImportRun.objects.filter(pk=run.pk).update(state="running")
    fetch = connector("file").fetch
    assert fetch is not None
    try:
        settings = {**run.connection.settings, **run.mapping, "path": run.path}
        for page in fetch(settings, {}, run.cursor, now=run.started_at):
            received = _store_page(run, page, now=clock())
            if deliver_here:
                for event_id in received.event_ids:
                    deliver_now(event_id)
            run.refresh_from_db()
            if on_progress:
                on_progress(run)
    except ConnectorError as error:
        _finish(run, state="failed", now=clock(), error=error)
    else:
        _finish(run, state="done", now=clock())
    run.refresh_from_db()
    if on_progress:
        on_progress(run)
    return run


def _store_page(run: ImportRun, page: Page, *, now: datetime) -> Received:
    """The page, its refused rows, the cursor and the counts: all or nothing."""
    with transaction.atomic():
        received = receive_items(
            run.connection, page.items, cursor=page.cursor, now=now, rejected=page.rejected, import_run=run
        )
        ImportRun.objects.filter(pk=run.pk).update(
            count_new=F("count_new") + received.new,
            count_repeated=F("count_repeated") + received.repeated,
            count_rejected=F("count_rejected") + received.rejected,
            position_done=page.position_done or 0,
            position_total=page.position_total or run.position_total,
        )
        announce(f"import:{run.pk}", audience="staff")
    return received


def _finish(run: ImportRun, *, state: str, now: datetime, error: ConnectorError | None = None) -> None:
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(
            state=state,
            finished_at=now,
            error_code=error.code[:40] if error else "",
            error_detail=error.detail[:500] if error else "",
        )
        announce(f"import:{run.pk}", audience="staff")


def _mapping_for(
    connection: Connection, path: Path, *, mode: str, options: dict[str, Any], by: Actor, now: datetime
) -> dict[str, str]:
    """The columns that were named, remembered once they fit; else those of the source's last file, if they do.

    A slip of the pen is thus told by this import and does not spoil the next one.
    """
    named = options.get("mapping")
    try:
        layout = fitting_layout(
            path, mode=mode, remembered=connection.settings.get("mapping") or {}, options=options
        )
    except ConnectorError:  # told when the file is read
        return named or {}
    if named:
        remember_mapping(connection, named, by=by, now=now)
    return dict(layout.mapping)


def _hash_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
