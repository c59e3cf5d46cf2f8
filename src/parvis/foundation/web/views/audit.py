"""Settings → Audit log: who did what, read-only, searched and taken away as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.csv_cells import cells
from parvis.foundation.models import AuditEntry
from parvis.foundation.reads.audit import (
    Narrowing,
    every_entry,
    page_of_audit,
    recent_object_kinds,
    recent_verbs,
)
from parvis.foundation.web.audit_details import ShownDetails, shown_details
from parvis.foundation.web.audit_words import actor_words, object_words, verb_words
from parvis.foundation.web.screens import actor_of, screen

_ASKED = ("verb", "kind", "id", "actor", "q", "from", "to")
_COLUMNS = ("id", "at", "actor_kind", "actor_id", "actor_name", "address", "verb", "object_kind", "object_id")


@screen(permission="audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """The log, newest first, narrowed by what is asked."""
    asked = _asked(request)
    page = page_of_audit(_narrowing(asked), after=request.GET.get("after", ""))
    return render(
        request,
        "foundation/audit/index.html",
        {
            "rows": [_row(*pair) for pair in zip(page.entries, shown_details(page.entries), strict=True)],
            "next_key": page.next_key,
            "asked": asked,
            "is_narrowed": any(asked.values()),
            "verbs": sorted(((verb, verb_words(verb)) for verb in recent_verbs()), key=lambda pair: pair[1]),
            "kinds": sorted(((k, object_words(k)) for k in recent_object_kinds()), key=lambda pair: pair[1]),
        },
    )


@screen(permission="audit.view", methods=("POST",), confirmed=True)
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What is shown, all of it, as CSV for a spreadsheet or JSON Lines for a program. Taking it is logged."""
    if form not in _WRITERS:
        raise Http404
    asked = _asked(request)
    taken = record(
        "audit.exported",
        by=actor_of(request),
        now=utc_now(),
        form=form,
        narrowed={name: value for name, value in asked.items() if value},
    )
    media_type, lines = _WRITERS[form]
    response = StreamingHttpResponse(
        lines(every_entry(_narrowing(asked), up_to=taken.pk)), content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="audit-{utc_now():%Y-%m-%d}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\0", "").strip()[:80] for name in _ASKED}


def _narrowing(asked: dict[str, str]) -> Narrowing:
    return Narrowing(
        verb=asked["verb"],
        object_kind=asked["kind"],
        object_id=asked["id"],
        actor=asked["actor"],
        words=asked["q"],
        since=_midnight(asked["from"]),
        until=_midnight(asked["to"], days=1),
    )


def _midnight(typed: str, *, days: int = 0) -> datetime | None:
    """The beginning of the day in the reader's time zone, or so many days later."""
    try:
        day = parse_date(typed)
        if day is None:
            return None
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _row(entry: AuditEntry, shown: ShownDetails) -> dict[str, Any]:
    return {
        "entry": entry,
        "actor": entry.actor_name or actor_words(entry.actor_kind),
        "verb": verb_words(entry.verb),
        "object": object_words(entry.object_kind) if entry.object_kind else "",
        "shown": shown,
    }


class _Echo:
    """What csv.writer writes to; each line is handed on."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # without it, Excel takes UTF-8 for the country's old alphabet
    yield writer.writerow((*_COLUMNS, "detail"))
    for entry in entries:
        yield writer.writerow(cells((*(getattr(entry, name) for name in _COLUMNS), entry.detail or "")))


def _json_lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        written = {name: getattr(entry, name) for name in _COLUMNS} | {
            "at": entry.at.isoformat(),
            "detail": entry.detail,
        }
        yield json.dumps(written, ensure_ascii=False) + "\n"


_WRITERS = {"csv": ("text/csv", _csv_lines), "jsonl": ("application/x-ndjson", _json_lines)}
