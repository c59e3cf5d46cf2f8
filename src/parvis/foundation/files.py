"""Files that came with messages, stored under the hash of their content and served with safe headers only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def store_file(content: bytes) -> str:
    """Write the bytes durably and return their stored name. Storing the same bytes twice is one file."""
    name = hashlib.sha256(content).hexdigest()
    target = stored_path(name)
    if target.exists():
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
