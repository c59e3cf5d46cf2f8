"""Real processes for tests: started by id, waited for on a condition with a deadline, ended by id."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def wait_until(condition: Callable[[], Any], *, seconds: float = 20, what: str = "") -> Any:
    """Ask until the answer is truthy; fail with `what` at the deadline. Polls without burning the processor."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or condition}")
        pause.wait(0.05)


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
def python(*arguments: str, addresses: tuple[str, str], **more: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process that is killed at the end of the block if it still lives."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(addresses, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    except BaseException:
        process.kill()
        print(process.communicate(timeout=10)[0])  # what it said, beside the failure
        raise
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)
