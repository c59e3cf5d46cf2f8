"""Holding the streams of this installation: one thread a streaming connection, one holder over all machines.

The lock of a connection is the one of its fetches, so a stream and a fetch never run side by side. What comes
is stored every two seconds, or every 500 posts, with the place to go on from: after a kill the stream begins
there again, and the receipts drop what comes twice.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.db import connection as database

from parvis.channels.actions.fetch import hold, let_go, note_failure, note_success, pages_of, receive_page
from parvis.channels.logic.backoff import pause_seconds
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError, OpenStream
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector
from parvis.channels.reads.streams import streaming_connections
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import SecretsUnreadable, unseal

logger = logging.getLogger(__name__)

MOST_ITEMS = 500
MOST_SECONDS = 2.0
MOST_WAITING_PAGES = 1000
NOTE_SECONDS = 15.0
STABLE_SECONDS = 60.0
_OTHER_HOLDER_SECONDS = 5.0
_END = object()


class Take(Protocol):
    """What stores a page, or hands it to where it is safe."""

    def __call__(
        self, connection: Connection, page: Page, /, *, now: datetime, stream_state: str = ""
    ) -> object: ...


@dataclass
class _Holder:
    """The thread of one connection."""

    made_of: tuple[Any, ...]
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


def run_streams(
    stop: threading.Event, *, take: Take = receive_page, look_seconds: float = 5.0, idle_seconds: float = 60.0
) -> None:
    """Hold every streaming connection until told to stop, or until there was none for a while.

    take: what stores a page; it returns when a page can be forgotten.
    """
    holders: dict[int, _Holder] = {}
    busy_at = time.monotonic()
    while not stop.is_set():
        try:
            close_old_connections()
            wanted = {each.pk: _made_of(each) for each in streaming_connections()}
        except (DatabaseError, InterfaceError) as error:
            logger.warning("streams: the database does not answer (%s)", type(error).__name__)
            stop.wait(look_seconds)
            continue
        for pk in [pk for pk, holder in holders.items() if wanted.get(pk) != holder.made_of]:
            _end([holders.pop(pk)])
        for pk in wanted.keys() - holders.keys():
            holders[pk] = _begin(pk, wanted[pk], take)
        busy_at = time.monotonic() if holders else busy_at
        if time.monotonic() - busy_at > idle_seconds:
            break
        stop.wait(look_seconds)
    _end(list(holders.values()))


def _made_of(connection: Connection) -> tuple[Any, ...]:
    """A stream whose settings were changed is opened anew."""
    return (repr(sorted(connection.settings.items())), connection.sealed_secrets)


def _begin(connection_id: int, made_of: tuple[Any, ...], take: Take) -> _Holder:
    holder = _Holder(made_of)
    holder.thread = threading.Thread(target=hold_stream, args=(connection_id, holder.stop, take), daemon=True)
    holder.thread.start()
    return holder


def _end(holders: list[_Holder]) -> None:
    for holder in holders:
        holder.stop.set()
    for holder in holders:
        if holder.thread is not None:
            holder.thread.join(timeout=8)


def hold_stream(connection_id: int, stop: threading.Event, take: Take = receive_page) -> None:
    """Open the stream of one connection again and again, with growing pauses, until told to stop."""
    failures = 0
    while not stop.is_set():
        began, wait = time.monotonic(), None
        try:
            if not hold(connection_id):
                stop.wait(_OTHER_HOLDER_SECONDS * (0.5 + random.random()))  # noqa: S311
                continue
            try:
                _stream_until_broken(connection_id, stop, take)
            finally:
                with suppress(DatabaseError, InterfaceError):
                    let_go(connection_id)
        except ConnectorError as error:
            wait = error.retry_after_seconds
        except (DatabaseError, InterfaceError) as error:
            # The lock may be gone with the session: nothing more is stored before it is held again.
            logger.warning("stream %s: the database failed (%s)", connection_id, type(error).__name__)
            database.close()
        except Exception:
            logger.exception("stream %s ended", connection_id)
        failures = 1 if time.monotonic() - began > STABLE_SECONDS else failures + 1
        stop.wait(pause_seconds(failures, chance=random.random(), retry_after_seconds=wait))  # noqa: S311
    database.close()


def _stream_until_broken(connection_id: int, stop: threading.Event, take: Take) -> None:
    """Open, look back, listen. Raises ConnectorError after noting it on the connection."""
    connection = Connection.objects.get(pk=connection_id)
    open_it = connector(connection.kind).stream
    if open_it is None or not connection.is_active:
        return
    try:
        secrets = unseal(connection.sealed_secrets)
        stream = open_it(connection.settings, secrets, connection.cursor, now=utc_now())
    except SecretsUnreadable:
        error = ConnectorError("secrets-unreadable", permanent=True)
        note_failure(connection, error, now=utc_now(), stream_state="waiting")
        raise error from None
    except ConnectorError as error:
        # Where no stream is to be had, the timeline may still be read.
        if error.code != "rate-limited":
            with suppress(ConnectorError):
                _look_back(connection, stop, take, stream_state="waiting")
        note_failure(connection, error, now=utc_now(), stream_state="waiting")
        raise
    heard: queue.Queue[Any] = queue.Queue(MOST_WAITING_PAGES)
    over = threading.Event()
    pump = threading.Thread(target=_pump, args=(stream, heard, over), daemon=True)
    pump.start()
    try:
        # The stream is open by now: nothing falls between what is looked up and what is heard.
        _look_back(connection, stop, take, stream_state="open")
        _listen(connection, heard, stop, take)
    except ConnectorError as error:
        note_failure(connection, error, now=utc_now(), stream_state="waiting")
        raise
    finally:
        over.set()
        stream.close()
        pump.join(timeout=5)


def _look_back(connection: Connection, stop: threading.Event, take: Take, *, stream_state: str) -> None:
    for page in pages_of(connection, now=utc_now()):
        take(connection, page, now=utc_now(), stream_state=stream_state)
        if stop.is_set():
            return


def _pump(stream: OpenStream, heard: queue.Queue[Any], over: threading.Event) -> None:
    """Read the network in a thread of its own; a full queue holds the other side back."""
    last: Any = _END
    try:
        for page in stream:
            if not _put(heard, page, over):
                return
    except ConnectorError as error:
        last = error
    except Exception as error:
        logger.exception("a stream cannot be read")
        last = ConnectorError("malformed-response", type(error).__name__, permanent=False)
    _put(heard, last, over)


def _put(heard: queue.Queue[Any], entry: Any, over: threading.Event) -> bool:
    while not over.is_set():
        try:
            heard.put(entry, timeout=0.5)
            return True
        except queue.Full:
            continue
    return False


def _listen(connection: Connection, heard: queue.Queue[Any], stop: threading.Event, take: Take) -> None:
    """Store what comes until the stream ends. Raises what ended it, after storing what came before."""
    noted_at = 0.0
    for pages, ending in _gathered(heard, stop):
        is_news = any(page.items or page.changed or page.deleted or page.rejected for page in pages)
        is_time = time.monotonic() - noted_at > NOTE_SECONDS
        if pages and (is_news or is_time or ending is not None):
            take(connection, merged(pages), now=utc_now(), stream_state="open")
        if is_time and ending is None:
            note_success(connection, now=utc_now())
            noted_at = time.monotonic()
        if isinstance(ending, ConnectorError):
            raise ending
        if ending is not None:
            raise ConnectorError("unreachable", "the stream ended", permanent=False)


def _gathered(heard: queue.Queue[Any], stop: threading.Event) -> Iterator[tuple[list[Page], Any]]:
    """(pages of at most two seconds or 500 posts, what ended the stream or None), also when nothing comes."""
    while not stop.is_set():
        pages: list[Page] = []
        count, deadline, ending = 0, time.monotonic() + MOST_SECONDS, None
        while count < MOST_ITEMS and ending is None and not stop.is_set():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                break
            try:
                entry = heard.get(timeout=min(remaining, 0.5))
            except queue.Empty:
                continue
            if isinstance(entry, Page):
                pages.append(entry)
                count += len(entry.items) + len(entry.deleted) + len(entry.changed)
            else:
                ending = entry
        yield pages, ending
        if ending is not None:
            return


def merged(pages: list[Page]) -> Page:
    """Several pages as one, with the place of the last."""
    return Page(
        items=tuple(item for page in pages for item in page.items),
        cursor=pages[-1].cursor,
        rejected=tuple(row for page in pages for row in page.rejected)[:20],
        changed=tuple(item for page in pages for item in page.changed),
        deleted=tuple(each for page in pages for each in page.deleted),
        rate=next((page.rate for page in reversed(pages) if page.rate), None),
        has_gap=any(page.has_gap for page in pages),
    )
