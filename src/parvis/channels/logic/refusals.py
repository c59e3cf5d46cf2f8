"""What a web server's refusal means: the status and the headers of an answer, in the words of the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from parvis.channels.logic.dates import parse_date
from parvis.channels.logic.items import RateBudget
from parvis.channels.logic.protocol import ConnectorError

MAX_WAIT_SECONDS = 24 * 3600
_PREFIXES = ("x-ratelimit-", "ratelimit-", "x-rate-limit-")
_EPOCH_FROM = 10**9  # a figure above it is a moment, below it a number of seconds


def refusal_of(status: int, headers: Mapping[str, str], *, now: datetime) -> ConnectorError:
    """The error for a status that is no success. Asking again helps, save where somebody has to act."""
    wait = wait_seconds(headers.get("retry-after", ""), now=now)
    if status == 429 or (status == 503 and wait is not None):
        return ConnectorError(
            "rate-limited",
            f"HTTP {status}",
            permanent=False,
            retry_after_seconds=wait if wait is not None else _until_reset(headers, now=now),
        )
    if status == 410:
        return ConnectorError("gone", "HTTP 410", permanent=True)
    if status in {401, 407}:
        return ConnectorError("login-refused", f"HTTP {status}", permanent=True)
    # 404 and 403 come and go with deployments and firewalls: worth asking again later.
    code = "not-found" if status == 404 else "refused" if 400 <= status < 500 else "unreachable"
    return ConnectorError(code, f"HTTP {status}", permanent=False, retry_after_seconds=wait)


def wait_seconds(written: str, *, now: datetime) -> float | None:
    """Retry-After as seconds or as a date (RFC 9110, 10.2.3), at most a day; None when not said."""
    written = written.strip()
    if written.isascii() and written.isdigit():
        return float(min(int(written[:9]), MAX_WAIT_SECONDS))
    try:
        moment = parsedate_to_datetime(written)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return float(min(max(0, (moment - now).total_seconds()), MAX_WAIT_SECONDS))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def rate_of(headers: Mapping[str, str], *, now: datetime) -> RateBudget | None:
    """What may still be asked, where the server says it in one of the three usual spellings."""
    for prefix in _PREFIXES:
        left = _whole(headers.get(f"{prefix}remaining", ""))
        if left is not None:
            return RateBudget(
                left,
                _whole(headers.get(f"{prefix}limit", "")),
                _moment(headers.get(f"{prefix}reset", ""), now=now),
            )
    return None


def _until_reset(headers: Mapping[str, str], *, now: datetime) -> float | None:
    rate = rate_of({**headers, "x-ratelimit-remaining": headers.get("x-ratelimit-remaining", "0")}, now=now)
    if rate is None or rate.resets_at is None:
        return None
    return min(max(0.0, (rate.resets_at - now).total_seconds()), MAX_WAIT_SECONDS)


def _moment(written: str, *, now: datetime) -> datetime | None:
    figure = _whole(written)
    if figure is None:
        return parse_date(written)
    if figure > 10 * _EPOCH_FROM:
        return None
    return datetime.fromtimestamp(figure, UTC) if figure > _EPOCH_FROM else now + timedelta(seconds=figure)


def _whole(written: str) -> int | None:
    try:
        return max(0, min(int(float(written)), 2**31 * 4))
    except (ValueError, OverflowError):
        return None
