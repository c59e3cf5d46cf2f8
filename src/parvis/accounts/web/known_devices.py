"""A browser in which somebody logged in before, known by a signed cookie.

It opens nothing. It only spares its owner the slow-down that strangers cause by guessing at their account.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from parvis.accounts.models import User

COOKIE = "parvis_device"
_SALT = "parvis.known-device"
_LIFE = timedelta(days=400)  # browsers keep no cookie longer
_MOST_ACCOUNTS = 5  # a shared desk


def device_for(request: HttpRequest, email: str) -> str:
    """The browser's own name for this account, or nothing where it never logged in with it."""
    return _known(request).get(email.strip().lower(), "")


def remember_device(request: HttpRequest, user: User) -> None:
    """Noted on the request; KnownDevices writes the cookie with the answer."""
    known = _known(request)
    address = user.email.lower()
    name = known.pop(address, "") or secrets.token_urlsafe(12)
    kept = dict(list(known.items())[-(_MOST_ACCOUNTS - 1) :])
    request.known_devices = {**kept, address: name}  # type: ignore[attr-defined]


class KnownDevices:
    """Middleware: writes the cookie after a log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = getattr(request, "known_devices", None)
        if known is not None:
            response.set_cookie(
                COOKIE,
                signing.dumps(known, salt=_SALT, compress=True),
                max_age=_LIFE,
                path="/account/",
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LIFE)
    except signing.BadSignature:
        return {}
    return {str(address): str(name) for address, name in found.items()} if isinstance(found, dict) else {}
