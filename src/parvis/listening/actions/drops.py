"""Writing down what was not kept: how many and why, and for a week a few of them to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Connection
from parvis.foundation.database import copy_rows
from parvis.listening.models import DroppedSample
from parvis.people.logic.handles import handle_key

SAMPLES_A_BATCH = 3  # of each reason
SAMPLES_KEPT_DAYS = 7
EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Drop:
    """A post that does not become a mention. detail: the site, handle or word that decided."""

    item: InboundItem
    reason: str
    detail: str = ""


def write_drops(source: Connection, drops: Sequence[Drop], *, now: datetime) -> None:
    by_reason: dict[str, list[Drop]] = defaultdict(list)
    for drop in drops:
        by_reason[drop.reason].append(drop)
    if not by_reason:
        return
    day = timezone.localdate(now, timezone=timezone.get_default_timezone())
    copy_rows(
        "listening_dropped",
        ("day", "connection_id", "reason", "count"),
        ((day, source.pk, reason, len(some)) for reason, some in by_reason.items()),
    )
    copy_rows(
        "listening_dropped_sample",
        ("at", "connection_id", "reason", "detail", "channel", "handle_key", "excerpt", "url"),
        (
            (
                now,
                source.pk,
                drop.reason,
                drop.detail[:320],
                source.channel,
                handle_key(source.channel, drop.item.author.handle),
                " ".join(f"{drop.item.title} {drop.item.text}".split())[:EXCERPT],
                drop.item.url,
            )
            for some in by_reason.values()
            for drop in some[:: max(1, len(some) // SAMPLES_A_BATCH)][:SAMPLES_A_BATCH]
        ),
    )


def tidy_drops(*, now: datetime) -> None:
    """Forget samples whose week is over, and make one row of the many of a day that has passed."""
    DroppedSample.objects.filter(at__lt=now - timedelta(days=SAMPLES_KEPT_DAYS)).delete()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7203)")
        cursor.execute(
            """
            WITH taken AS (DELETE FROM listening_dropped WHERE day < %s::date - 1 AND (day, connection_id, reason) IN (
                SELECT day, connection_id, reason FROM listening_dropped WHERE day < %s::date - 1
                GROUP BY day, connection_id, reason HAVING count(*) > 1
            ) RETURNING day, connection_id, reason, count)
            INSERT INTO listening_dropped (day, connection_id, reason, count)
            SELECT day, connection_id, reason, sum(count) FROM taken GROUP BY 1, 2, 3
            """,
            [now, now],
        )
