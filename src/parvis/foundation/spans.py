"""What takes time, told to whoever listens: a request, a job, a statement, a request of our own to another server.

Nobody listens unless the installation names a receiver of traces; then `parvis.project.traces` does. What is
noted is the code's own words and numbers, never what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

Kind = Literal["server", "client", "consumer"]
Noted = str | int | float


class Span(Protocol):
    """Something that is going on. An exception that leaves it makes it a failure by itself."""

    def rename(self, name: str) -> None:
        """Call it what it turned out to be."""

    def note(self, name: str, value: Noted) -> None:
        """Add a fact under a name of OpenTelemetry's conventions."""

    def fail(self, kind: str) -> None:
        """It came to nothing although no exception left it."""


class _Unheard:
    def rename(self, name: str) -> None: ...

    def note(self, name: str, value: Noted) -> None: ...

    def fail(self, kind: str) -> None: ...


Listener = Callable[[str, Kind, Mapping[str, Noted], str], AbstractContextManager[Span]]
_listener: Listener | None = None
_unheard: AbstractContextManager[Span] = nullcontext(_Unheard())


def listen(listener: Listener | None) -> None:
    """From now on this process tells `listener`; None: nobody."""
    global _listener
    _listener = listener


def is_heard() -> bool:
    """Whether it is worth while to work out what would be noted."""
    return _listener is not None


def span(
    name: str, *, kind: Kind, noted: Mapping[str, str | int] | Mapping[str, Noted] | None = None, parent: str = ""
) -> AbstractContextManager[Span]:
    """Around what takes time. parent: the `traceparent` of whoever asked for it, where they are believed."""
    return _listener(name, kind, noted or {}, parent) if _listener is not None else _unheard
