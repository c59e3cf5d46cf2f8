"""Keeping a file that a program hands in, piece by piece, no further than the limit."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path

from parvis.channels.actions.uploads import upload_path

PIECE_BYTES = 256 * 1024


class UploadTooLarge(Exception):
    """The file is larger than the limit; nothing of it is kept."""


def store_upload(read: Callable[[int], bytes], *, most_bytes: int) -> Path:
    """Write what `read` gives until it gives nothing. Raises UploadTooLarge."""
    path = upload_path(uuid.uuid4().hex)
    written = 0
    try:
        with path.open("xb") as stream:
            while piece := read(PIECE_BYTES):
                written += len(piece)
                if written > most_bytes:
                    raise UploadTooLarge
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
