"""Connections and imports as the screens list them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from parvis.channels.models import Connection, ImportRun, RejectedInput

PAGE = 50


@dataclass(frozen=True, slots=True)
class ImportPage:
    runs: list[ImportRun]
    next_key: str


@dataclass(frozen=True, slots=True)
class RejectedPage:
    rows: list[RejectedInput]
    next_key: str


def file_sources(visible: QuerySet[Connection]) -> QuerySet[Connection]:
    """Sources that files were imported into, by name."""
    return visible.filter(kind="file").order_by("name")


def mailboxes() -> QuerySet[Connection]:
    """Connections that answers can be sent by, by name; the demo's own plays a mailbox."""
    return Connection.objects.filter(Q(kind="email") | Q(kind="demo", channel="email")).order_by("name")


def page_of_imports(visible: QuerySet[ImportRun], *, after: str = "", most: int = PAGE) -> ImportPage:
    """Imports, newest first."""
    found = visible.order_by("-id")
    if after.isdecimal() and len(after) < 19:
        found = found.filter(id__lt=int(after))
    runs = list(found[: most + 1])
    return ImportPage(runs[:most], str(runs[most - 1].pk) if len(runs) > most else "")


def lately_rejected(connection: Connection, *, most: int = 20) -> list[RejectedInput]:
    """What a connection that fetches by itself left out, newest first: mails, attachments, entries of a feed."""
    found = RejectedInput.objects.filter(connection=connection, import_run=None)
    return list(found.order_by("-at", "-id")[:most])


def page_of_rejected(run: ImportRun, *, after: str = "", most: int = PAGE) -> RejectedPage:
    """The refused rows of an import in the order of the file."""
    found = RejectedInput.objects.filter(import_run=run).order_by("position", "id")
    position, _, row_id = after.partition("~")
    if position.isdecimal() and row_id.isdecimal() and len(after) < 36:
        found = found.filter(position__gte=int(position)).exclude(position=int(position), id__lte=int(row_id))
    rows = list(found[: most + 1])
    key = f"{rows[most - 1].position}~{rows[most - 1].pk}" if len(rows) > most else ""
    return RejectedPage(rows[:most], key)
