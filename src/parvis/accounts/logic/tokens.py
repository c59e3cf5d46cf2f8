"""What an API token looks like: recognisable by people and by scanners for leaked secrets, guessable by nobody.

256 random bits in base 62 behind a fixed beginning. So much randomness needs no slow hash: SHA-256 keeps what
the database holds useless to a thief.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

BEGINNING = "parvis_"
SHOWN_CHARACTERS = len(BEGINNING) + 6
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = 43  # 62 ** 43 > 2 ** 256


def new_token(random_below: Callable[[int], int]) -> str:
    """A token; random_below(n) gives a secret number from 0 to n - 1."""
    return BEGINNING + "".join(_LETTERS[random_below(len(_LETTERS))] for _ in range(_DIGITS))


def looks_like_token(text: str) -> bool:
    rest = text.removeprefix(BEGINNING)
    return text.startswith(BEGINNING) and len(rest) == _DIGITS and all(sign in _LETTERS for sign in rest)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def shown_prefix(token: str) -> str:
    """What a list may show of it."""
    return token[:SHOWN_CHARACTERS]
