"""Settings → My profile → Where I am logged in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actions.sessions import end_other_sessions, end_session
from parvis.accounts.logic.browsers import browser_and_system
from parvis.accounts.models import LoginSession
from parvis.accounts.permissions import account_of
from parvis.accounts.reads.sessions import sessions_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_HANDHELD = ("iPhone", "iPad", "Android")


@screen()
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser in which this account is logged in, this one marked."""
    here = request.session.session_key
    rows = [session_row(session, here=here) for session in sessions_of(account_of(request), now=utc_now())]
    return render(request, "accounts/me/sessions.html", {"rows": rows})


@screen(methods=("POST",))
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Log one browser out."""
    found = LoginSession.objects.filter(pk=session_id, user=account_of(request)).first()
    if found is None:
        raise Http404
    end_session(found, by=actor_of(request), now=utc_now())
    say(request, _("That browser is logged out."))
    return redirect("my-sessions")


@screen(methods=("POST",))
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    count = end_other_sessions(
        account_of(request), keep=str(request.session.session_key), by=actor_of(request), now=utc_now()
    )
    say(
        request,
        ngettext("%(n)s other browser is logged out.", "%(n)s other browsers are logged out.", count)
        % {"n": count},
    )
    return redirect("my-sessions")


def session_row(session: LoginSession, *, here: str | None) -> dict[str, Any]:
    browser, system = browser_and_system(session.browser)
    words = (
        _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if browser and system else ""
    )
    return {
        "session": session,
        "name": words or browser or system or _("Unknown browser"),
        "icon": "device-mobile" if system in _HANDHELD else "device-desktop",
        "is_here": session.session_key == here,
    }


def browser_words(user_agent: str) -> str:
    """ "Firefox on Linux"."""
    browser, system = browser_and_system(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
