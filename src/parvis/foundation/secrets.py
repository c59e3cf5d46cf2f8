"""One derived key per use, versioned, from the installation's field keys, which lie outside the database.

Version n is the n-th field key the installation had. New values are sealed under the newest; a value says
under which it was: `gAAAA…` under the first, `2:gAAAA…` under the second. All versions stay readable, so
a rotation may be interrupted anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def field_keys() -> tuple[str, ...]:
    """The key of version 1 first, the newest last."""
    return (*settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY)


def derived_key(use: str, *, version: int = 1) -> bytes:
    """32 bytes for one use ("connections", "contact-points"). HMAC-SHA-256 as key derivation."""
    key = field_keys()[version - 1]
    return hmac.new(key.encode(), f"{use}:{version}".encode(), hashlib.sha256).digest()


def keyed_hash(use: str, value: str) -> str:
    """A hash that cannot be looked up without the key, for comparing normalised addresses.

    Always of the first key: hashes are compared with each other, so one key has to serve them all.
    """
    return hmac.new(derived_key(use), value.encode(), hashlib.sha256).hexdigest()


class SecretsUnreadable(Exception):
    """The field keys are not those the secrets were written with."""


def seal(values: dict[str, Any]) -> str:
    """Encrypt a connection's secrets for the database."""
    return _encrypt(json.dumps(values).encode()) if values else ""


def unseal(sealed: str) -> dict[str, Any]:
    """The inverse of seal. Raises SecretsUnreadable."""
    return dict(json.loads(_decrypt(sealed))) if sealed else {}


def seal_bytes(content: bytes) -> str:
    """Encrypt a piece of a file; one line, about a third longer than the piece."""
    return _encrypt(content)


def unseal_bytes(sealed: str) -> bytes:
    """The inverse of seal_bytes. Raises SecretsUnreadable."""
    return _decrypt(sealed)


def reseal(sealed: str) -> str:
    """The same content under the newest key. Raises SecretsUnreadable."""
    return _encrypt(_decrypt(sealed)) if sealed and not is_sealed_newly(sealed) else sealed


def is_sealed_newly(sealed: str) -> bool:
    """Whether the newest key opens it, as far as it says itself."""
    return _version_of(sealed)[0] == len(field_keys())


def _encrypt(content: bytes) -> str:
    newest = len(field_keys())
    token = _cipher(newest).encrypt(content).decode()
    return token if newest == 1 else f"{newest}:{token}"


def _decrypt(sealed: str) -> bytes:
    version, token = _version_of(sealed)
    if version < 1:
        raise SecretsUnreadable
    try:
        return _cipher(version).decrypt(token.encode())
    except (InvalidToken, IndexError) as error:
        raise SecretsUnreadable from error


def _version_of(sealed: str) -> tuple[int, str]:
    version, separator, token = sealed.partition(":")
    return (int(version), token) if separator and version.isdecimal() else (1, sealed)


def _cipher(version: int) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("connections", version=version)))
