"""The worker process: runs the jobs that pages and events have enqueued (`python -m parvis.project.worker`)."""

from __future__ import annotations

import asyncio
import os


def work() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    concurrency = int(os.environ.get("PARVIS_WORKER_JOBS", "2"))
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        asyncio.run(
            worker_app.run_worker_async(
                concurrency=concurrency,
                # At SIGTERM the running jobs get this long; what is cut off runs again, which is safe.
                shutdown_graceful_timeout=8,
                # What succeeded leaves its trace in the domain's own tables; the failed ones stay listed.
                delete_jobs="successful",
            )
        )


if __name__ == "__main__":
    work()
