"""Asking for a fetch now, without waiting for a connection's turn."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from parvis.channels.models import Connection


def fetch_soon(connection: Connection) -> bool:
    """Enqueue one fetch of the connection. Returns whether it was enqueued, or one was waiting already."""
    try:
        with transaction.atomic():
            # By its name: the job's module calls actions, not the other way round.
            task = app.configure_task(
                "channels.fetch_one", queue="channels", queueing_lock=f"fetch:{connection.pk}"
            )
            task.defer(connection_id=connection.pk)
    except AlreadyEnqueued:
        return False
    return True
