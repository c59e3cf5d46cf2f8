"""Posts of a stream straight into the table: received, matched, labelled and stored in one transaction.

Whoever reads a stream forgets a page only when this has returned. So nothing need lie in wait between receiving and
storing: no batch as JSON, no event, no job. Killed before the commit, the page comes again; after it, the receipts
drop it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from parvis.channels.actions.receive import Received, claim, prepared, receive_items
from parvis.channels.actions.source_state import note_heard
from parvis.channels.logic.items import InboundItem, Page
from parvis.channels.models import Batch, Connection
from parvis.listening.actions.store import MOST_TRIES, ensure_months, sift, write
from parvis.listening.reads.intake import intake_now
from parvis.listening.reads.stamp import hold_stamp
from parvis.listening.reads.trials import is_on_trial

logger = logging.getLogger(__name__)


def take_in_page(connection: Connection, page: Page, /, *, now: datetime, stream_state: str = "") -> None:
    """A page of a stream: what was said publicly at once, the rest by way of its owners; then where to go on from."""
    take_in_or_wait(connection, [item for item in page.items if not item.addressed], now=now)
    receive_items(
        connection,
        [item for item in page.items if item.addressed],
        cursor=page.cursor,
        now=now,
        rejected=page.rejected,
        changed=page.changed,
        deleted=page.deleted,
    )
    note_heard(connection, [page], now=now, stream_state=stream_state)


def take_in_or_wait(connection: Connection, items: Sequence[InboundItem], *, now: datetime) -> None:
    """Public items at once. What cannot be stored for a reason of its own takes the longer way: it waits as a batch
    whose job fails in the sight of everybody, and the stream goes on. So do the posts of a place on trial.
    """
    try:
        if not is_on_trial(connection.pk):
            take_in(connection, items, now=now)
            return
    except (OperationalError, InterfaceError):
        raise  # the database's affair, not the posts'
    except Exception:
        logger.exception("posts of connection %s cannot be stored at once", connection.pk)
    receive_items(connection, items, cursor=None, now=now)


def take_in(
    connection: Connection,
    items: Sequence[InboundItem],
    *,
    now: datetime,
    cursor: dict[str, Any] | None = None,
) -> Received:
    """Store public items that were never taken before. cursor: what to continue from, in the same transaction."""
    unique = {item.external_id: item for item in prepared(items)}
    if not unique:
        return Received(0, 0, 0)
    for _ in range(MOST_TRIES):
        intake = intake_now()
        kept, drops = sift(list(unique.values()), source=connection, intake=intake)
        ensure_months({one.item.published_at.date().replace(day=1) for one in kept})
        with transaction.atomic():
            if hold_stamp() != intake.stamp:
                continue
            batch, fresh = claim(connection, list(unique), addressed=False, now=now)
            if len(fresh) < len(unique):
                kept = [one for one in kept if one.item.external_id in fresh]
                drops = [one for one in drops if one.item.external_id in fresh]
            if fresh:
                write(batch, kept, drops, intake=intake, now=now)
            Batch.objects.filter(pk=batch.pk).update(item_count=len(fresh), taken_at=now)
            if cursor is not None:
                Connection.objects.filter(pk=connection.pk).update(cursor=cursor)
        return Received(len(fresh), len(items) - len(fresh), 0)
    raise RuntimeError("the queries change faster than a page can be matched")
