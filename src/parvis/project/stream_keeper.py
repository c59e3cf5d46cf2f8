"""What a worker does for the streams: starts the processes that are wanted, and again when they died.

One that holds the streams, while a connection wants one; where posts pass through a log (PARVIS_NATS_URL), also those
that take them out of it. Processes of their own, so that a firehose and the jobs do not share one interpreter.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from parvis.project.children import pause_before_start, python_module
from parvis.project.jetstream import is_wanted as has_log

logger = logging.getLogger(__name__)
LOOK_SECONDS = 3.0
_STABLE_SECONDS = 60.0
_GRACE_SECONDS = 6.0


@dataclass
class _Kept:
    """A process that runs while it is wanted."""

    module: str
    is_wanted: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    due_at: float = 0.0


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
    kept = [_Kept("parvis.project.streams", _has_streams)]
    if has_log():
        count = int(os.environ.get("PARVIS_STREAM_WORKERS", "1"))
        kept += [_Kept("parvis.project.stream_worker", has_log) for _ in range(count)]
    while not stop.wait(LOOK_SECONDS):
        for each in kept:
            _look_after(each)
    for each in kept:
        if each.process is not None:
            each.process.terminate()
    for each in kept:
        if each.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                each.process.wait(_GRACE_SECONDS)
            if each.process.poll() is None:
                each.process.kill()
                each.process.wait()


def _look_after(kept: _Kept) -> None:
    if kept.process is not None and kept.process.poll() is not None:
        # Its own end for want of work is no death.
        kept.deaths = 1 if time.monotonic() - kept.started_at > _STABLE_SECONDS else kept.deaths + 1
        kept.deaths = 0 if kept.process.returncode == 0 else kept.deaths
        kept.due_at, kept.process = time.monotonic() + pause_before_start(kept.deaths), None
    if kept.process is None and time.monotonic() >= kept.due_at and kept.is_wanted():
        # In the worker's own group, so that whoever ends the worker's group ends it too.
        kept.process = subprocess.Popen(python_module(kept.module), stdin=subprocess.DEVNULL)
        kept.started_at = time.monotonic()


def _has_streams() -> bool:
    from django.db import DatabaseError, InterfaceError, close_old_connections

    from parvis.channels.reads.streams import streaming_connections

    try:
        close_old_connections()
        return bool(streaming_connections())
    except (DatabaseError, InterfaceError) as error:
        logger.warning("streams: the database does not answer (%s)", type(error).__name__)
        return False
