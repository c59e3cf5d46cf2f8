"""Signatures of webhooks: Standard Webhooks 1.0 (standardwebhooks.com), symmetric.

Signed is "{id}.{timestamp}.{body}" with HMAC-SHA256 under the secret's bytes; the header holds "v1," and the
base64 of it, once for each secret that is valid just now. A secret is written "whsec_" and base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

BEGINNING = "whsec_"
SECRET_BYTES = 32
# A message that is older may be a replay of one that was overheard.
TOLERANCE_SECONDS = 5 * 60


class BadSecret(ValueError):
    """The secret is not "whsec_" and 24 to 64 bytes in base64."""


def written_secret(random_bytes: bytes) -> str:
    return BEGINNING + base64.b64encode(random_bytes).decode()


def secret_bytes(secret: str) -> bytes:
    """Raises BadSecret."""
    try:
        found = base64.b64decode(secret.removeprefix(BEGINNING), validate=True)
    except (binascii.Error, ValueError):
        raise BadSecret from None
    if not 24 <= len(found) <= 64:
        raise BadSecret
    return found


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """ "v1,…" for the header webhook-signature."""
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "replace") + body
    return "v1," + base64.b64encode(hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest()).decode()


def signed_headers(secret: str, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of one delivery."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id=message_id, timestamp=timestamp, body=body),
    }


def is_signed(headers: Mapping[str, str], body: bytes, *, secret: str, now: float) -> bool:
    """Whether one of the signatures is ours and the message is of these minutes. Compared in constant time."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
        return False
    if abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return False
    expected = signature(secret, message_id=message_id, timestamp=int(stamp), body=body).encode()
    given = headers.get("webhook-signature", "").split(" ")
    # Every one is compared, so that the time taken does not tell which came near.
    matches = [hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in given]
    return any(matches)
