"""What happens when the log-in library lets somebody in, whichever way they came.

Django and allauth tell of it by signals, and in no other way; each receiver calls an action.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from parvis.accounts.actions.sessions import end_every_session, follow_session, note_session
from parvis.accounts.models import LoginSession, User
from parvis.accounts.web.known_devices import remember_device
from parvis.foundation.audit import Actor, record
from parvis.foundation.clock import utc_now

SEEN = "seen_at"  # seconds since 1970, in the session itself: asking for it costs no query


def listen() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(_note_log_in, dispatch_uid="parvis.note_log_in")
    user_logged_out.connect(_forget_session, dispatch_uid="parvis.forget_session")
    password_reset.connect(_note_reset, dispatch_uid="parvis.note_reset")


def address_of(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


def _note_log_in(request: HttpRequest, user: User, **_: Any) -> None:
    now = utc_now()
    if request.session.session_key is None:
        request.session.save()
    note_session(
        user,
        session_key=str(request.session.session_key),
        address=address_of(request),
        browser=request.META.get("HTTP_USER_AGENT", ""),
        now=now,
    )
    request.session[SEEN] = int(now.timestamp())
    remember_device(request, user)


def _forget_session(request: HttpRequest, user: User | None, **_: Any) -> None:
    LoginSession.objects.filter(session_key=request.session.session_key or "").delete()


def _note_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """The forgotten password was replaced by mail: whoever was logged in with the old one is out."""
    end_every_session(user)
    record(
        "user.password_reset", user, by=Actor("user", user.pk, str(user), address_of(request)), now=utc_now()
    )


def keep_session_key(request: HttpRequest, before: str) -> None:
    follow_session(before, str(request.session.session_key))
