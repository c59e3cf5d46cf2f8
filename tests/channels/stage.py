"""What a connector is put on for the contract test: a peer with five good inputs, one NASTY, and one refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.peers.json_web import JsonWeb

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NASTY = "x\x00y \U0001f600 \u202eabc <script>alert(1)</script>"


@dataclass
class Stage:
    """A peer of the connector with five good inputs (one of them NASTY) and one that cannot be an item.

    web: the peer, where it speaks JSON: it can be made to fail. posts: what it shows, to be changed at will.
    set_date: how a post is given another date. delete_one: takes a post away and says its external id.
    """

    settings: dict[str, Any]
    secrets: dict[str, Any] = field(default_factory=dict)
    add_one: Callable[[], None] | None = None
    is_cursor_by_item: bool = True  # else the cursor moves with the last page only
    web: JsonWeb | None = None
    posts: list[Any] = field(default_factory=list)
    set_date: Callable[[Any, str], None] | None = None
    delete_one: Callable[[], str] | None = None


@dataclass
class PurseOfTests:
    """A purse in memory: so many units, the same id once."""

    units: int = 1_000
    seen: set[str] = field(default_factory=set)
    reserved: list[int] = field(default_factory=list)

    def reserve(self, wanted: int) -> int:
        given = min(wanted, self.units)
        self.units -= given
        self.reserved.append(given)
        return given

    def settle(self, reserved: int, *, used: int = 0, ids: Iterable[str] = ()) -> None:
        new = set(ids) - self.seen
        self.seen |= new
        self.units += reserved - used - len(new)


def wrong_forms(value: Any, *, most: int = 400) -> Iterable[Any]:
    """The same JSON with one value after the other replaced by each other kind of value."""
    count = 0
    for path in _places(value):
        for other in (None, 7, -1.5, True, [], {}, "", "x", ["x"], {"x": [None]}, 10**30):
            yield _replaced(value, path, other)
            count += 1
            if count == most:
                return


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:2]):
            yield from _places(inner, (*path, number))


def _replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(copy[path[0]], path[1:], other)
    return copy
