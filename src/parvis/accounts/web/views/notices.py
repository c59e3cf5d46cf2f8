"""Settings → My profile → Notices on my devices."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.push import choose_notices, forget_device, remember_device
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import PushSubscription
from parvis.accounts.permissions import account_of
from parvis.accounts.web.forms import NoticesForm
from parvis.accounts.web.views.sessions import browser_words
from parvis.foundation.clock import utc_now
from parvis.foundation.push import public_sender_key
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(methods=("GET", "HEAD", "POST"))
def notices(request: HttpRequest) -> HttpResponse:
    """What my devices tell me of, and which devices."""
    me = account_of(request)
    form = NoticesForm(request.POST or None, initial={"notices": me.notices})
    if request.method == "POST":
        form = NoticesForm(request.POST)
        if form.is_valid():
            choose_notices(me, form.cleaned_data["notices"])
            say(request, _("Saved"))
            return redirect("my-notices")
    devices = [
        {"name": browser_words(device.browser), "device": device}
        for device in PushSubscription.objects.filter(user=me)
    ]
    return render(
        request,
        "accounts/me/notices.html",
        {"form": form, "devices": devices, "sender_key": public_sender_key()},
    )


@screen(methods=("POST",))
def device(request: HttpRequest) -> HttpResponse:
    """What this browser says when somebody switches notices on or off in it."""
    try:
        told = json.loads(request.body)
        endpoint, keys = str(told["endpoint"])[:1000], told.get("keys") or {}
        if told.get("wanted"):
            remember_device(
                account_of(request),
                endpoint=endpoint,
                browser_key=str(keys.get("p256dh", ""))[:120],
                browser_secret=str(keys.get("auth", ""))[:60],
                browser=request.headers.get("User-Agent", ""),
                now=utc_now(),
            )
        else:
            forget_device(account_of(request), endpoint=endpoint)
    except (ValueError, KeyError, TypeError, AttributeError, AccountRefused):
        return JsonResponse({"ok": False}, status=400)
    return JsonResponse({"ok": True})
