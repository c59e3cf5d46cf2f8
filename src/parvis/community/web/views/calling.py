"""Super-users are asked to answer what waits on a board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.community.actions.call_experts import MOST_AT_ONCE, call_experts
from parvis.community.reads.boards import boards_with_health, family_of
from parvis.community.reads.calling import asked_of_each, super_users, waiting_on
from parvis.community.web.views.health import board_asked
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.answer", methods=("GET", "HEAD", "POST"))
def call_super_users(request: HttpRequest) -> HttpResponse:
    """What waits on a board and who can be asked, all of it ticked: one press asks."""
    board = board_asked(request)
    waiting = waiting_on(family_of(board) if board else None, most=MOST_AT_ONCE)
    experts = super_users()
    if request.method == "POST":
        questions, people = (
            {id_typed(one) for one in request.POST.getlist(name)} for name in ("question", "member")
        )
        given = call_experts(
            [one for one in waiting if one.pk in questions],
            to=[one for one in experts if one.pk in people],
            by=account_of(request),
            now=utc_now(),
        )
        if given:
            words = ngettext("%(n)d question has somebody now: each is told and can reply by mail.",
                             "%(n)d questions have somebody now: each is told and can reply by mail.",
                             len(given))  # fmt: skip
            say(request, words % {"n": len(given)})
            return redirect(reverse("community-health") + (f"?board={board.pk}" if board else ""))
        say(request, _("Choose at least one question and one super-user."), tone="danger")
    asked = asked_of_each(experts)
    shown = {
        "board": board,
        "choices": boards_with_health(),
        "waiting": waiting,
        "experts": [(one, asked.get(one.pk, 0)) for one in experts],
    }
    return render(request, "community/desk/call.html", shown)
