"""The worker process: runs the jobs until it is told to stop. `python -m parvis.project.worker`."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")

# One job at a time computes; a second place keeps quick jobs moving while a long fetch waits for a network.
CONCURRENCY = int(os.environ.get("PARVIS_WORKER_CONCURRENCY", "2"))


def main() -> None:
    """Run until SIGTERM or SIGINT; jobs in hand are finished first, killed ones are freed by their heartbeat."""
    import django

    django.setup()
    from parvis.foundation.jobs import run_worker
    from parvis.foundation.log_lines import log_unhandled_errors
    from parvis.project.stream_keeper import streams_kept
    from parvis.project.telemetry import start_telemetry

    log_unhandled_errors()
    start_telemetry("worker")
    with streams_kept():
        run_worker(concurrency=CONCURRENCY)


if __name__ == "__main__":
    main()
