"""What a worker does for the streams: starts their process while a connection wants one, and again when it died.

A process of its own, so that a firehose and the jobs do not share one interpreter; none while nothing streams.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from parvis.project.children import pause_before_start, python_module

logger = logging.getLogger(__name__)
LOOK_SECONDS = 3.0
_STABLE_SECONDS = 60.0
_GRACE_SECONDS = 6.0


@contextmanager
def streams_kept() -> Iterator[None]:
    """For the length of the block the streams are held, as far as there are any."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(stop,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(timeout=_GRACE_SECONDS + 2)


def _keep(stop: threading.Event) -> None:
    process: subprocess.Popen[bytes] | None = None
    started_at, deaths, due_at = 0.0, 0, 0.0
    while not stop.wait(LOOK_SECONDS):
        if process is not None and process.poll() is not None:
            # Its own end for want of work is no death.
            deaths = 1 if time.monotonic() - started_at > _STABLE_SECONDS else deaths + 1
            deaths = 0 if process.returncode == 0 else deaths
            due_at, process = time.monotonic() + pause_before_start(deaths), None
        if process is None and time.monotonic() >= due_at and _is_wanted():
            # In the worker's own group, so that whoever ends the worker's group ends it too.
            process = subprocess.Popen(python_module("parvis.project.streams"), stdin=subprocess.DEVNULL)
            started_at = time.monotonic()
    if process is not None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait()


def _is_wanted() -> bool:
    from django.db import DatabaseError, InterfaceError, close_old_connections

    from parvis.channels.reads.streams import streaming_connections

    try:
        close_old_connections()
        return bool(streaming_connections())
    except (DatabaseError, InterfaceError) as error:
        logger.warning("streams: the database does not answer (%s)", type(error).__name__)
        return False
