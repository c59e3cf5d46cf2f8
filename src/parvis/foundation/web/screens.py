"""What every screen declares: the permission it asks for, the purpose it reads persons for, its methods."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from parvis.foundation.access import purpose as declare_purpose
from parvis.foundation.audit import Actor
from parvis.foundation.live import last_announcement
from parvis.foundation.plugs import plugged

View = Callable[..., HttpResponseBase]


def screen(
    *,
    permission: str = "",
    purpose: str = "",
    methods: tuple[str, ...] = ("GET", "HEAD"),
    confirmed: bool = False,
) -> Callable[[View], View]:
    """A page for people who are logged in. The whole view is one transaction that serves one purpose.

    permission: a name of accounts.logic.roles, or empty for every account.
    purpose: a name of settings.PURPOSES, or empty where no person is read.
    confirmed: its writes are for somebody who showed lately that it is them; else they are asked and come back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if request.headers.get("HX-Request"):
                    # A fragment must not be replaced by the log-in page: the whole page goes there.
                    response = HttpResponse(status=401)
                    response["HX-Redirect"] = redirect_to_login(request.get_full_path()).url
                    return response
                return redirect_to_login(request.get_full_path())
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if permission and not request.user.may(permission):
                raise PermissionDenied(permission)
            if confirmed and request.method not in ("GET", "HEAD"):
                for asks in plugged("CONFIRMATION"):
                    if (asked := asks(request)) is not None:
                        return asked  # type: ignore[no-any-return]
            request.live_since = last_announcement()  # type: ignore[attr-defined]  # before anything is read
            if not purpose:
                response_of_view = view(request, *args, **kwargs)
            else:
                with declare_purpose(purpose):
                    response_of_view = view(request, *args, **kwargs)
            if isinstance(response_of_view, HttpResponse):
                patch_vary_headers(response_of_view, ("HX-Request", "Cookie"))
                response_of_view.setdefault("Cache-Control", "private, no-store")
            return response_of_view

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.purpose = purpose  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        guarded.confirmed = confirmed  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The logged-in account as the audit log names it."""
    user = request.user
    return Actor("user", user.pk, str(user), request.META.get("REMOTE_ADDR") or None)
