"""Files of customers that somebody handed in: kept where every worker reads them, until they are of no more use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from parvis.foundation.received_files import (
    forget_received,
    keep_received,
    new_received_path,
    received_folder,
    received_path,
)
from parvis.people.models import PeopleImport

MOST_BYTES = 500 * 1024 * 1024
KEPT = timedelta(days=7)
_FOLDER = "customers"


def customer_file(stored_name: str) -> Path:
    """Where a stored name lies. Raises ValueError on anything that is not one."""
    return received_path(_FOLDER, stored_name)


def new_customer_file() -> Path:
    return new_received_path(_FOLDER)


def store_customer_file(read: Callable[[int], bytes], *, most_bytes: int = MOST_BYTES) -> Path:
    """Write what `read` gives until it gives nothing. Raises ReceivedTooLarge."""
    return keep_received(_FOLDER, read, most_bytes=most_bytes)


def forget_old_customer_files(*, now: datetime) -> int:
    """Delete the files that no import reads any more. Returns how many."""
    needed = set(
        PeopleImport.objects.filter(state__in=("waiting", "reading")).values_list("stored_name", flat=True)
    )
    old = [path for path in received_folder(_FOLDER).iterdir() if path.name not in needed]
    return forget_received(old, before=now - KEPT)
