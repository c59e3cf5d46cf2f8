"""What every page of the shell needs, computed once and only when a template asks for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from parvis.foundation import installation
from parvis.foundation.web.navigation import navigation_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """navigation, may_start_own, is_demo, company_name, live_origin, live_since, theme."""
    user = getattr(request, "user", None)
    is_known = bool(user and user.is_authenticated)
    try:
        host = request.get_host().rsplit(":", 1)[0] if request.META.get("HTTP_HOST") else "localhost"
    except DisallowedHost:
        host = "localhost"  # the page that says so must not fail in turn
    return {
        "navigation": SimpleLazyObject(lambda: navigation_for(request)) if is_known else [],
        "may_start_own": is_known and user.may("installation.manage"),  # type: ignore[union-attr]
        "is_demo": SimpleLazyObject(installation.is_demo),
        "company_name": SimpleLazyObject(installation.company_name),
        "live_origin": settings.LIVE_ORIGIN or f"http://{host}:{settings.LIVE_PORT}",
        "live_since": getattr(request, "live_since", 0),
        "theme": user.theme if is_known else "system",  # type: ignore[union-attr]
    }
