"""What every public page of the community declares: its methods, who may use it, what it reads persons for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from parvis.accounts.permissions import account_of
from parvis.community.actions.join import member_of_staff
from parvis.community.models import Member
from parvis.community.web.sessions import member_of
from parvis.foundation.access import purpose as declare_purpose
from parvis.foundation.clock import utc_now

View = Callable[..., HttpResponseBase]


def page(
    *, methods: tuple[str, ...] = ("GET", "HEAD"), members_only: bool = False, purpose: str = ""
) -> Callable[[View], View]:
    """A public page. members_only: others log in first and come back; what they were writing is in their browser.

    purpose: a name of settings.PURPOSES where where-members-are-reached is read; the view is one transaction then.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if request.method == "POST" and _holds_nul(request):
                raise BadRequest("NUL")
            if members_only and taking_part(request) is None:
                back = (
                    request.get_full_path()
                    if request.method in ("GET", "HEAD")
                    else request.POST.get("next", "")
                )
                return redirect(f"{reverse('community-log-in')}?{urlencode({'next': back})}")
            try:
                if purpose:
                    with declare_purpose(purpose):
                        response = view(request, *args, **kwargs)
                else:
                    response = view(request, *args, **kwargs)
            except Http404:
                response = _nothing_here(request)
            if isinstance(response, HttpResponse):
                _let_sites_show_it(request, response)
                patch_vary_headers(response, ("Cookie", "Accept-Language"))
                response.setdefault(
                    "Cache-Control", "private, no-store" if member_of(request) else "no-cache"
                )
            return response

        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.is_public_page = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """In the place's own frame, with its search: a visitor knows no queues and teams, and no home of the house."""
    return render(request, "community/site/nothing.html", {"member": member_of(request)}, status=404)


def _holds_nul(request: HttpRequest) -> bool:
    """No browser sends it and no database keeps it: whoever does is refused here, once for all forms."""
    return any("\x00" in value for _name, values in request.POST.lists() for value in values)


def _let_sites_show_it(request: HttpRequest, response: HttpResponse) -> None:
    """Inside the pages of sites that the company named, and of no other. Their visitors send us no cookie there."""
    site = getattr(request, "_site", None)
    if site is not None and site.embedded_by:
        response._csp_replace = {"frame-ancestors": [SELF, *site.embedded_by]}  # type: ignore[attr-defined]
        response.xframe_options_exempt = True


def taking_part(request: HttpRequest) -> Member | None:
    """The member who acts. An employee with an account gets theirs at the first act, signed with their name."""
    member = member_of(request)
    if member is None and may_begin(request):
        member = member_of_staff(account_of(request), now=utc_now())
        request._member = member  # type: ignore[attr-defined]
    return member


def may_begin(request: HttpRequest) -> bool:
    """An employee who did nothing here yet and may: nobody else is asked for a log-in of the house."""
    return (
        member_of(request) is None
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_authenticated
        and request.user.may("community.answer")
    )
