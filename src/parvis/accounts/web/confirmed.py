"""Sensitive acts ask again who is there, unless somebody proved it a moment ago."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from parvis.foundation.web.components.messages import say

# Long enough to finish what one began, short enough for a screen left open.
LATELY_SECONDS = 15 * 60
COMPANY = "company"  # the method under which the company's own log-in is remembered


def was_confirmed_lately(request: HttpRequest) -> bool:
    """Logged in, or asked again, within the last quarter of an hour."""
    user = request.user
    if not user.is_authenticated:
        return False
    records = get_authentication_records(request, user)
    if any(time.time() - _shown_at(record) < LATELY_SECONDS for record in records[-5:]):
        return True
    return not _way_of_asking(request)


def _shown_at(record: dict[str, Any]) -> float:
    """When the person showed who they are. The company's log-in may let a browser through that it still knows:
    there its own word counts, or none."""
    return float(record.get("auth_time", 0)) if record.get("method") == COMPANY else float(record["at"])


def _way_of_asking(request: HttpRequest) -> str:
    """The page that asks: for password, code or passkey, else the company's log-in. Empty where there is none."""
    if get_reauthentication_flows(request.user):
        return str(get_adapter().get_reauthentication_methods(request.user)[0]["url"])
    known = request.user.provider_identities.filter(provider__is_active=True)  # type: ignore[union-attr]
    last = known.order_by("-last_used_at").values_list("provider_id", flat=True).first()
    return f"{reverse('company-log-in', args=[last])}?again=1" if last else ""


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """For `@screen(confirmed=True)`: the way to the page that asks, unless it is known who is there.

    What was typed is not kept meanwhile, other than by the library's own way: it may be a password.
    """
    if was_confirmed_lately(request):
        return None
    way = _way_of_asking(request)
    say(request, _("Show that it is you, then do it once more."), tone="warning")
    joint = "&" if "?" in way else "?"
    address = f"{way}{joint}{urlencode({REDIRECT_FIELD_NAME: _page_of(request)})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=403)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """The page on which the button stood."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return urlsplit(came_from)._replace(scheme="", netloc="").geturl()
    return "/"
