"""A job that was given up, as the worker leaves it."""

from __future__ import annotations

import json

from django.db import connection


def make_dead_job(name: str = "channels.fetch_one", status: str = "failed", **arguments: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
            "VALUES ('default', %s, %s, %s::procrastinate_job_status, 12) RETURNING id",
            [name, json.dumps(arguments), status],
        )
        return int(cursor.fetchone()[0])
