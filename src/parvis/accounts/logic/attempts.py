"""How many wrong passwords are too many, decided so that nobody can shut the owner out.

Three counts over a window (after OWASP's device cookies, "Slow Down Online Guessing Attacks with Device
Cookies"): of one network address for one account, of one network address for all accounts, and of one account
from everywhere. The last alone could be turned against the owner, so it only slows down, and a browser in which
the owner logged in before is not counted in it: such a browser has a count of its own. Passkeys, the company's
own log-in and a new password by mail ask none of this.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
LONG_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many failures under this key within the window; pause: the least time between two tries once
    that many are reached, instead of none at all."""

    key: str
    most: int
    window: timedelta
    pause: timedelta | None = None


def limits_of(*, account: str, address: str, device: str) -> list[Limit]:
    """What one try is counted under. account: the address typed; device: a browser known to it, or empty."""
    if device:
        return [Limit(f"device:{device}:{account}", 10, LONG_WINDOW)]
    network = network_of(address)
    return [
        Limit(f"pair:{network}:{account}", 5, WINDOW),
        Limit(f"address:{network}", 30, WINDOW),
        Limit(f"account:{account}", 20, LONG_WINDOW, pause=timedelta(seconds=20)),
    ]


def is_refused(limit: Limit, failures: Sequence[datetime], *, now: datetime) -> bool:
    """failures: the latest `most` moments under the limit's key, newest first."""
    recent = [at for at in failures if at > now - limit.window]
    if len(recent) < limit.most:
        return False
    return limit.pause is None or now - recent[0] < limit.pause


def network_of(address: str) -> str:
    """One household or office: an IPv4 address, or the 64 bits that an IPv6 subscriber is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(parsed)
