"""The record of who did what. Entries are added in the transaction of the act itself."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from parvis.foundation.database import copy_rows
from parvis.foundation.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, or the system (a job, the command line)."""

    kind: str
    id: int | None = None
    name: str = ""
    address: str | None = None


SYSTEM = Actor("system")
COMMAND_LINE = Actor("command_line")


def changed(
    before: Mapping[str, Any], after: Mapping[str, Any], *, secret: Collection[str] = ()
) -> dict[str, Any]:
    """What differs, as {name: {"from": …, "to": …}} for an entry's detail. Of a secret only that it changed."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        name: {"from": "…", "to": "…"}
        if name in secret
        else {"from": before.get(name), "to": after.get(name)}
        for name in names
    }


def record_many(acts: Sequence[tuple[str, Model, dict[str, Any]]], *, by: Actor, now: datetime) -> None:
    """Like record, for (verb, target, detail) of many acts that were done at once."""
    copy_rows(
        AuditEntry._meta.db_table,
        ("at", "actor_kind", "actor_id", "actor_name", "verb", "object_kind", "object_id", "detail", "address"),
        (
            (
                now, by.kind, by.id, by.name, verb, target._meta.label_lower, str(target.pk),
                json.dumps(detail), by.address,
            )
            for verb, target, detail in acts
        ),
    )  # fmt: skip


def record(verb: str, target: Model | None = None, *, by: Actor, now: datetime, **detail: Any) -> AuditEntry:
    """Write that `by` did `verb` to `target`. detail holds plain values and no text of customers."""
    return AuditEntry.objects.create(
        at=now,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        verb=verb,
        object_kind=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        detail=detail,
        address=by.address,
    )
