"""Files that came with messages, stored under the hash of their content and served with safe headers only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

# A file is written before the row that names it. What was stored within this time may still get its row.
NEW = timedelta(minutes=15)


def store_file(content: bytes) -> str:
    """Write the bytes durably and return their stored name. Storing the same bytes twice is one file."""
    name = hashlib.sha256(content).hexdigest()
    target = stored_path(name)
    try:
        os.utime(target)  # new again, so that nobody forgets it in this moment
    except FileNotFoundError:
        pass
    else:
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, target)
    return name


def stored_path(name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not a stored name."""
    if len(name) != 64 or not all(character in "0123456789abcdef" for character in name):
        raise ValueError("not a stored file's name")
    return Path(settings.FILES_FOLDER) / name[:2] / name


def stored_names(beginning: str) -> Iterator[str]:
    """The names that begin with two hexadecimal digits, in no order."""
    for path in (Path(settings.FILES_FOLDER) / beginning).glob("*"):
        if len(path.name) == 64:
            yield path.name


def forget_files(names: Collection[str], *, now: datetime) -> int:
    """Delete those that are not new. The caller knows that no row names them. Returns how many are gone."""
    count = 0
    for name in names:
        path = stored_path(name)
        try:
            if path.stat().st_mtime < (now - NEW).timestamp():
                path.unlink()
                count += 1
        except FileNotFoundError:
            continue
    return count
