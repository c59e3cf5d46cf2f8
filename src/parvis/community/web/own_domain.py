"""The square under a domain of its own (PARVIS_COMMUNITY_ORIGIN): nothing of the house is reached there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect

SQUARE = ("/community/", "/static/", "/language/", "/robots.txt", "/csp-report", "/healthz")
NOT_THERE = "/community/desk/"


class OwnDomain:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.host = settings.COMMUNITY_ORIGIN.partition("://")[2].lower()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.host or _named(request.META.get("HTTP_HOST", "")) != _named(self.host):
            return self.answer(request)
        if request.path == "/":
            return HttpResponsePermanentRedirect("/community/")
        if not request.path.startswith(SQUARE) or request.path.startswith(NOT_THERE):
            return HttpResponseNotFound("There is no page here.\n", content_type="text/plain; charset=utf-8")
        return self.answer(request)


def _named(host: str) -> str:
    """Without its port and the dot of the root: each names the same domain."""
    return host.lower().partition(":")[0].rstrip(".")
