"""Around every request: its id, what it took, what was slow, and whether the pages are closed.

The first middleware of all, so that also what WhiteNoise or a refusal answers carries the headers.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from parvis.foundation import maintenance
from parvis.foundation.log_lines import request_id
from parvis.foundation.measures import note_request
from parvis.foundation.slow_statements import watched_statements
from parvis.foundation.spans import Span, span

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
# What a browser may never do for a page of ours, whatever a page asks.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking", "browsing-topics",
    )
)  # fmt: skip
# Open while the pages are closed: an administrator has to be able to log in, machines to ask how it is.
_ALWAYS_OPEN = frozenset(("healthz", "readyz", "metrics", "policy-report", "set_language"))
_logger = logging.getLogger("parvis.requests")


def observed(get_response: GetResponse) -> GetResponse:
    """Middleware: X-Request-Id taken or made, time measured, slow statements noted, safe headers set."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        own_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(own_id)
        began = time.perf_counter()
        try:
            method = request.method if request.method in _METHODS else "OTHER"
            # Only what a proxy of ours says is believed: a stranger would fill the receiver.
            parent = request.headers.get("traceparent", "") if settings.TRUSTED_PROXIES else ""
            with span("request", kind="server", parent=parent) as told:
                with watched_statements(lambda: route_of(request)):
                    response = get_response(request)
                _tell(told, request, response, method=str(method), own_id=own_id)
            seconds = time.perf_counter() - began
            note_request(str(method), route_of(request), response.status_code, seconds)
            _logger.info(
                "%s %s %s", method, route_of(request), response.status_code,
                extra={"parvis": {"milliseconds": round(seconds * 1000, 1)}},
            )  # fmt: skip
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = own_id
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def _tell(told: Span, request: HttpRequest, response: HttpResponseBase, *, method: str, own_id: str) -> None:
    route = route_of(request)
    told.rename(f"{method} {route}")
    told.note("http.request.method", method)
    told.note("http.route", route)
    told.note("http.response.status_code", response.status_code)
    told.note("parvis.request_id", own_id)
    if response.status_code >= 500:
        told.fail(str(response.status_code))


def route_of(request: HttpRequest) -> str:
    """The name of the address, which is one of few; the path itself may hold anybody's words."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match.route or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"


class ClosedForMaintenance:
    """Middleware, after the one that knows the account: 503 for everybody but administrators."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """Asked when the address is known and before its view runs."""
        if not maintenance.is_closed():
            return None
        match = request.resolver_match
        name = (match.url_name if match else "") or ""
        if name in _ALWAYS_OPEN or name.startswith(("account_", "mfa_", "openid_")):
            return None
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.may("installation.manage"):
            return None
        if request.path_info.startswith("/api/"):
            response: HttpResponse = JsonResponse(
                {"type": "about:blank", "title": "Closed for maintenance", "status": 503},
                status=503, content_type="application/problem+json",
            )  # fmt: skip
        else:
            response = render(request, "shell/maintenance.html", status=503)
        response["Retry-After"] = "120"
        response["Cache-Control"] = "no-store"
        return response
