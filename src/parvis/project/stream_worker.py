"""Takes posts from the log: matches, labels and stores them. `python -m parvis.project.stream_worker`.

As many as there are processors, on as many machines as there are: a worker keeps its own beside it
(project/stream_keeper.py). A parcel is acknowledged after its commit. Killed before that, another worker gets it; cut
off between the two, it is taken again and the receipts drop it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

    from parvis.channels.logic.parcels import Parcel
    from parvis.channels.models import Connection
    from parvis.project.jetstream import Log

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")

logger = logging.getLogger(__name__)
_ASK_SECONDS = 5.0
_LATER_SECONDS = 1.0
# What failed so often takes the longer way, where it is seen.
_PATIENCE = 5


def main() -> None:
    """Run until SIGTERM, SIGINT or the end of whoever started it; the parcel in hand is finished first."""
    import django

    django.setup()
    from parvis.foundation.log_lines import log_unhandled_errors
    from parvis.project.telemetry import start_telemetry

    log_unhandled_errors()
    start_telemetry("stream worker")
    asyncio.run(_serve())


async def _serve() -> None:
    from parvis.project.jetstream import CORRECTIONS, NEW, opened

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    watch = asyncio.create_task(_stop_when_orphaned(os.getppid(), stop))
    # One thread works, as one processor would; two parcels are in hand, so that it need not wait for the network.
    with ThreadPoolExecutor(1) as thread:
        async with opened("parvis stream worker") as log, asyncio.TaskGroup() as tasks:
            for kind, work in ((NEW, _store), (NEW, _store), (CORRECTIONS, _correct)):
                tasks.create_task(_take_turns(log, kind, work, thread, stop))
    watch.cancel()


async def _take_turns(
    log: Log, kind: str, work: Callable[[bytes, int], None], thread: ThreadPoolExecutor, stop: asyncio.Event
) -> None:
    """One parcel after the other, each asked for when the one before is done: nothing piles up in memory."""
    from nats.errors import Error
    from nats.errors import TimeoutError as NothingCame

    from parvis.project.jetstream import CORRECTIONS, STREAM, in_time, subject

    subscription: JetStreamContext.PullSubscription | None = None
    while not stop.is_set():
        try:
            if subscription is None:
                subscription = await in_time(log.stream.pull_subscribe_bind(consumer=kind, stream=STREAM))
            (parcel,) = await in_time(subscription.fetch(1, timeout=_ASK_SECONDS))
            if kind == CORRECTIONS and not await _is_its_turn(log, parcel.metadata.sequence.stream):
                await in_time(parcel.nak(delay=_LATER_SECONDS))
                continue
            await _done(parcel, work, thread)
        except NothingCame:
            continue
        except (Error, TimeoutError) as error:
            logger.warning("%s: the log does not answer (%s)", subject(kind), type(error).__name__)
            subscription = None
            await asyncio.sleep(_LATER_SECONDS)


async def _is_its_turn(log: Log, number: int) -> bool:
    """Whether every new post that was said before is stored: what is taken back must be there first."""
    from parvis.project.jetstream import NEW, STREAM, in_time

    news = await in_time(log.stream.consumer_info(STREAM, NEW))
    is_idle = not news.num_pending and not news.num_ack_pending
    return is_idle or (news.ack_floor is not None and news.ack_floor.stream_seq >= number - 1)


async def _done(parcel: Msg, work: Callable[[bytes, int], None], thread: ThreadPoolExecutor) -> None:
    """Work it off and acknowledge it. The servers are told that we live while it takes its time."""
    from django.db import InterfaceError, OperationalError

    from parvis.project.jetstream import ack_seconds, in_time

    working = asyncio.get_running_loop().run_in_executor(
        thread, work, parcel.data, parcel.metadata.num_delivered or 1
    )
    while not working.done():
        await asyncio.wait((working,), timeout=ack_seconds() / 3)
        if not working.done():
            await in_time(parcel.in_progress())
    try:
        await working
        await in_time(parcel.ack())
    except (OperationalError, InterfaceError) as error:
        logger.warning("a parcel waits: the database failed (%s)", type(error).__name__)
        await in_time(parcel.nak(delay=_LATER_SECONDS))


def _store(packed: bytes, deliveries: int) -> None:
    from parvis.channels.actions.receive import receive_items
    from parvis.foundation.clock import utc_now
    from parvis.listening.actions.take_in import take_in_or_wait

    found = _read(packed)
    if found is None:
        return
    connection, parcel = found
    if deliveries > _PATIENCE:
        receive_items(connection, parcel.items, cursor=None, now=utc_now())
    else:
        take_in_or_wait(connection, parcel.items, now=utc_now())


def _correct(packed: bytes, deliveries: int) -> None:
    from parvis.channels.actions.receive import receive_items
    from parvis.foundation.clock import utc_now

    if found := _read(packed):
        connection, parcel = found
        receive_items(
            connection, (), cursor=None, now=utc_now(), changed=parcel.changed, deleted=parcel.deleted
        )


def _read(packed: bytes) -> tuple[Connection, Parcel] | None:
    """None: its connection was removed meanwhile, or it is none of ours."""
    from django.db import close_old_connections

    from parvis.channels.logic.parcels import ParcelUnreadable, unpack
    from parvis.channels.models import Connection

    close_old_connections()
    try:
        parcel = unpack(packed)
    except ParcelUnreadable:
        logger.error("a parcel that cannot be read is thrown away")
        return None
    connection = Connection.objects.filter(pk=parcel.connection_id).first()
    return None if connection is None else (connection, parcel)


async def _stop_when_orphaned(parent: int, stop: asyncio.Event) -> None:
    """A killed worker takes its stream workers with it: the next one begins its own."""
    while os.getppid() == parent:
        await asyncio.sleep(1)
    stop.set()


if __name__ == "__main__":
    main()
