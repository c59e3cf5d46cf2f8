"""How many requests a caller may make: so many in each minute of the clock."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """count: with this request; limit: per window; resets_in_seconds: until the next window."""

    count: int
    limit: int
    resets_in_seconds: int

    @property
    def is_exceeded(self) -> bool:
        return self.count > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-06, and Retry-After (RFC 9110) when exceeded."""
        found = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.count)),
            "RateLimit-Reset": str(self.resets_in_seconds),
            "RateLimit-Policy": f"{self.limit};w={WINDOW_SECONDS}",
        }
        if self.is_exceeded:
            found["Retry-After"] = str(self.resets_in_seconds)
        return found


def window_of(seconds: float) -> int:
    """The number of the window that a moment (seconds since 1970) lies in."""
    return int(seconds // WINDOW_SECONDS)


def rate_of(count: int, *, limit: int, seconds: float) -> Rate:
    return Rate(count, limit, max(1, WINDOW_SECONDS - int(seconds % WINDOW_SECONDS)))
