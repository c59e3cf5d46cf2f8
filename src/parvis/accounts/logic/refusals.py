"""Why a change of accounts is refused: codes here, the sentences where people read them."""

from __future__ import annotations


class AccountRefused(Exception):
    """code: "email-taken", "unknown-role", "no-role", "last-administrator", "team-name-taken", "own-account",
    "no-scope", "unknown-scope", "scope-beyond-roles", "expiry-not-ahead", "too-many-tokens", "not-a-service-account",
    "unfit-heir", "issuer-taken",
    "no-permission", "role-name-taken", "role-in-use", "beyond-own-rights",
    "invitation-over", "not-a-device".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
