"""Notices to devices of employees: a device made known and forgotten, a notice sent to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.logic.notices import NOTICES
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import PushSubscription, User
from parvis.foundation.jobs import enqueue
from parvis.foundation.push import deliver, is_device
from parvis.foundation.secrets import seal

MOST_DEVICES = 20


def remember_device(
    user: User, *, endpoint: str, browser_key: str, browser_secret: str, browser: str, now: datetime
) -> PushSubscription:
    """The device shows this account's notices from now on. Raises AccountRefused."""
    if not is_device(endpoint, browser_key=browser_key, browser_secret=browser_secret):
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
    if not deliver(device, notice, now=now):
        device.delete()
        return False
    PushSubscription.objects.filter(pk=device.pk).update(last_used_at=now)
    return True
