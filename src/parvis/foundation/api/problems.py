"""Refusals of the machine interface: problem details (RFC 9457) with a stable code and one sentence."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """An answer that is a refusal. code is stable and documented; detail is one clear sentence in English.

    more: further members of the answer ("errors", "person_ids"); headers: of the answer (Retry-After, Allow).
    """

    def __init__(
        self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.more = more


# What any endpoint may answer: code → (status, what it means).
GENERAL: dict[str, tuple[int, str]] = {
    "not-authenticated": (401, "No token was sent, or it is unknown, expired or revoked."),
    "forbidden": (403, "The token's scopes or the account's roles do not hold the permission."),
    "not-found": (404, "There is no such thing, or this account may not see it."),
    "method-not-allowed": (
        405,
        "The address exists and does not take this method; Allow names those it takes.",
    ),
    "too-large": (413, "The body is larger than this endpoint takes."),
    "wrong-content-type": (415, "The body must be JSON, sent as application/json."),
    "invalid": (422, "A field is missing, unknown or wrong; errors names each one."),
    "idempotency-key-reused": (422, "The Idempotency-Key was used for another request within 24 hours."),
    "rate-limited": (429, "Too many requests; Retry-After says in how many seconds to come back."),
    "unavailable": (503, "The installation cannot answer just now, for example while its database restarts."),
}


def not_found() -> Problem:
    return Problem(404, "not-found", "There is no such thing, or this account may not see it.")
