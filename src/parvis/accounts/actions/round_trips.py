"""The way to a provider and back, for whoever logs in there: a state that is signed, good for minutes, in one browser.

The caller keeps a row a way: hashes of state and browser, sealed what is needed to understand the answer. `use` keeps
apart the ways of those who log in for different ends: a state of one opens nothing of another.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from parvis.foundation.secrets import derived_key, keyed_hash


class RoundTripOver(Exception):
    """The state is forged, or of too long ago."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """state goes with the question, browser into a cookie; nonce and verifier stay here until the answer comes."""

    state: str
    browser: str
    nonce: str
    verifier: str


def set_out(use: str) -> RoundTrip:
    state = _signer(use).sign(secrets.token_urlsafe(24))
    return RoundTrip(state, *(secrets.token_urlsafe(32) for _ in range(3)))


def check_state(use: str, state: str, *, lives: timedelta) -> None:
    """Raises RoundTripOver."""
    try:
        _signer(use).unsign(state, max_age=lives)
    except BadSignature as error:
        raise RoundTripOver from error


def trip_hash(use: str, secret: str) -> str:
    """What is kept of a state, or of what the browser holds."""
    return keyed_hash(use, secret)


def _signer(use: str) -> TimestampSigner:
    return TimestampSigner(key=derived_key(use).hex(), salt="state")
