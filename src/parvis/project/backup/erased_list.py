"""The list of what was erased travels beside the backups: an older one must not bring anybody back.

Keyed hashes, one line each (people/actions/erased_list.py). Lists are joined, never replaced by each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from parvis.project.backup.manifest import write_durably

NAME = "erased.jsonl"


def join_lists(sources: Iterable[Path], *, into: Path) -> int:
    """Write the lines of all of these and of `into` there, each once. Returns how many there are."""
    lines: dict[str, None] = {}
    for path in (into, *sources):
        if path.exists():
            lines |= dict.fromkeys(line for line in path.read_text().splitlines() if line.strip())
    if lines:
        into.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(into, "\n".join(lines) + "\n")
    return len(lines)
