"""What a connector is: a value with a kind, declared abilities, and the functions for them.

One folder under `channels/connectors/<kind>/` and one line in the setting CHANNEL_CONNECTORS.
Only `client.py` of a connector talks to the network; `parse.py` is pure; connectors do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from parvis.channels.logic.items import ChannelLimits, OutboundMessage, Page, SendReceipt

Settings = Mapping[str, Any]
Cursor = Mapping[str, Any]


class ConnectorError(Exception):
    """A channel refused or failed. permanent: trying again the same way cannot help.

    code is a short stable word ("login-refused", "unreachable", "address-forbidden", "too-large",
    "malformed", "rate-limited", "rejected-recipient"); detail is for the administrator and holds no secret.
    """

    def __init__(
        self, code: str, detail: str = "", *, permanent: bool, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


class Fetch(Protocol):
    """Pages since the cursor; each page is stored with its cursor before the next one is asked for."""

    def __call__(
        self, settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime
    ) -> Iterator[Page]: ...


class Send(Protocol):
    """Carry one message out; raises ConnectorError. Sending the same external_id twice must be harmless
    where the channel allows it, and is declared in the connector's README where it does not."""

    def __call__(
        self, settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime
    ) -> SendReceipt: ...


class PurseEmpty(Exception):
    """The limit of the period is used up; raised by a connector that could reserve nothing."""


class Purse(Protocol):
    """A hard limit on what is read where reading costs. What is spent survives a restart and is shared."""

    def reserve(self, wanted: int) -> int:
        """Set up to so many units aside before a call, and say how many; 0 when nothing is left."""
        ...

    def settle(self, reserved: int, *, used: int = 0, ids: Iterable[str] = ()) -> None:
        """After the call: what was not used is given back. ids are counted once a day, however often read."""
        ...


class FetchPaid(Protocol):
    """As Fetch, with a purse to ask before each call. Raises PurseEmpty."""

    def __call__(
        self, settings: Settings, secrets: Settings, cursor: Cursor, *, purse: Purse, now: datetime
    ) -> Iterator[Page]: ...


@dataclass(frozen=True, slots=True)
class Meter:
    """How reading is counted: of which setting the limit is made, and when counting begins anew."""

    period: Literal["day", "month"]
    limit: Callable[[Settings], int]
    zone: str = "UTC"  # whose midnight it is


class OpenStream(Protocol):
    """A connection that stays. Iterating gives pages and ends, or raises ConnectorError, when it is broken;
    close() may be called from another thread and wakes whoever iterates."""

    def __iter__(self) -> Iterator[Page]: ...

    def close(self) -> None: ...


class Stream(Protocol):
    """Open a stream that goes on after the cursor, as far as the channel can. Raises ConnectorError.

    The caller has `fetch` look back once the stream is open, so that nothing falls between.
    """

    def __call__(
        self, settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime
    ) -> OpenStream: ...


class Recheck(Protocol):
    """Which of these external ids are no longer there. Raises ConnectorError. At most recheck_at_once ids.

    purse: where asking costs, as FetchPaid has it.
    """

    def __call__(
        self,
        settings: Settings,
        secrets: Settings,
        external_ids: Sequence[str],
        *,
        purse: Purse | None,
        now: datetime,
    ) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field of a connection's form. secret fields are stored encrypted and never shown again."""

    name: str
    kind: str = "text"  # text | number | boolean | password | url | email | choice
    required: bool = True
    default: Any = ""
    choices: tuple[str, ...] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Connector:
    """Everything the rest of Parvis knows of a kind of channel. An ability that is None is not offered."""

    kind: str
    icon: str
    fields: tuple[SettingField, ...] = ()
    fetch: Fetch | None = None
    fetch_paid: FetchPaid | None = None  # instead of fetch, with the meter that its purse follows
    meter: Meter | None = None
    stream: Stream | None = None
    is_streamed: Callable[[Settings], bool] = lambda settings: True  # by these settings
    recheck: Recheck | None = None
    recheck_at_once: int = 50
    send: Send | None = None
    check: Callable[[Settings, Settings], None] | None = None  # raises ConnectorError with what is wrong
    check_is_local: bool = False  # it looks at the settings only, as asking would cost: no test is offered
    limits: ChannelLimits = field(default_factory=ChannelLimits)
    poll_seconds: int | None = None  # how often a worker fetches; None: only when asked
    is_addressed: bool = False  # what comes in is said to us; a network may mark single items so
    hears_addressed: bool = False  # among what is said in public, some is said to us
