"""What a stream brought, as bytes for the way between machines: JSON that becomes the same values again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from parvis.channels.logic.items import InboundItem


@dataclass(frozen=True, slots=True)
class Parcel:
    """Posts of one connection: new ones; or words that changed and posts that were taken back."""

    connection_id: int
    items: tuple[InboundItem, ...] = ()
    changed: tuple[InboundItem, ...] = ()
    deleted: tuple[str, ...] = ()


class ParcelUnreadable(ValueError):
    """The bytes are no parcel."""


def parcels_of(
    connection_id: int, items: Sequence[InboundItem], *, most_bytes: int
) -> Iterator[tuple[Sequence[InboundItem], bytes | None]]:
    """Items in as few parcels as fit; None beside an item that fits in none."""
    if not items:
        return
    packed = pack(Parcel(connection_id, tuple(items)))
    if packed is not None and len(packed) <= most_bytes:
        yield items, packed
    elif len(items) == 1:
        yield items, None
    else:
        half = len(items) // 2
        yield from parcels_of(connection_id, items[:half], most_bytes=most_bytes)
        yield from parcels_of(connection_id, items[half:], most_bytes=most_bytes)


def pack(parcel: Parcel) -> bytes | None:
    """None where its words are no text that can travel (half of a surrogate pair)."""
    try:
        return msgspec.json.encode(parcel)
    except UnicodeEncodeError:
        return None


_decoder = msgspec.json.Decoder(Parcel)


def unpack(packed: bytes) -> Parcel:
    try:
        return _decoder.decode(packed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ParcelUnreadable(str(error)) from None
