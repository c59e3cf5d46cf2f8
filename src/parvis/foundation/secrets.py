"""One derived key per use, versioned, from the installation's field key, which lies outside the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def derived_key(use: str, *, version: int = 1) -> bytes:
    """32 bytes for one use ("connections", "contact-points"). HMAC-SHA-256 as key derivation."""
    return hmac.new(settings.FIELD_KEY.encode(), f"{use}:{version}".encode(), hashlib.sha256).digest()


def keyed_hash(use: str, value: str) -> str:
    """A hash that cannot be looked up without the key, for comparing normalised addresses."""
    return hmac.new(derived_key(use), value.encode(), hashlib.sha256).hexdigest()


class SecretsUnreadable(Exception):
    """The field key is not the one the secrets were written with."""


def seal(values: dict[str, Any]) -> str:
    """Encrypt a connection's secrets for the database."""
    return _cipher().encrypt(json.dumps(values).encode()).decode() if values else ""


def unseal(sealed: str) -> dict[str, Any]:
    """The inverse of seal. Raises SecretsUnreadable."""
    if not sealed:
        return {}
    try:
        return dict(json.loads(_cipher().decrypt(sealed.encode())))
    except InvalidToken as error:
        raise SecretsUnreadable from error


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("connections")))
