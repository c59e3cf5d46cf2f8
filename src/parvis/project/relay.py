"""From whoever holds a stream into the log: a page is forgotten when JetStream has written it down.

Where the log is full or out of reach, this waits; the holder's queue fills, and the network is held back.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from parvis.channels.actions.receive import prepared, receive_items
from parvis.channels.actions.source_state import note_heard
from parvis.channels.actions.streams import Take
from parvis.channels.logic.items import Page
from parvis.channels.logic.parcels import Parcel, pack, parcels_of
from parvis.channels.models import Connection
from parvis.listening.actions.take_in import take_in_or_wait
from parvis.project.jetstream import CORRECTIONS, NEW, Log, in_time, opened, subject

logger = logging.getLogger(__name__)
_PUBLISH_SECONDS = 5.0
_PAUSE_SECONDS = 0.2
_TELL_SECONDS = 15.0


class StoppedWaiting(RuntimeError):
    """The process ends before the log took a page: the stream brings it again."""


@contextmanager
def relayed(stop: threading.Event) -> Iterator[Take]:
    """For the length of the block: what hands pages to the log. It may be called by many threads."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = opened("parvis streams")
    log = asyncio.run_coroutine_threadsafe(opening.__aenter__(), loop).result()

    def hand_on(connection: Connection, page: Page, /, *, now: datetime, stream_state: str = "") -> None:
        _hand_on(log, loop, stop, connection, page, now=now, stream_state=stream_state)

    try:
        yield hand_on
    finally:
        asyncio.run_coroutine_threadsafe(opening.__aexit__(None, None, None), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()


def _hand_on(
    log: Log,
    loop: asyncio.AbstractEventLoop,
    stop: threading.Event,
    connection: Connection,
    page: Page,
    *,
    now: datetime,
    stream_state: str,
) -> None:
    def publish(kind: str, packed: bytes) -> None:
        asyncio.run_coroutine_threadsafe(_published(log, kind, packed, stop), loop).result()

    # Files are stored first, for the same reason as everywhere; their bytes do not travel.
    public = prepared([item for item in page.items if not item.addressed])
    for some, packed in parcels_of(connection.pk, public, most_bytes=log.most_bytes):
        if packed is None:  # a post larger than the servers take: rare, and stored from here
            take_in_or_wait(connection, some, now=now)
        else:
            publish(NEW, packed)
    changed, deleted = page.changed, page.deleted
    if changed or deleted:
        packed = pack(Parcel(connection.pk, changed=changed, deleted=deleted))
        if packed is not None and len(packed) <= log.most_bytes:
            publish(CORRECTIONS, packed)
            changed, deleted = (), ()
    # The place to go on from, last: killed before this, the page comes again and the receipts drop it.
    receive_items(
        connection,
        [item for item in page.items if item.addressed],
        cursor=page.cursor,
        now=now,
        rejected=page.rejected,
        changed=changed,
        deleted=deleted,
    )
    note_heard(connection, [page], now=now, stream_state=stream_state)


async def _published(log: Log, kind: str, packed: bytes, stop: threading.Event) -> None:
    """Returns when the servers have it on disk."""
    from nats.errors import Error

    began, is_told = time.monotonic(), False
    while not stop.is_set():
        try:
            await in_time(log.stream.publish(subject(kind), packed, timeout=_PUBLISH_SECONDS))
            return
        except (Error, TimeoutError) as error:
            if not is_told and time.monotonic() - began > _TELL_SECONDS:
                logger.warning("the log has taken nothing for a while (%s)", type(error).__name__)
                is_told = True
            await asyncio.sleep(_PAUSE_SECONDS)
    raise StoppedWaiting
