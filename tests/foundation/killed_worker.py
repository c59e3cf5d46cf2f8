"""A worker with two subscribers of a test event: one that kills its own process in mid-effect while the
file named by KILL_ONCE exists, and one that only writes. Started by test_outbox.py as a process of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")

import django

django.setup()

from parvis.foundation.events import subscribe
from parvis.foundation.installation import fact, state_fact
from parvis.foundation.jobs import run_worker
from tests.foundation.outbox_event import SomethingHappened


@subscribe(SomethingHappened)
def count_it(event: SomethingHappened) -> None:
    name = f"effect {event.number}"
    state_fact(name, fact(name, 0) + 1)
    flag = Path(os.environ["KILL_ONCE"])
    if flag.exists():
        flag.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    run_worker(concurrency=1, heartbeat_seconds=0.2, forget_after_seconds=1)
