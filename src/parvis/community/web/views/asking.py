"""Asking: while the title is typed, what was asked before appears; what one opened then is kept with the question."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from parvis.community.actions.article_reading import note_deflection
from parvis.community.actions.ask import ask as publish_question
from parvis.community.actions.drafts import keep_draft
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Board, Draft
from parvis.community.permissions import visible_boards
from parvis.community.reads.notice_links import public_ask_addresses
from parvis.community.reads.product_pages import page_of
from parvis.community.reads.similar import Similar
from parvis.community.reads.similar import similar as similar_texts
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sent_pictures import with_sent_pictures
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.community.web.views.question import address_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed

MOST_SIMILAR = 6


@page(methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Anybody may begin; who is not a member yet becomes one on the way, and finds their words again."""
    boards = visible_boards(member_of(request)).filter(is_closed=False)
    if request.method != "POST":
        about = page_of(request.GET.get("product", ""))
        given = {"title": request.GET.get("title", "")[:200], "board": request.GET.get("board", "")[:80]}
        return _form(request, boards, **given, about=about)
    if request.POST.get("do") == "solved":
        return _solved(request)
    by = taking_part(request)
    given = {name: request.POST.get(name, "") for name in ("title", "text", "tags", "board")}
    about = page_of(request.POST.get("product", ""))
    if by is None:
        return _form(request, boards, **given, about=about, needs_log_in=True)
    board = next((one for one in boards if one.slug == given["board"]), None)
    if board is None:
        return _form(request, boards, **given, about=about, has_no_board=True)
    try:
        asked = publish_question(
            board,
            title=given["title"],
            text=with_sent_pictures(request, given["text"], by=by),
            tags=given["tags"].split(","),
            language=board.language or (get_language() or "en"),
            by=by,
            page=about,
            read_before=_opened(request, "question"),
            read_articles=_opened(request, "article"),
            once=request.POST.get("once", "")[:64] or None,
            now=utc_now(),
        )
    except CommunityError as problem:
        return _form(request, boards, **given, about=about, problem=sentence(problem))
    return redirect(address_of(asked))


@page()
def similar(request: HttpRequest) -> HttpResponse:
    """What was asked before in other words: the list under the title, as a fragment."""
    typed = request.GET.get("title", "")[:200]
    return render(request, "community/questions/_similar.html", {"rows": _similar(request, typed)})


@page(methods=("POST",))
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being written. Who is no member yet has the browser's own memory."""
    by = member_of(request)
    if by is not None:
        keep_draft(
            by,
            place=request.POST.get("place", "")[:60],
            title=request.POST.get("title", ""),
            text=request.POST.get("text", ""),
            now=utc_now(),
        )
    return JsonResponse({"kept": by is not None})


def _similar(request: HttpRequest, typed: str) -> list[Similar]:
    if len(typed.strip()) < 8:
        return []
    return similar_texts(member_of(request), typed, most=MOST_SIMILAR)


def _opened(request: HttpRequest, kind: str) -> list[int]:
    """Ids of what was opened on the way here: the form names each as question:12 or article:5."""
    keys = [key.partition(":") for key in request.POST.getlist("read")[:40]]
    return [number for one, _, typed in keys if one == kind and (number := id_typed(typed))]


def _solved(request: HttpRequest) -> HttpResponse:
    """What was proposed answered it: nothing is asked, and what was opened last is counted as the answer."""
    by = member_of(request)
    last = (request.POST.getlist("read") or [""])[-1]
    kind, _, typed = last.partition(":")
    number = id_typed(typed)
    if number and kind in ("question", "article"):
        note_deflection(
            once=request.POST.get("once", "")[:64], language=get_language() or "en", by=by, now=utc_now(),
            question_id=number if kind == "question" else None,
            article_id=number if kind == "article" else None,
        )  # fmt: skip
        if by is not None:
            keep_draft(by, place="ask", title="", text="", now=utc_now())
    return render(request, "community/questions/solved.html", {"member": by})


def _form(request: HttpRequest, boards: QuerySet[Board], **given: object) -> HttpResponse:
    reader = member_of(request)
    if reader is not None and not given.get("text"):
        kept = Draft.objects.filter(member=reader, place="ask").first()
        if kept is not None:
            given = {**given, "title": given.get("title") or kept.title, "text": kept.text}
    title = str(given.get("title", ""))
    rows = _similar(request, title)
    is_wrong = any(given.get(name) for name in ("problem", "needs_log_in", "has_no_board"))
    addresses = public_ask_addresses(one for one in boards if not one.is_private)
    shown = {
        "boards": boards,
        "addresses": addresses,
        "member": reader,
        "rows": rows,
        "once": uuid.uuid4().hex,
        **given,
    }
    return render(request, "community/questions/ask.html", shown, status=422 if is_wrong else 200)
