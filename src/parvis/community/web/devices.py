"""Which of a member's devices is at hand: a signed number in a cookie, from when notices were switched on in it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from parvis.community.actions.devices import forget_device
from parvis.community.models import Member, MemberDevice

COOKIE = "parvis_device"
_SALT = "community.device"
_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one


def device_here(request: HttpRequest, member: Member) -> int | None:
    """The number of the device at hand, if it tells this member."""
    try:
        number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return MemberDevice.objects.filter(pk=number, member=member).values_list("pk", flat=True).first()


def remember_here(response: HttpResponseBase, device: MemberDevice) -> None:
    response.set_cookie(
        COOKIE, signing.dumps(device.pk, salt=_SALT), max_age=_SECONDS, httponly=True, samesite="Lax",
        secure=settings.IS_SECURE, path="/community/",
    )  # fmt: skip


def forget_here(request: HttpRequest, response: HttpResponseBase, member: Member | None) -> None:
    """Whoever logs out is told nothing more on a device that others may use next."""
    if COOKIE not in request.COOKIES:
        return
    if member is not None and (number := device_here(request, member)) is not None:
        forget_device(member, device_id=number)
    response.delete_cookie(COOKIE, path="/community/", samesite="Lax")
