"""A notice through a browser's push service (RFC 8030): sealed for one browser, signed by this installation.

Who is told, and of what, is decided by those who keep the devices: employees' in `accounts`, members' in `community`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from parvis.foundation.http import FetchError, post
from parvis.foundation.logic.web_push import (
    MalformedKey,
    authorization,
    encrypt,
    point_of,
    signing_key,
    to_bytes,
    to_text,
)
from parvis.foundation.secrets import SecretsUnreadable, derived_key, unseal

LIVES = timedelta(hours=12)  # a notice that waited longer is no news
_GONE = (404, 410)


class PushFailed(Exception):
    """The push service did not take the notice; permanent: asking again cannot help."""

    def __init__(self, code: str, *, permanent: bool = False, retry_after_seconds: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


class Device(Protocol):
    """Where a browser's push service is, and the keys its notices are sealed for."""

    @property
    def endpoint(self) -> str: ...
    @property
    def browser_key(self) -> str: ...
    @property
    def sealed_browser_secret(self) -> str: ...


def sender_key() -> ec.EllipticCurvePrivateKey:
    """The installation's own, out of its first field key: stored nowhere, the same for ever."""
    return signing_key(derived_key("web-push") + derived_key("web-push, extra bits"))


def public_sender_key() -> str:
    return to_text(point_of(sender_key().public_key()))


def is_device(endpoint: str, *, browser_key: str, browser_secret: str) -> bool:
    """Whether notices can go there: over HTTPS, and sealed with these keys."""
    try:
        _sealed(b"", to_bytes(browser_key), to_bytes(browser_secret))
        parts = urlsplit(endpoint)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or parts.netloc in settings.FETCH_ALLOWED_PRIVATE
    )


def deliver(device: Device, notice: Mapping[str, Any], *, topic: str = "", now: datetime) -> bool:
    """Send it; False where the device is gone for good. Raises PushFailed.

    topic: what is not delivered yet under the same one is replaced (RFC 8030, section 5.4); up to 32 letters.
    """
    try:
        secret = to_bytes(str(unseal(device.sealed_browser_secret).get("secret", "")))
        body = _sealed(json.dumps(notice).encode(), to_bytes(device.browser_key), secret)
    except (SecretsUnreadable, MalformedKey) as error:
        raise PushFailed("device-unreadable", permanent=True) from error
    contact = settings.ORIGIN if settings.IS_SECURE else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    headers = {
        "Authorization": authorization(
            device.endpoint, key=sender_key(), contact=contact, expires_at=int((now + LIVES).timestamp())
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIVES.total_seconds())),
        "Urgency": "high",
        **({"Topic": topic} if topic else {}),
    }
    try:
        answer = post(device.endpoint, body=body, headers=headers, max_bytes=64 * 1024, timeout_seconds=15)
    except FetchError as error:
        raise PushFailed(error.code, permanent=error.permanent) from error
    if answer.status in _GONE:
        return False
    if answer.status == 429 or answer.status >= 500:
        after = answer.headers.get("retry-after", "")
        raise PushFailed("busy", retry_after_seconds=min(int(after), 3600) if after.isdecimal() else None)
    if not 200 <= answer.status < 300:
        raise PushFailed(f"status-{answer.status}", permanent=True)
    return True


def _sealed(notice: bytes, browser_key: bytes, browser_secret: bytes) -> bytes:
    return encrypt(
        notice,
        browser_key=browser_key,
        browser_secret=browser_secret,
        own_key=ec.generate_private_key(ec.SECP256R1()),
        salt=secrets.token_bytes(16),
    )
