"""Files that somebody hands in to be read by a job: written piece by piece, no further than a limit, whole or not.

They lie under a name of ours in a folder of the stored files, where a worker on another machine reads them too; what
each is for, and when it is of no more use, its capability knows.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings

PIECE_BYTES = 256 * 1024


class ReceivedTooLarge(Exception):
    """The file is larger than the limit; nothing of it is kept."""


def received_folder(name: str) -> Path:
    """A folder for files of one kind, made where it is missing, readable by this installation alone."""
    folder = Path(settings.FILES_FOLDER) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def received_path(folder: str, stored_name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not one."""
    if not stored_name or not all(sign in "0123456789abcdef" for sign in stored_name):
        raise ValueError("not a stored file's name")
    return received_folder(folder) / stored_name


def new_received_path(folder: str) -> Path:
    return received_path(folder, uuid.uuid4().hex)


def keep_received(folder: str, read: Callable[[int], bytes], *, most_bytes: int) -> Path:
    """Write what `read` gives until it gives nothing, safely on disk when it returns. Raises ReceivedTooLarge."""
    path = new_received_path(folder)
    written = 0
    try:
        with path.open("xb") as stream:
            while piece := read(PIECE_BYTES):
                written += len(piece)
                if written > most_bytes:
                    raise ReceivedTooLarge
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def forget_received(paths: Collection[Path], *, before: datetime) -> int:
    """Delete those that were written before. Returns how many; one that another worker deleted is none."""
    gone = 0
    for path in paths:
        try:
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue
    return gone
