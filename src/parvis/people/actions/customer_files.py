"""Files of customers that somebody handed in: kept where every worker reads them, until they are of no more use."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from parvis.people.models import PeopleImport

MOST_BYTES = 500 * 1024 * 1024
KEPT = timedelta(days=7)
_PIECE = 256 * 1024


class FileTooLarge(Exception):
    """The file is larger than the limit; nothing of it is kept."""


def customer_file(stored_name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not one."""
    if not stored_name or not all(sign in "0123456789abcdef" for sign in stored_name):
        raise ValueError("not a stored file's name")
    return _folder() / stored_name


def new_customer_file() -> Path:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return customer_file(uuid.uuid4().hex)


def _folder() -> Path:
    return Path(settings.FILES_FOLDER) / "customers"


def store_customer_file(read: Callable[[int], bytes], *, most_bytes: int = MOST_BYTES) -> Path:
    """Write what `read` gives until it gives nothing. Raises FileTooLarge."""
    path = new_customer_file()
    written = 0
    try:
        with path.open("xb") as stream:
            while piece := read(_PIECE):
                written += len(piece)
                if written > most_bytes:
                    raise FileTooLarge
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def forget_old_customer_files(*, now: datetime) -> int:
    """Delete the files that no import reads any more. Returns how many."""
    needed = set(
        PeopleImport.objects.filter(state__in=("waiting", "reading")).values_list("stored_name", flat=True)
    )
    gone = 0
    for path in _folder().iterdir() if _folder().exists() else ():
        if path.name not in needed and path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
