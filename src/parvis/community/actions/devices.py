"""Telling members on their devices: a browser made known and forgotten, a notice sent through its push service.

A notice goes out once, when it is new; what it grows by stands on the page. It holds a title that everybody may read
and a link, nothing of a private board and nothing of what moderation decided: whoever looks over a shoulder sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from parvis.community.logic.errors import MayNot
from parvis.community.logic.notices import KINDS, on_devices
from parvis.community.models import Member, MemberContact, MemberDevice, Notice
from parvis.community.reads.notice_push import pushed
from parvis.foundation.access import purpose
from parvis.foundation.jobs import enqueue
from parvis.foundation.push import deliver, is_device
from parvis.foundation.secrets import seal

PUSH_JOB = "community.push"
MOST_DEVICES = 10


def remember_device(
    member: Member, *, endpoint: str, browser_key: str, browser_secret: str, browser: str, now: datetime
) -> MemberDevice:
    """The browser shows this member's notices from now on, and nobody else's. Raises MayNot("device").

    The oldest of more than MOST_DEVICES is forgotten. Colleagues are told on their account's devices.
    """
    if member.staff_id is not None or not is_device(
        endpoint, browser_key=browser_key, browser_secret=browser_secret
    ):
        raise MayNot("device")
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        mine = MemberDevice.objects.filter(member=member).exclude(endpoint=endpoint)
        oldest = list(mine.order_by("-id").values_list("pk", flat=True)[MOST_DEVICES - 1 :])
        MemberDevice.objects.filter(pk__in=oldest).delete()
        device, _ = MemberDevice.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "member": member,
                "browser_key": browser_key,
                "sealed_browser_secret": seal({"secret": browser_secret}),
                "browser": browser[:300],
                "created_at": now,
            },
        )
    return device


def forget_device(member: Member, *, device_id: int | None = None, endpoint: str = "") -> bool:
    """No notices there any more. Returns whether it was one of theirs."""
    mine = MemberDevice.objects.filter(member=member)
    found = mine.filter(pk=device_id) if device_id is not None else mine.filter(endpoint=endpoint)
    return bool(found.delete()[0])


def choose_kinds_on_devices(member_id: int, kinds: Sequence[str]) -> None:
    """Of what devices tell. Unknown names change nothing."""
    with purpose("membership"):
        contact = MemberContact.objects.select_for_update().filter(member_id=member_id).first()
        if contact is not None:
            contact.notices["devices"] = [name for name in KINDS if name in kinds]
            contact.save(update_fields=["notices"])


def tell_devices(fresh: Sequence[Notice], contacts: Mapping[int, MemberContact]) -> int:
    """A job for each device of those who are told something new and want it there; in the caller's transaction."""
    wanted = {
        one.member_id: one.pk
        for one in fresh
        if (contact := contacts.get(one.member_id)) and on_devices(one.kind, contact.notices)
    }
    devices = MemberDevice.objects.filter(member_id__in=wanted).values_list("pk", "member_id")
    for device_id, member_id in devices:
        enqueue(PUSH_JOB, device_id=device_id, notice_id=wanted[member_id])
    return len(devices)


def push_notice(device_id: int, notice_id: int, *, now: datetime) -> bool:
    """Send one notice to one device, unless it was read or closed to them meanwhile. Returns whether it went out.

    Raises PushFailed where trying again can help, too. A device that is gone for good is forgotten.
    """
    device = MemberDevice.objects.select_related("member").filter(pk=device_id).first()
    if device is None or device.member.left_at is not None:
        return False
    notice = Notice.objects.filter(pk=notice_id, member_id=device.member_id, read_at=None).first()
    if notice is None:
        return False
    with purpose("membership"):
        contact = MemberContact.objects.filter(member_id=device.member_id).first()
    said = pushed(notice) if contact is not None and on_devices(notice.kind, contact.notices) else None
    if said is None:
        return False
    if not deliver(device, said, topic=f"community-{notice.pk}"[:32], now=now):
        device.delete()
        return False
    MemberDevice.objects.filter(pk=device.pk).update(last_used_at=now)
    return True
