"""Screens that show persons: service for those who answer, a legal duty for the data-protection officer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from parvis.accounts.permissions import account_of
from parvis.foundation.access import purpose
from parvis.foundation.web.screens import screen
from parvis.people.permissions import purpose_of

View = Callable[..., HttpResponseBase]


def person_screen(
    *, permission: str = "people.view", methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], View]:
    """Like foundation's screen, with the purpose of the account that looks."""

    def decorate(view: View) -> View:
        @wraps(view)
        def with_purpose(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with purpose(purpose_of(account_of(request))):
                return view(request, *args, **kwargs)

        guarded = screen(permission=permission, methods=methods)(with_purpose)
        guarded.purpose = "service or legal_duty"  # type: ignore[attr-defined]
        return guarded

    return decorate
