"""Stored files in a backup. Their names are the hashes of their content: equal name, equal bytes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parvis.project.backup.manifest import hash_file, sync_file
from parvis.project.problems import Problem

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Copied:
    count: int
    bytes: int
    linked: int  # taken from the backup before, so that they cost nothing


def copy_files(source: Path, target: Path, *, earlier: Path | None = None) -> Copied:
    """Copy every stored file; one that the earlier backup holds becomes a second name of it there.

    A file is written under a temporary name first: a full disk or a kill leaves none that looks whole.
    """
    count = size = linked = 0
    for path in stored_files(source):
        place = target / path.parent.name / path.name
        if not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            known = earlier / path.parent.name / path.name if earlier else None
            if known is not None and known.exists():
                os.link(known, place)
                linked += 1
            else:
                _copy(path, place)
        count += 1
        size += path.stat().st_size
    return Copied(count, size, linked)


def stored_files(folder: Path) -> Iterator[Path]:
    """In the order of their names; what is no stored file (a half-written one) is passed over."""
    yield from sorted(path for path in folder.glob("??/*") if _NAME.fullmatch(path.name) and path.is_file())


def check_files(folder: Path, *, count: int) -> None:
    """Raises Problem where a file is missing or its bytes are not those its name says."""
    found = 0
    for path in stored_files(folder):
        found += 1
        if hash_file(path) != path.name:
            raise Problem(f"{path} is damaged: its content is not what its name says.", "Take another backup.")
    if found < count:
        raise Problem(f"{folder} holds {found} of {count} stored files.", "Take another backup.")


def _copy(path: Path, place: Path) -> None:
    draft = place.with_name(f".{place.name}.part")
    shutil.copyfile(path, draft)
    draft.chmod(0o600)
    sync_file(draft)
    if hash_file(draft) != path.name:
        raise Problem(f"{path} is damaged on this disk: its content is not what its name says.")
    draft.replace(place)
