"""Sensitive acts ask again who is there, unless somebody proved it a moment ago."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from parvis.foundation.web.components.messages import say

# Long enough to finish what one began, short enough for a screen left open.
LATELY_SECONDS = 15 * 60


def was_confirmed_lately(request: HttpRequest) -> bool:
    """Logged in, or asked again, within the last quarter of an hour."""
    user = request.user
    if not user.is_authenticated:
        return False
    if not get_reauthentication_flows(user):
        # Nothing to ask with: this account comes in by the company's own log-in.
        return True
    records = get_authentication_records(request, user)
    return any(time.time() - record["at"] < LATELY_SECONDS for record in records[-5:])


def confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Under @screen: an act for somebody who showed lately that it is them; else they are asked and come back.

    What was typed is not kept meanwhile, other than by the library's own way: it may be a password.
    """

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and not was_confirmed_lately(request):
            way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            say(request, _("Show that it is you, then do it once more."), tone="warning")
            return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: _page_of(request)})}")
        return view(request, *args, **kwargs)

    return update_wrapper(asked, view)


def _page_of(request: HttpRequest) -> str:
    """The page on which the button stood."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return urlsplit(came_from)._replace(scheme="", netloc="").geturl()
    return "/"
