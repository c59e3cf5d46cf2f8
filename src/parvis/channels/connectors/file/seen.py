"""What an import has already met, in a temporary database on disk, so memory does not grow with the file."""

from __future__ import annotations

import sqlite3


class SeenRows:
    """Ids with the line they stood on first, and contents with how often they came."""

    def __init__(self) -> None:
        # "" is sqlite's private temporary file, gone when closed; nothing in it outlives the import.
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.execute("pragma journal_mode = off")
        self._store.execute("pragma cache_size = -8000")
        self._store.execute("create table seen (key blob primary key, number integer) without rowid")
        self._store.execute("begin")

    def first_line_of(self, key: bytes, *, line: int) -> int | None:
        """None for a new id, which is then remembered; else the line where it was met first."""
        done = self._store.execute("insert or ignore into seen values (?, ?)", (key, line))
        if done.rowcount == 1:
            return None
        (first,) = self._store.execute("select number from seen where key = ?", (key,)).fetchone()
        return int(first)

    def count(self, key: bytes) -> int:
        """How often this content has come, this time included."""
        (number,) = self._store.execute(
            "insert into seen values (?, 1) on conflict (key) do update set number = number + 1"
            " returning number",
            (key,),
        ).fetchone()
        return int(number)

    def close(self) -> None:
        self._store.close()
