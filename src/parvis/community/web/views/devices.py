"""Notices on a member's devices: switched on and off in a browser, taken away from the page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache

from parvis.community.actions.devices import forget_device, remember_device
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Member
from parvis.community.web.devices import forget_here, remember_here
from parvis.community.web.pages import page, taking_part
from parvis.foundation.clock import utc_now

MOST_BYTES = 4000


@never_cache
@page(methods=("POST",), members_only=True)
def device(request: HttpRequest) -> HttpResponse:
    """What this browser says when somebody switches notices on or off in it: `wanted`, and its subscription."""
    by, response = _member(request), HttpResponse(status=204)
    try:
        told = json.loads(request.POST.get("subscription", "")[:MOST_BYTES])
        endpoint, keys = str(told["endpoint"])[:1000], told.get("keys") or {}
        if request.POST.get("wanted") == "1":
            made = remember_device(
                by, endpoint=endpoint, browser_key=str(keys.get("p256dh", ""))[:120],
                browser_secret=str(keys.get("auth", ""))[:60], browser=request.headers.get("User-Agent", ""),
                now=utc_now(),
            )  # fmt: skip
            remember_here(response, made)
        else:
            forget_device(by, endpoint=endpoint)
            forget_here(request, response, by)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CommunityError):
        return HttpResponse(status=422)
    return response


@page(methods=("POST",), members_only=True)
def device_remove(request: HttpRequest, device_id: int) -> HttpResponse:
    if not forget_device(_member(request), device_id=device_id):
        raise Http404("device")
    return redirect("community-notices")


@page()
def service_worker(request: HttpRequest) -> HttpResponse:
    """Beside the pages of the square, so that its scope is the square. It keeps nothing and answers no request."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> str:
    icons = {name: static(f"foundation/icons/{name}.png") for name in ("icon-192", "badge-96")}
    found = finders.find("community/push_worker.js")
    assert isinstance(found, str)
    return f"const ICONS = {json.dumps(icons)};\n{Path(found).read_text()}"


def _member(request: HttpRequest) -> Member:
    by = taking_part(request)
    assert by is not None  # members_only
    return by
