"""Middleware: a session says from time to time that it is in use, so that the list of them is true."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parvis.accounts.actions.sessions import SEEN_EVERY, note_seen, note_session
from parvis.accounts.web.log_ins import SEEN, address_of
from parvis.foundation.clock import utc_now


class SeenSessions:
    """One write in five minutes of use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            now = utc_now()
            if now.timestamp() - request.session.get(SEEN, 0) > SEEN_EVERY.total_seconds():
                key = str(request.session.session_key)
                if not note_seen(key, address=address_of(request), now=now):
                    # Logged in before sessions were listed.
                    note_session(
                        user,
                        session_key=key,
                        address=address_of(request),
                        browser=request.META.get("HTTP_USER_AGENT", ""),
                        now=now,
                    )
                request.session[SEEN] = int(now.timestamp())
        return self.get_response(request)
