"""The log that a stream passes through on its way to workers on several machines: NATS JetStream.

The only file that knows the client's library, which is an extra: parvis[nats]. One stream of work: what is
acknowledged is gone, what nobody acknowledges comes again, a full one takes nothing more (docs/operator/streams.md).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar

from parvis.project.problems import Problem

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.js import JetStreamContext

logger = logging.getLogger(__name__)
T = TypeVar("T")

SERVERS = "PARVIS_NATS_URL"
NEW, CORRECTIONS = "new", "corrections"  # the two kinds of parcels, each with a consumer of this name
STREAM = "parvis-posts"
# Parcels that all workers together have in hand: what each holds in memory is bounded by it, and by a parcel's size.
MOST_IN_HAND = 256
_ROOM_FOR_HEADERS = 4096
_LONGEST_SECONDS = 12.0
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Log:
    client: Client
    stream: JetStreamContext

    @property
    def most_bytes(self) -> int:
        """The largest parcel that the servers take."""
        return self.client.max_payload - _ROOM_FOR_HEADERS


def subject(kind: str) -> str:
    return f"parvis.posts.{kind}"


def is_wanted() -> bool:
    return bool(os.environ.get(SERVERS, "").strip())


def ack_seconds() -> int:
    """So long after a machine fell silent its parcels go to another."""
    return _number("PARVIS_NATS_ACK_SECONDS", 30)


def require_library() -> None:
    """Raises Problem where servers are named and the client is not installed."""
    if is_wanted() and find_spec("nats") is None:
        raise Problem(
            f"{SERVERS} is set, but the client of NATS is not installed.",
            "pip install --require-hashes -r requirements/nats.txt (or 'parvis[nats]'), or take the setting away.",
        )


async def in_time(answer: Awaitable[T]) -> T:
    """The library may wait for ever for a server that was cut off: raises TimeoutError after a while."""
    async with asyncio.timeout(_LONGEST_SECONDS):
        return await answer


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[Log]:
    """A connection that looks for its servers for ever, and the stream with its two consumers, made if missing."""
    require_library()
    import nats

    async def said(error: Exception) -> None:
        logger.warning("nats: %s", type(error).__name__)

    client = await nats.connect(
        [each.strip() for each in os.environ[SERVERS].split(",")],
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        connect_timeout=5,
        # A machine that is cut off notices within ten seconds, and looks for another server.
        ping_interval=5,
        max_outstanding_pings=2,
        error_cb=said,
    )
    try:
        stream = client.jetstream(timeout=10)
        await _make_stream(stream)
        yield Log(client, stream)
    finally:
        await client.close()


async def _make_stream(stream: JetStreamContext) -> None:
    from nats.js.api import (
        AckPolicy,
        ConsumerConfig,
        DiscardPolicy,
        RetentionPolicy,
        StorageType,
        StreamConfig,
    )

    await stream.add_stream(
        StreamConfig(
            name=STREAM,
            subjects=[subject(NEW), subject(CORRECTIONS)],
            retention=RetentionPolicy.WORK_QUEUE,
            storage=StorageType.FILE,
            discard=DiscardPolicy.NEW,  # full: the publisher waits, and with it whoever fills it
            max_bytes=_number("PARVIS_NATS_MEBIBYTES", 1024) * _MEBIBYTE,
            num_replicas=_number("PARVIS_NATS_REPLICAS", 1),
        )
    )
    for kind, in_hand in ((NEW, MOST_IN_HAND), (CORRECTIONS, 1)):
        await stream.add_consumer(
            STREAM,
            ConsumerConfig(
                durable_name=kind,
                filter_subject=subject(kind),
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=ack_seconds(),
                max_ack_pending=in_hand,
            ),
        )


def _number(setting: str, default: int) -> int:
    given = os.environ.get(setting, "").strip() or str(default)
    if not given.isdecimal() or int(given) < 1:
        raise Problem(f"{setting} is {given!r}.", "It takes a whole number from 1 on.")
    return int(given)
