"""What a connector is: a value with a kind, declared abilities, and the functions for them.

One folder under `channels/connectors/<kind>/` and one line in the setting CHANNEL_CONNECTORS.
Only `client.py` of a connector talks to the network; `parse.py` is pure; connectors do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

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
    send: Send | None = None
    check: Callable[[Settings, Settings], None] | None = None  # raises ConnectorError with what is wrong
    limits: ChannelLimits = field(default_factory=ChannelLimits)
    poll_seconds: int | None = None  # how often a worker fetches; None: only when asked
    is_addressed: bool = False  # what comes in is said to us
