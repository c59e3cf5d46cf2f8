"""Middleware: whoever must use a second step and has none is led to it and sees nothing else.

Also tells the audit log what people do with their own codes and keys, which the library announces by signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from parvis.accounts.models import User
from parvis.accounts.reads.second_step import lacks_second_step
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.web.screens import actor_of

# What somebody without a second step still needs: to set one up, to log out, to read it in their language.
_OPEN = {"account_reauthenticate", "account_logout", "set_language", "set_theme"}
BY_COMPANY = "second_step_by_company"  # the company's own log-in has asked for it


class SecondStepFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponseBase | None:
        match, user = request.resolver_match, request.user
        if not user.is_authenticated or match is None:
            return None
        is_api = request.path.startswith("/api/")
        # What is open to strangers is open to them as well.
        is_closed = is_api or getattr(view, "permission", None) is not None
        name = match.url_name or ""
        if not is_closed or name in _OPEN or name.startswith("mfa_"):
            return None
        if request.session.get(BY_COMPANY) or not lacks_second_step(user):
            return None
        if is_api:
            return JsonResponse(
                {"title": "This account must set up its second step first.", "status": 403}, status=403
            )
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=403)
            response["HX-Redirect"] = redirect("mfa_index").url
            return response
        return redirect("mfa_index")


def listen() -> None:
    authenticator_added.connect(_note_added, dispatch_uid="parvis.second_step_added")
    authenticator_removed.connect(_note_removed, dispatch_uid="parvis.second_step_removed")
    authenticator_reset.connect(_note_new_codes, dispatch_uid="parvis.recovery_codes_made")


def _note_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    record("second_step.added", user, by=actor_of(request), now=utc_now(), kind=str(authenticator.type))


def _note_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    record("second_step.removed", user, by=actor_of(request), now=utc_now(), kind=str(authenticator.type))


def _note_new_codes(request: HttpRequest, user: User, **_: Any) -> None:
    record("second_step.codes_made", user, by=actor_of(request), now=utc_now())
