"""Parvis as an app on a phone or a desk: its manifest, its service worker, the page for when there is no network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from parvis.foundation.installation import company_name

# What the page without network looks like; everything else is kept when it is first used.
SHELL = (
    "vendor/bootstrap-5.3.9/bootstrap-reboot.min.css",
    "vendor/bootstrap-5.3.9/bootstrap-utilities.min.css",
    "vendor/inter-5.3.0/inter-latin-wght-400-700.woff2",
    "foundation/tokens.css",
    "foundation/components.css",
    "foundation/shell.css",
    "foundation/js/first.js",
    "foundation/mark.svg",
)
_BACKGROUND, _THEME = "#f6f3ec", "#0f4c54"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the app is called and looks like."""
    icons = [("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable-512", 512, "maskable")]
    name = company_name()
    response = JsonResponse(
        {
            "id": "/",
            "name": name if name == "Parvis" else f"{name} · Parvis",
            "short_name": name[:12],
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "lang": get_language(),
            "background_color": _BACKGROUND,
            "theme_color": _THEME,
            "icons": [
                {
                    "src": static(f"foundation/icons/{file}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for file, size, purpose in icons
            ],
            "shortcuts": [{"name": pgettext("place", "Today"), "url": reverse("today")}],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = "public, max-age=3600"
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that its scope is the whole place. Asked for anew at each visit; it names its release."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker; the same for everybody, so it says nothing of anybody."""
    return render(request, "shell/offline.html")


@cache
def _worker() -> str:
    kept = json.dumps([static(name) for name in SHELL])
    release, page = json.dumps(settings.STATIC_URL), json.dumps(reverse("offline"))
    found = finders.find("foundation/service_worker.js")
    assert isinstance(found, str)
    return f"const RELEASE = {release}, KEPT = {kept}, OFFLINE = {page};\n{Path(found).read_text()}"
