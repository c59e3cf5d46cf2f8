"""The list of tombstones outside the database, so that a restored backup forgets again what was erased since.

One line of JSON each, keyed hashes only, beside the stored files; a backup puts a copy beside itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.tombstones import Stone, person_mark, set_tombstones
from parvis.people.models import Identity, Person, Tombstone
from parvis.people.reads.tombstones import tombstone_hash

NAME = "erased.jsonl"


def list_path() -> Path:
    return Path(settings.FILES_FOLDER) / NAME


def note_tombstones(stones: Iterable[Tombstone]) -> int:
    """Append them, durably. Written twice, a line changes nothing. Returns how many."""
    lines = [
        json.dumps(
            {"kind": one.kind, "hash": one.value_hash, "row": one.row_id, "bars": one.bars_collection,
             "erased": one.is_erased, "at": one.at.isoformat()}
        )
        for one in stones
    ]  # fmt: skip
    if lines:
        path = list_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as stream:
            # In one write from the start of a line: what a kill cut off before ends here.
            stream.write("\n" + "\n".join(lines) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    return len(lines)


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """What the list says. A last line that a kill cut off is passed over."""
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def erase_again(*, now: datetime) -> int:
    """After a restore: set what the list says and erase who is back. Returns how many records and handles were.

    A record is known by its id and the moment it was made, a handle by its id and its hash: whoever turned to the
    company again after their erasure is somebody else and stays.
    """
    from parvis.people.actions.erasures import run_erasure, start_erasure

    known: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines_of(list_path()):
        known[(line["kind"], line["hash"])] = line
    with purpose("legal_duty"):
        for line in known.values():
            stone = Stone(line["kind"], line["hash"], line["row"])
            set_tombstones(
                [stone],
                bars_collection=line["bars"],
                is_erased=line["erased"],
                now=datetime.fromisoformat(line["at"]),
            )
        rows = {
            kind: {
                line["row"]: line["hash"]
                for line in known.values()
                if line["kind"] == kind and line["row"] and line["erased"]
            }
            for kind in (Tombstone.PERSON, Tombstone.HANDLE)
        }
        persons = [
            one.pk
            for one in Person.objects.filter(pk__in=rows[Tombstone.PERSON]).exclude(origin="erased")
            if tombstone_hash(Tombstone.PERSON, person_mark(one)) == rows[Tombstone.PERSON][one.pk]
        ]
        handles = [
            one.pk
            for one in Identity.objects.filter(pk__in=rows[Tombstone.HANDLE])
            if tombstone_hash(Tombstone.HANDLE, f"{one.channel}:{one.handle_key}")
            == rows[Tombstone.HANDLE][one.pk]
        ]
    if persons or handles:
        erasure = start_erasure(
            person_ids=persons, identity_ids=handles, why="replay", in_background=False, by=SYSTEM, now=now
        )
        run_erasure(erasure.pk, now=now)
    return len(persons) + len(handles)
