"""Logs are turned over while they are written, and forgotten after a while."""

import os
import shutil
import time
from pathlib import Path

SIZE_LIMIT = 10 * 1024 * 1024
KEPT_DAYS = int(os.environ.get("PARVIS_KEEP_LOGS_DAYS", "30"))


def turn_over(folder: Path) -> None:
    """Copy what is too long to `….log.1` and cut it: the processes go on writing at its end.

    A full disk leaves the long one as it is; the supervisor says that the disk is full.
    """
    now = time.time()
    for log in folder.glob("*.log"):
        if log.stat().st_size > SIZE_LIMIT:
            try:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                log.with_suffix(".log.1").chmod(0o600)
                os.truncate(log, 0)
            except OSError:
                continue
    for old in folder.glob("*.log.1"):
        if now - old.stat().st_mtime > KEPT_DAYS * 86400:
            old.unlink()
