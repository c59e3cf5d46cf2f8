"""Files that people hand in to be imported: kept beside the stored files, where a worker on another machine reads
them too, until they are of no more use."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from parvis.channels.models import ImportRun

KEPT = timedelta(days=7)  # long enough to run an import again after a look at its refused rows


def uploads_folder() -> Path:
    """The folder, made where it is missing, readable by this installation alone."""
    folder = Path(settings.FILES_FOLDER) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def upload_path(stored_name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not a stored name."""
    if not stored_name or not all(sign in "0123456789abcdef" for sign in stored_name):
        raise ValueError("not a stored upload's name")
    return uploads_folder() / stored_name


def forget_old_uploads(*, now: datetime) -> int:
    """Delete uploads that nobody imports any more. Returns how many."""
    needed = set(ImportRun.objects.filter(state__in=["waiting", "running"]).values_list("path", flat=True))
    gone = 0
    # Where the first release put them.
    earlier = Path(settings.DATA_FOLDER) / "imports"
    for path in [*uploads_folder().iterdir(), *earlier.glob("*")]:
        if path.stat().st_mtime < (now - KEPT).timestamp() and str(path) not in needed:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
