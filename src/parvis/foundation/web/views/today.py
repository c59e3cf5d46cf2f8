"""Today: what waits for me, what changed, what is at risk. The home of every role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from parvis.foundation import installation
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.today import choose_cards
from parvis.foundation.plugs import plugged
from parvis.foundation.web.screens import screen
from parvis.foundation.web.walk import walk_steps

WALKED = "parvis_walked"


@screen(purpose="service")
def today(request: HttpRequest) -> HttpResponse:
    """At most seven cards, each ends in an act; in the demo, the loop to walk through once."""
    now = utc_now()
    cards = choose_cards(card for cards_of in plugged("TODAY_CARDS") for card in cards_of(request.user, now=now))
    is_new = installation.is_demo() and WALKED not in request.COOKIES
    return render(
        request,
        "foundation/today/index.html",
        {
            "cards": cards,
            "greeting": _greeting(str(request.user).split(" ")[0], localtime(now).hour),
            "now": now,
            "steps": walk_steps(request.user) if is_new else [],
        },
    )


@screen(methods=("POST",))
def walked(request: HttpRequest) -> HttpResponse:
    """The loop is known: do not show it again in this browser."""
    response = redirect("today")
    response.set_cookie(WALKED, "1", max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def _greeting(name: str, hour: int) -> str:
    # 18 h: when people change from "bonjour" to "bonsoir".
    return (_("Good evening, %(name)s") if hour >= 18 or hour < 4 else _("Hello, %(name)s")) % {"name": name}
