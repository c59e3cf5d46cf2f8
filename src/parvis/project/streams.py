"""The streams process: holds the streaming connections until it is told to stop. `python -m parvis.project.streams`.

A worker keeps one beside it while there is something to stream (project/stream_keeper.py). Several machines may
each run one: a connection is held by one of them, and another takes it over when that one is gone.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import nullcontext
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")

_LOOK_SECONDS = 2.0


def main() -> None:
    """Run until SIGTERM, SIGINT, the end of whoever started it, or until there was nothing to hold for a minute."""
    import django

    django.setup()
    from parvis.channels.actions.streams import run_streams
    from parvis.foundation.log_lines import log_unhandled_errors
    from parvis.listening.actions.take_in import take_in_page
    from parvis.project.jetstream import is_wanted as has_log
    from parvis.project.relay import relayed
    from parvis.project.telemetry import start_telemetry

    log_unhandled_errors()
    start_telemetry("streams")
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    threading.Thread(target=_stop_when_orphaned, args=(os.getppid(), stop), daemon=True).start()
    with relayed(stop) if has_log() else nullcontext(take_in_page) as take:
        run_streams(stop, take=take, look_seconds=_LOOK_SECONDS)


def _stop_when_orphaned(parent: int, stop: threading.Event) -> None:
    """A killed worker takes its streams with it: the next one begins its own."""
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()


if __name__ == "__main__":
    main()
