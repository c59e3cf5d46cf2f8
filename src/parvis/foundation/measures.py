"""How many requests were answered, how, and how quickly: counted in each process, added up over all of them.

Every process writes its counts to a file of its own in the data folder; whoever is asked adds the files up.
A process that ended leaves its file, so that no counter falls; the supervisor clears the folder at its start.
"""

from __future__ import annotations

import atexit
import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# Seconds; the last bucket takes what is slower.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_WRITTEN_EVERY_SECONDS = 1.0
# As many routes as there are; a stop against anything that would invent more.
_MOST_SERIES = 2000
Counts = dict[str, list[float]]  # "GET route 200" → [count, seconds, one count a bucket …]

_lock = threading.Lock()
_counts: Counts = {}
_changed = threading.Event()
_writer: threading.Thread | None = None


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    global _writer
    key = f"{method} {route} {status}"
    with _lock:
        row = _counts.get(key)
        if row is None:
            if len(_counts) >= _MOST_SERIES:
                return
            row = _counts[key] = [0.0] * (2 + len(BUCKETS))
        row[0] += 1
        row[1] += seconds
        for place, limit in enumerate(BUCKETS, 2):
            if seconds <= limit:
                row[place] += 1
                break
        if _writer is None:
            _writer = threading.Thread(target=_write_for_ever, name="measures", daemon=True)
            _writer.start()
            atexit.register(write_counts)
    _changed.set()


def all_counts() -> Counts:
    """The sum over all processes of this machine, up to a second old for the others."""
    write_counts()
    total: Counts = {}
    for counts in _read_files(folder().glob("*.json")):
        for key, row in counts.items():
            known = total.setdefault(key, [0.0] * (2 + len(BUCKETS)))
            for place, value in enumerate(row[: len(known)]):
                known[place] += value
    return total


def write_counts() -> None:
    """Write this process's counts, whole or not at all. A full disk costs the counts, not the request."""
    with _lock:
        if not _counts:
            return
        text = json.dumps(_counts)
    file = folder() / f"{os.getpid()}.json"
    draft = file.with_suffix(f".{threading.get_ident()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        draft.write_text(text)
        draft.replace(file)


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "measures"


def _read_files(files: Iterable[Path]) -> Iterable[Counts]:
    for file in files:
        with suppress(OSError, ValueError):
            yield json.loads(file.read_text())


def _write_for_ever() -> None:
    pause = threading.Event()
    while True:
        _changed.wait()
        _changed.clear()
        write_counts()
        pause.wait(_WRITTEN_EVERY_SECONDS)
