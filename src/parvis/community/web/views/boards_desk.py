"""The boards: their order, their words, who sees them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.community.actions.boards import BoardSettings, change_board, make_board, move_board
from parvis.community.logic.errors import EmptyText
from parvis.community.models import Board
from parvis.community.reads.boards import boards_at_the_desk
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def boards(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    problem = ""
    if request.method == "POST":
        try:
            made = make_board(_given(request), by=actor_of(request), now=utc_now())
        except EmptyText:
            problem = _("A board needs a name.")
        else:
            say(request, _("The board “%(name)s” is open.") % {"name": made.name})
            return redirect("community-desk-boards")
    shown = {"boards": boards_at_the_desk(), "problem": problem, "given": request.POST}
    return render(request, "community/desk/board_list.html", shown, status=422 if problem else 200)


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """Change one; up and down are buttons of the same form."""
    found = Board.objects.filter(pk=min(board_id, 2**63 - 1), fused_into=None).first()
    if found is None:
        raise Http404("board")
    problem = ""
    if request.method == "POST":
        if request.POST.get("move") in ("up", "down"):
            move_board(found, is_up=request.POST["move"] == "up")
            return redirect("community-desk-boards")
        try:
            change_board(found, _given(request), by=actor_of(request), now=utc_now())
        except EmptyText:
            problem = _("A board needs a name.")
        else:
            say(request, _("Saved."))
            return redirect("community-desk-boards")
    shown = {"board": found, "problem": problem}
    return render(request, "community/desk/board.html", shown, status=422 if problem else 200)


def _given(request: HttpRequest) -> BoardSettings:
    return BoardSettings(
        name=request.POST.get("name", ""),
        about=request.POST.get("about", ""),
        language=request.POST.get("language", ""),
        is_private=request.POST.get("is_private") == "1",
        is_closed=request.POST.get("is_closed") == "1",
    )
