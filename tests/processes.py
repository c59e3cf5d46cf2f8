"""Real processes for tests: started by id, waited for on a condition with a deadline, ended by id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def wait_until(condition: Callable[[], Any], *, seconds: float = 20, what: str = "") -> Any:
    """Ask until the answer is truthy; fail with `what` at the deadline. Polls without burning the processor.

    The seconds are those of a machine of one's own: one that others use is given as much more as they take."""
    began = time.monotonic()
    pause = threading.Event()
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() - began > seconds * crowd():
            raise AssertionError(f"not within {seconds} s: {what or condition}")
        pause.wait(0.05)


def crowd() -> float:
    """How many want each processor, at least one; the two processes of the tests themselves count as none."""
    return max(1.0, os.getloadavg()[0] / (2 * (os.cpu_count() or 1)))


def environment(addresses: tuple[str, str], **more: str) -> dict[str, str]:
    """What a child process of the project needs to reach the test's own database."""
    owner_url, app_url = addresses
    return {
        **os.environ,
        "PARVIS_OWNER_DATABASE_URL": owner_url,
        "PARVIS_APP_DATABASE_URL": app_url,
        "PYTHONPATH": os.getcwd(),
        **more,
    }


@contextmanager
def python(*arguments: str, addresses: tuple[str, str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process in a group of its own; at the end of the block the whole group is gone."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment(addresses, **more),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        except BaseException:
            said.seek(0)
            print(said.read().decode(errors="replace"))  # what it said, beside the failure
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
