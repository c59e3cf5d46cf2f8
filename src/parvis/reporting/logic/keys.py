"""The key of a shared link: 256 random bits, so that no one guesses it and a plain hash protects it."""

from __future__ import annotations

import hashlib
import re

_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def looks_like_key(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def key_hash(key: str) -> str:
    return hashlib.sha256(f"parvis.report:{key}".encode()).hexdigest()
