"""One line of a timeline: what was said, bought, answered, noted or decided, whichever capability holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

# What people look for in a timeline → the kinds of entries that are it.
GROUPS: dict[str, tuple[str, ...]] = {
    "said": ("message", "reply", "mention"),
    "bought": ("purchase", "return"),
    "answered": ("answer", "review"),
    "noted": ("note", "file"),
    "decided": ("created", "link", "unlink", "join", "part", "consent", "withdrawal", "tag", "untag"),
}
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """kind: one of GROUPS; ref makes entries of one time distinct; detail: plain values, named by kind."""

    at: datetime
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    url_name: str
    url_args: tuple[Any, ...]
    sentiment: str = ""
    language: str = ""
    ref: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def tells(*kinds: str) -> Callable[[F], F]:
    """Declare on a source of a timeline which kinds it gives: it is not asked when others are looked for."""

    def declare(source: F) -> F:
        source.kinds = frozenset(kinds)  # type: ignore[attr-defined]
        return source

    return declare


def kinds_asked(kind: str) -> tuple[str, ...]:
    """The kinds behind a filter: those of a group, or the one kind; none for no filter."""
    return GROUPS.get(kind, (kind,) if kind else ())
