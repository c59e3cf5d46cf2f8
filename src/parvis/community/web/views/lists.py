"""Lists of questions: the square itself, a board, a tag, what waits for an answer, what a search found."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.community.models import Board, ProductPage
from parvis.community.permissions import visible_boards
from parvis.community.reads.boards import board_that_took_in, family_of
from parvis.community.reads.product_pages import page_of
from parvis.community.reads.question_list import ORDERS, questions
from parvis.community.reads.search import search
from parvis.community.web.pages import page
from parvis.community.web.sessions import member_of


@page()
def home(request: HttpRequest) -> HttpResponse:
    """The newest activity of every board; ?q= searches."""
    typed = request.GET.get("q", "").strip()
    if typed:
        return _found(request, typed)
    if (about := page_of(request.GET.get("product", ""))) is not None:
        return _listed(
            request,
            heading=_("Questions about %(product)s") % {"product": about.name},
            board_ids=None,
            about=about,
        )
    return _listed(
        request, heading=_("What is being asked"), board_ids=None, is_home="after" not in request.GET
    )


@page()
def board(request: HttpRequest, slug: str) -> HttpResponse:
    reader = member_of(request)
    boards = {one.slug: one for one in visible_boards(reader)}
    here = boards.get(slug)
    if here is None:
        old = Board.objects.filter(slug=slug, fused_into__isnull=False).first()
        if old is None or (into := board_that_took_in(old)).slug not in boards:
            raise Http404("board")
        return redirect("community-board", slug=into.slug)
    return _listed(request, heading=here.name, board_ids=family_of(here), here=here)


@page()
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    if not tag.isprintable():
        raise Http404("tag")
    return _listed(request, heading=f"#{tag}", board_ids=None, tag=tag)


def _listed(
    request: HttpRequest, *, heading: str, board_ids: list[int] | None, **more: object
) -> HttpResponse:
    reader = member_of(request)
    order = request.GET.get("order", "active")
    if order not in ORDERS:
        return redirect(request.path)
    language = request.GET.get("language", "")
    about = more.get("about")
    listed = questions(
        reader,
        order=order,
        board_ids=board_ids,
        tag=str(more.get("tag", "")),
        page_id=about.pk if isinstance(about, ProductPage) else None,
        language=language if language in ("fr", "en") else "",
        after=request.GET.get("after", ""),
    )
    shown = {
        "heading": heading, "listed": listed, "order": order, "language_wanted": language, "member": reader,
        "boards": visible_boards(reader), "is_first_page": not request.GET.get("after"),
        "rest": f"&product={about.slug}" if isinstance(about, ProductPage) else "", **more,
    }  # fmt: skip
    return render(request, "community/questions/list.html", shown)


def _found(request: HttpRequest, typed: str) -> HttpResponse:
    reader = member_of(request)
    shown = {"typed": typed, "rows": search(reader, typed), "member": reader}
    return render(request, "community/questions/found.html", shown)
