"""Middleware: whose request it is, where proxies stand before us.

A proxy adds the address it was asked from at the end of X-Forwarded-For. What stands further left anybody can
have written; so the operator says how many proxies there are, and exactly that many are believed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class VisitorAddress:
    """First of all: limits, the audit log and the list of sessions read REMOTE_ADDR."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = address_before(request.META.get("HTTP_X_FORWARDED_FOR", ""), proxies=settings.TRUSTED_PROXIES)
        if address:
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def address_before(forwarded: str, *, proxies: int) -> str:
    """The address that the first of so many proxies was asked from; empty where that cannot be told."""
    written = [part.strip() for part in forwarded.split(",")]
    if proxies < 1 or len(written) < proxies:
        return ""
    try:
        return str(ipaddress.ip_address(written[-proxies]))
    except ValueError:
        return ""
