"""Files that people hand in to be imported: kept beside the stored files, where a worker on another machine reads
them too, until they are of no more use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from parvis.channels.models import ImportRun
from parvis.foundation.received_files import forget_received, keep_received, received_folder, received_path

KEPT = timedelta(days=7)  # long enough to run an import again after a look at its refused rows
_FOLDER = "imports"


def uploads_folder() -> Path:
    return received_folder(_FOLDER)


def upload_path(stored_name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not a stored name."""
    return received_path(_FOLDER, stored_name)


def store_upload(read: Callable[[int], bytes], *, most_bytes: int) -> Path:
    """Write what `read` gives until it gives nothing. Raises ReceivedTooLarge."""
    return keep_received(_FOLDER, read, most_bytes=most_bytes)


def forget_old_uploads(*, now: datetime) -> int:
    """Delete uploads that nobody imports any more. Returns how many."""
    needed = set(ImportRun.objects.filter(state__in=["waiting", "running"]).values_list("path", flat=True))
    # Where the first release put them.
    earlier = Path(settings.DATA_FOLDER) / "imports"
    old = [path for path in (*uploads_folder().iterdir(), *earlier.glob("*")) if str(path) not in needed]
    return forget_received(old, before=now - KEPT)
