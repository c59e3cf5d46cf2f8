"""The manifest of a backup: what it holds, of which release, and the hash of every part."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from parvis.project.problems import Problem

MANIFEST = "manifest.json"
FORMAT = 1


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def key_mark(field_key: str) -> str:
    """Tells whether keys belong to a backup without giving anything of them away."""
    return hmac.new(field_key.encode(), b"mark of a backup", hashlib.sha256).hexdigest()[:16]


def write_durably(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Complete or not at all, and on the disk when this returns."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises Problem where the folder is no complete backup of a kind that this release reads."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        known = int(manifest["format"])
    except OSError as error:
        raise Problem(
            f"{folder} is not a backup: it has no {MANIFEST}.",
            "Name the folder that `parvis backup` made, as …/parvis-20260301-030000.",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Problem(f"{folder / MANIFEST} is damaged.", "Take another backup.") from error
    if known > FORMAT:
        raise Problem("A newer Parvis made this backup.", "Restore it with that release or a newer one.")
    return manifest


def check_parts(folder: Path, manifest: dict[str, Any]) -> None:
    """Raises Problem at the first part that is missing or not what was written."""
    for name, part in manifest["parts"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != part["bytes"] or hash_file(path) != part["sha256"]:
            raise Problem(f"{path} is damaged: it is not what was written.", "Take another backup.")
