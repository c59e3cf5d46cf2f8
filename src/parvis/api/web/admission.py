"""Who is let in to an endpoint, before its body is read: token or session, rate, permission, size, fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from parvis.accounts.actions.tokens import use_token
from parvis.accounts.models import ApiToken, User
from parvis.api.actions.count_requests import count_request
from parvis.foundation.api.endpoints import Endpoint
from parvis.foundation.api.problems import Problem
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import keyed_hash


def admission(endpoint: Endpoint, *, body_name: str) -> Callable[[HttpRequest], bool]:
    """The guard of one endpoint. Raises Problem; True lets in."""
    known = {
        name
        for name in list(inspect.signature(endpoint.function).parameters)[1:]
        if name != body_name and f"{{{name}}}" not in endpoint.path
    }

    def admit(request: HttpRequest) -> bool:
        now = utc_now()
        request.api_now = now  # type: ignore[attr-defined]
        if endpoint.is_open:
            _count(
                request,
                f"address:{_hashed_address(request)}",
                limit=settings.API_OPEN_REQUESTS_A_MINUTE,
                now=now,
            )
        else:
            user = _identified(request, now=now)
            if endpoint.permission and not user.may(endpoint.permission):
                raise _forbidden(request, endpoint.permission)
        _check_request(request, endpoint, known, has_body=bool(body_name))
        return True

    return admit


def _identified(request: HttpRequest, *, now: datetime) -> User:
    written = request.headers.get("Authorization", "")
    if written:
        scheme, _, text = written.partition(" ")
        token = use_token(text.strip(), now=now) if scheme.lower() == "bearer" else None
        if token is None:
            # Whoever guesses is slowed down; whoever mistyped is told at once.
            _count(
                request,
                f"address:{_hashed_address(request)}",
                limit=settings.API_OPEN_REQUESTS_A_MINUTE,
                now=now,
            )
            raise _not_authenticated()
        request.user = token.user
        request.api_token = token  # type: ignore[attr-defined]
        _count(request, f"token:{token.pk}", limit=settings.API_REQUESTS_A_MINUTE, now=now)
        return token.user
    user = request.user
    if not user.is_authenticated or request.method not in ("GET", "HEAD"):
        request.user = AnonymousUser()
        raise _not_authenticated()
    # The cookie is for our own pages alone. Browsers say who asks; other programs send a token.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise _not_authenticated()
    _count(request, f"user:{user.pk}", limit=settings.API_REQUESTS_A_MINUTE, now=now)
    return user


def token_of(request: HttpRequest) -> ApiToken | None:
    found: ApiToken | None = getattr(request, "api_token", None)
    return found


def _count(request: HttpRequest, caller: str, *, limit: int, now: datetime) -> None:
    rate = count_request(caller, limit=limit, now=now)
    request.api_rate = rate  # type: ignore[attr-defined]
    if rate.is_exceeded:
        raise Problem(
            429, "rate-limited", f"Too many requests: come back in {rate.resets_in_seconds} seconds.",
            headers=rate.headers,
        )  # fmt: skip


def _check_request(request: HttpRequest, endpoint: Endpoint, known: set[str], *, has_body: bool) -> None:
    errors = [
        {"field": name, "message": "This endpoint has no such parameter."}
        for name in request.GET
        if name not in known
    ]
    for name, values in request.GET.lists():
        if any("\x00" in value for value in values):
            errors.append({"field": name, "message": "A NUL character cannot be stored or searched."})
        elif len(values) > 1:
            errors.append({"field": name, "message": "Give it once."})
    if "\x00" in request.path:
        errors.append({"field": "path", "message": "A NUL character cannot be stored or searched."})
    if errors:
        raise Problem(
            422, "invalid", "The address holds something that this endpoint does not know.", errors=errors
        )
    if not has_body:
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > endpoint.most_bytes:
        raise Problem(413, "too-large", f"This endpoint takes at most {endpoint.most_bytes} bytes.")
    wanted = endpoint.raw_body or "application/json"
    if not endpoint.raw_body and (request.content_type or "").lower() != wanted:
        raise Problem(415, "wrong-content-type", f"Send the body as {wanted}.")


def _not_authenticated() -> Problem:
    return Problem(
        401, "not-authenticated", "Send a valid token as “Authorization: Bearer parvis_…”.",
        headers={"WWW-Authenticate": 'Bearer realm="parvis"'},
    )  # fmt: skip


def _forbidden(request: HttpRequest, permission: str) -> Problem:
    token = token_of(request)
    lacks = (
        "The token's scopes do not hold"
        if token is not None and permission not in token.scopes
        else "The account's roles do not hold"
    )
    return Problem(403, "forbidden", f"{lacks} the permission {permission}.", permission=permission)


def _hashed_address(request: HttpRequest) -> str:
    """The other end of the line, or the proxy's word for it where a public address is set. Counted, not kept."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    address: Any = forwarded.rpartition(",")[2].strip() if settings.ORIGIN and forwarded else ""
    return keyed_hash("rate-limit", address or str(request.META.get("REMOTE_ADDR", "")))[:32]
