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


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a timeline is shown. said_by: "them", "us" or empty; kind: one of GROUPS, or a kind of
    its own; since: the first moment, until: the first one after; the others: a value or empty for all."""

    channel: str = ""
    said_by: str = ""
    kind: str = ""
    sentiment: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, entry: TimelineEntry) -> bool:
        return (
            (not self.channel or entry.channel == self.channel)
            and (not self.said_by or entry.by_us == (self.said_by == "us"))
            and (not self.kind or entry.kind in kinds_asked(self.kind))
            and (not self.sentiment or (entry.sentiment or "none") == self.sentiment)
            and (self.since is None or entry.at >= self.since)
        )

    def asks(self, source: Callable[..., Any]) -> bool:
        """Whether the source may hold what is looked for: one that declares its kinds is spared otherwise."""
        kinds = getattr(source, "kinds", None)
        return not self.kind or kinds is None or bool(kinds.intersection(kinds_asked(self.kind)))

    @property
    def is_everything(self) -> bool:
        return self == EVERYTHING


EVERYTHING = Choice()


def tells(*kinds: str, narrows: bool = False) -> Callable[[F], F]:
    """Declare on a source of a timeline which kinds it gives: it is not asked when others are looked for.

    narrows: it takes `choice` and gives, of what a filter leaves out, as little as it likes.
    """

    def declare(source: F) -> F:
        source.kinds = frozenset(kinds)  # type: ignore[attr-defined]
        source.narrows = narrows  # type: ignore[attr-defined]
        return source

    return declare


def kinds_asked(kind: str) -> tuple[str, ...]:
    """The kinds behind a filter: those of a group, or the one kind; none for no filter."""
    return GROUPS.get(kind, (kind,) if kind else ())
