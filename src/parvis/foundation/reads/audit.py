"""The audit log, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from parvis.foundation.logic.typed import id_typed
from parvis.foundation.models import AuditEntry

PAGE = 50
RECENT = 5_000  # choices of the filters come from the latest entries, not from a walk over all of them
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the log is asked for. actor: the beginning of a name. words: anywhere in an entry's detail, the name
    of the actor or the id of the object. since is included, until is not."""

    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    actor: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: list[AuditEntry]
    next_key: str


def page_of_audit(asked: Narrowing = EVERYTHING, *, after: str = "", most: int = PAGE) -> AuditPage:
    """Entries before the key, by the moment they tell of: what is told later may have happened before. One query."""
    found = entries_of(asked)
    if key := _moment_and_id(after):
        at, entry_id = key
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=entry_id))
    entries = list(found[: most + 1])
    last = entries[most - 1] if len(entries) > most else None
    return AuditPage(entries[:most], f"{last.at.isoformat()}~{last.pk}" if last else "")


def _moment_and_id(key: str) -> tuple[datetime, int] | None:
    moment, _, entry_id = key.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    number = id_typed(entry_id)
    return (at, number) if at.tzinfo is not None and number else None


def entries_of(asked: Narrowing) -> QuerySet[AuditEntry]:
    """Newest first."""
    found = AuditEntry.objects.order_by("-at", "-id")
    exact = {"verb": asked.verb, "object_kind": asked.object_kind, "object_id": asked.object_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.actor:
        found = found.filter(actor_name__istartswith=asked.actor)
    if asked.since:
        found = found.filter(at__gte=asked.since)
    if asked.until:
        found = found.filter(at__lt=asked.until)
    if asked.words:
        found = found.annotate(detail_text=Cast("detail", CharField())).filter(
            Q(detail_text__icontains=asked.words)
            | Q(actor_name__icontains=asked.words)
            | Q(object_id=asked.words)
            | Q(verb__icontains=asked.words)
        )
    return found


def every_entry(asked: Narrowing, *, up_to: int | None = None) -> Iterator[AuditEntry]:
    """All of them, oldest first, in batches by id: an export holds no transaction open.

    up_to: the id of the last entry that belongs to it.
    """
    last = 0
    while True:
        found = entries_of(asked).order_by("id").filter(id__gt=last)
        if up_to is not None:
            found = found.filter(id__lte=up_to)
        batch = list(found[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def recent_verbs() -> list[str]:
    """Verbs among the latest entries."""
    return sorted(set(AuditEntry.objects.order_by("-id").values_list("verb", flat=True)[:RECENT]))


def recent_object_kinds() -> list[str]:
    """Kinds of objects among the latest entries."""
    kinds = AuditEntry.objects.order_by("-id").values_list("object_kind", flat=True)[:RECENT]
    return sorted({kind for kind in kinds if kind})
