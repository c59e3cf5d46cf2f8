"""Boards that are fused, and taken apart again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.fuse import fuse, take_apart
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Board
from parvis.community.reads.boards import fused_boards, public_families
from parvis.community.reads.health_rows import BoardLife, lives_of_boards
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def boards(request: HttpRequest) -> HttpResponse:
    """Two quiet boards become one that lives; it can be taken apart again."""
    if request.method == "POST":
        wanted = [id_typed(request.POST.get(name, "")) or 0 for name in ("board", "into")]
        found = {one.pk: one for one in Board.objects.filter(pk__in=wanted)}
        try:
            if len(found) == 2 and fuse(
                found[wanted[0]], into=found[wanted[1]], by=account_of(request), now=utc_now()
            ):
                undo = reverse("community-board-apart", args=[wanted[0]])
                say(request, _("Fused. The old address leads to the other board."), undo_url=undo)
            elif len(found) < 2:
                say(request, _("Choose two boards."), tone="danger")
        except CommunityError as refused:
            say(request, sentence(refused), tone="danger")
        return redirect("community-fuse")
    lives = lives_of_boards(public_families(), now=utc_now())
    board = id_typed(request.GET.get("board", "")) or (lives[0].id if lives else 0)
    shown = {"boards": lives, "fused": fused_boards(), "board_id": board, "into_id": _fits_best(board, lives)}
    return render(request, "community/desk/boards.html", shown)


@screen(permission="community.manage", methods=("POST",))
def apart(request: HttpRequest, board_id: int) -> HttpResponse:
    found = Board.objects.filter(pk=board_id).first()
    if found is None:
        raise Http404("board")
    if take_apart(found, by=account_of(request), now=utc_now()):
        say(request, _("It is a board of its own again, with its questions."))
    return redirect("community-fuse")


def _fits_best(board_id: int, lives: list[BoardLife]) -> int:
    """The liveliest other board of the same language; without one the liveliest other."""
    languages = dict(Board.objects.values_list("pk", "language"))
    others = [one for one in reversed(lives) if one.id != board_id]
    alike = [one for one in others if languages.get(one.id) == languages.get(board_id)]
    return next((one.id for one in alike or others), 0)
