"""Notices to devices: a device made known and forgotten, a notice sent through its browser's push service."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from parvis.accounts.logic.notices import NOTICES
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import PushSubscription, User
from parvis.foundation.http import FetchError, post
from parvis.foundation.jobs import enqueue
from parvis.foundation.logic.web_push import (
    MalformedKey,
    authorization,
    encrypt,
    point_of,
    signing_key,
    to_bytes,
    to_text,
)
from parvis.foundation.secrets import SecretsUnreadable, derived_key, seal, unseal

MOST_DEVICES = 20
_LIFE = timedelta(hours=12)  # a notice that waited longer is no news
_GONE = (404, 410)


class PushFailed(Exception):
    """The push service did not take the notice; permanent: asking again cannot help."""

    def __init__(self, code: str, *, permanent: bool = False, retry_after_seconds: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


def sender_key() -> ec.EllipticCurvePrivateKey:
    """The installation's own, out of its first field key: stored nowhere, the same for ever."""
    return signing_key(derived_key("web-push") + derived_key("web-push, extra bits"))


def public_sender_key() -> str:
    return to_text(point_of(sender_key().public_key()))


def remember_device(
    user: User, *, endpoint: str, browser_key: str, browser_secret: str, browser: str, now: datetime
) -> PushSubscription:
    """The device shows this account's notices from now on. Raises AccountRefused."""
    try:
        # A notice that nobody gets: whether it can be encrypted for this browser at all.
        _sealed_notice(b"", to_bytes(browser_key), to_bytes(browser_secret))
    except ValueError as error:
        raise AccountRefused("not-a-device") from error
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and parts.netloc not in settings.FETCH_ALLOWED_PRIVATE:
        raise AccountRefused("not-a-device")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = PushSubscription.objects.filter(user=user).exclude(endpoint=endpoint)
        oldest = list(mine.order_by("-id").values_list("pk", flat=True)[MOST_DEVICES - 1 :])
        PushSubscription.objects.filter(pk__in=oldest).delete()
        device, _ = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "user": user,
                "browser_key": browser_key,
                "sealed_browser_secret": seal({"secret": browser_secret}),
                "browser": browser[:300],
                "created_at": now,
            },
        )
    return device


def forget_device(user: User, *, endpoint: str) -> bool:
    """No notices there any more. Returns whether it was one of the account's."""
    return bool(PushSubscription.objects.filter(user=user, endpoint=endpoint).delete()[0])


def choose_notices(user: User, notices: list[str]) -> None:
    user.notices = [name for name in NOTICES if name in notices]
    user.save(update_fields=["notices"])


def notify(user: User, *, about: str, path: str) -> int:
    """Enqueue a notice to every device of an account that wants it; in the caller's transaction. Returns how many."""
    if not user.is_active or about not in user.notices:
        return 0
    devices = list(PushSubscription.objects.filter(user=user).values_list("pk", flat=True))
    for device_id in devices:
        enqueue("accounts.push", device_id=device_id, about=about, path=path)
    return len(devices)


def send_notice(device: PushSubscription, notice: dict[str, str], *, now: datetime) -> bool:
    """Send it; False where the device is gone for good and forgotten. Raises PushFailed."""
    try:
        secret = to_bytes(str(unseal(device.sealed_browser_secret).get("secret", "")))
        body = _sealed_notice(json.dumps(notice).encode(), to_bytes(device.browser_key), secret)
    except (SecretsUnreadable, MalformedKey) as error:
        raise PushFailed("device-unreadable", permanent=True) from error
    contact = settings.ORIGIN if settings.IS_SECURE else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    headers = {
        "Authorization": authorization(
            device.endpoint, key=sender_key(), contact=contact, expires_at=int((now + _LIFE).timestamp())
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(_LIFE.total_seconds())),
        "Urgency": "high",
    }
    try:
        answer = post(device.endpoint, body=body, headers=headers, max_bytes=64 * 1024, timeout_seconds=15)
    except FetchError as error:
        raise PushFailed(error.code, permanent=error.permanent) from error
    if answer.status in _GONE:
        device.delete()
        return False
    if answer.status == 429 or answer.status >= 500:
        after = answer.headers.get("retry-after", "")
        raise PushFailed("busy", retry_after_seconds=min(int(after), 3600) if after.isdecimal() else None)
    if not 200 <= answer.status < 300:
        raise PushFailed(f"status-{answer.status}", permanent=True)
    PushSubscription.objects.filter(pk=device.pk).update(last_used_at=now)
    return True


def _sealed_notice(notice: bytes, browser_key: bytes, browser_secret: bytes) -> bytes:
    return encrypt(
        notice,
        browser_key=browser_key,
        browser_secret=browser_secret,
        own_key=ec.generate_private_key(ec.SECP256R1()),
        salt=secrets.token_bytes(16),
    )
