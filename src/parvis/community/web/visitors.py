"""A visitor without a log-in, as one browser session: a random number that the browser forgets when it is closed."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "parvis_visitor"
_NUMBER = re.compile(r"[0-9a-f]{32}")


def visitor_of(request: HttpRequest) -> str:
    """The number, or empty where this browser has none."""
    given = request.COOKIES.get(COOKIE, "")
    return given if _NUMBER.fullmatch(given) else ""


def new_visitor() -> str:
    return secrets.token_hex(16)


def remember_visitor(response: HttpResponseBase, number: str) -> None:
    response.set_cookie(
        COOKIE, number, httponly=True, samesite="Lax", secure=settings.IS_SECURE, path="/community/"
    )
