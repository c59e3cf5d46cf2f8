"""Keep a second CRM and Parvis in step, both ways, with nothing but this library and a table.

The other CRM is a file of SQLite here, so that the example runs anywhere; with yours, replace the statements.
Its table has two columns for us: `parvis_version` (of the record as we read it last) and `is_changed` (here, since).

    python two_way_sync.py crm.sqlite https://parvis.example.org parvis_…

One round reads what changed in Parvis, then sends what changed here:
- what comes in is written only over rows that were not changed here; the others are sent, and Parvis compares;
- what goes out carries the version it rests on, so that Parvis sees whether both sides changed;
- a conflict is overwritten by nobody: it waits on Parvis's screen “Conflicts with other systems”, and comes back
  with the next round once somebody chose;
- an erased person is erased here too.
The cursor is kept in the same transaction as the rows, so a killed round is simply run again.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

from parvis_client import Parvis

SYSTEM = "small crm"
FIELDS = ("given_name", "family_name", "city")
TABLES = """
CREATE TABLE IF NOT EXISTS customer (
    id INTEGER PRIMARY KEY, given_name TEXT NOT NULL DEFAULT '', family_name TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '',
    parvis_id INTEGER UNIQUE, parvis_version INTEGER, is_changed INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS place (cursor TEXT NOT NULL);
"""


def round_trip(crm: sqlite3.Connection, parvis: Parvis) -> dict[str, int]:
    """One round. Returns how many rows came in, went out and wait as conflicts."""
    crm.executescript(TABLES)
    came = _take_changes(crm, parvis)
    went, waiting = _send_changes(crm, parvis)
    return {"in": came, "out": went, "conflicts": waiting}


def _take_changes(crm: sqlite3.Connection, parvis: Parvis) -> int:
    came = 0
    row = crm.execute("SELECT cursor FROM place").fetchone()
    cursor = row[0] if row else ""
    while True:
        page = parvis.list_people_changes(system=SYSTEM, cursor=cursor)
        with crm:
            for change in page["items"]:
                came += _take(crm, parvis, change)
            cursor = page["next_cursor"] or cursor
            crm.execute("DELETE FROM place")
            crm.execute("INSERT INTO place VALUES (?)", [cursor])
        if not page["has_more"]:
            return came


def _take(crm: sqlite3.Connection, parvis: Parvis, change: Any) -> int:
    known = crm.execute(
        "SELECT id, parvis_version, is_changed FROM customer WHERE parvis_id = ?", [change["person_id"]]
    ).fetchone()
    if known is None and change["external_ids"] and change["external_ids"][0].isdigit():
        # Ours, made there by a round that was killed before it read the answer.
        known = crm.execute(
            "SELECT id, parvis_version, is_changed FROM customer WHERE id = ?", [change["external_ids"][0]]
        ).fetchone()
    if change["gone"] == "erased":
        crm.execute("DELETE FROM customer WHERE parvis_id = ?", [change["person_id"]])
        return int(known is not None)
    if change["gone"] or change["joined_into"]:
        return 0  # restricted, or told under the record that stands for the human
    values = [change["person"][name] for name in FIELDS]
    email = change["emails"][0] if change["emails"] else ""
    if known is None:
        made = crm.execute(
            "INSERT INTO customer (given_name, family_name, city, email, parvis_id, parvis_version, is_changed) "
            "VALUES (?, ?, ?, ?, ?, ?, 0)",
            [*values, email, change["person_id"], change["version"]],
        )
        parvis.sync_one_person(
            {"system": SYSTEM, "external_id": str(made.lastrowid), "person_id": change["person_id"]}
        )
        return 1
    ours, version, is_changed = known
    if is_changed or version == change["version"]:
        return 0  # both sides changed: sending it lets Parvis compare; or it is our own change coming back
    crm.execute(
        "UPDATE customer SET given_name = ?, family_name = ?, city = ?, email = ?, parvis_id = ?, parvis_version = ? "
        "WHERE id = ?",
        [*values, email, change["person_id"], change["version"], ours],
    )
    return 1


def _send_changes(crm: sqlite3.Connection, parvis: Parvis) -> tuple[int, int]:
    went = waiting = 0
    rows = crm.execute(
        "SELECT id, given_name, family_name, city, email, parvis_version FROM customer WHERE is_changed"
    ).fetchall()
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        persons = [
            {
                "external_id": str(row[0]),
                **dict(zip(FIELDS, row[1:4], strict=True)),
                "emails": [row[4]] if row[4] else [],
                "version": row[5],
            }
            for row in part
        ]
        results = parvis.sync_many_persons({"system": SYSTEM, "persons": persons})["results"]
        with crm:
            for row, result in zip(part, results, strict=True):
                if result["status"] == "refused":
                    print(f"row {row[0]}: {result['detail']}", file=sys.stderr)  # noqa: T201
                    continue
                if result["status"] == "conflict":
                    waiting += 1
                    # Until somebody chose, Parvis's word is what the next change rests on.
                    crm.execute("UPDATE customer SET is_changed = 0 WHERE id = ?", [row[0]])
                    continue
                went += result["status"] != "unchanged"
                crm.execute(
                    "UPDATE customer SET is_changed = 0, parvis_id = ?, parvis_version = ? WHERE id = ?",
                    [result["person_id"], result["version"], row[0]],
                )
    return went, waiting


if __name__ == "__main__":
    path, address, token = sys.argv[1:]
    with sqlite3.connect(path) as file:
        print(round_trip(file, Parvis(address, token)))  # noqa: T201
