"""Files that are imported, and the rows that could not be taken."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import Field

from parvis.channels.actions.connections import (
    create_connection,
)
from parvis.channels.actions.import_file import start_import
from parvis.channels.actions.uploads import forget_old_uploads, store_upload
from parvis.channels.api.endpoints import ENDPOINTS, IMPORT, MOST_UPLOAD_BYTES
from parvis.channels.connectors.file.mapping import FIELDS
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.rejections import SENTENCES
from parvis.channels.models import ImportRun
from parvis.channels.permissions import import_for, imports_visible_to, visible_to
from parvis.channels.reads.connections import page_of_imports, page_of_rejected
from parvis.channels.reads.layouts import layout_of_file
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Id, Line, Listed, Typed


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
    if not isinstance(given, dict) or not all(
        isinstance(column, str) and column for column in given.values()
    ):
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
        raise Problem(
            409, "file-gone", "The file is no longer kept here: send it again, nothing is taken twice."
        )
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


def _import(run: ImportRun) -> ImportOut:
    return ImportOut.model_validate(run)
