"""Proposing an idea; while its title is typed, what was proposed before appears. Changing one's own."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from parvis.community.actions.propose import edit_idea
from parvis.community.actions.propose import propose as publish_idea
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Draft
from parvis.community.permissions import can_edit_idea, get_idea, visible_boards
from parvis.community.reads.idea_history import idea_versions
from parvis.community.reads.idea_search import similar_ideas
from parvis.community.reads.idea_sessions import open_sessions
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed

SHORTEST_COMPARED = 8


@page(methods=("GET", "HEAD", "POST"))
def propose(request: HttpRequest) -> HttpResponse:
    """Anybody may begin; who is not a member yet becomes one on the way, and finds their words again."""
    if request.method != "POST":
        return _form(
            request,
            title=request.GET.get("title", "")[:200],
            session=request.GET.get("session", ""),
            board=request.GET.get("board", ""),
        )
    given = {name: request.POST.get(name, "") for name in ("title", "text", "tags", "board", "session")}
    by = taking_part(request)
    if by is None:
        return _form(request, **given, needs_log_in=True)
    board = next((one for one in visible_boards(by) if given["board"] and one.slug == given["board"]), None)
    session_id = id_typed(given["session"])
    session = open_sessions(now=utc_now()).filter(pk=session_id).first() if session_id else None
    if session_id and session is None:
        return _form(request, **given, has_no_session=True)
    try:
        made = publish_idea(
            title=given["title"],
            text=given["text"],
            tags=given["tags"].split(","),
            board=board,
            session=session,
            language=(board.language if board else "") or (get_language() or "en"),
            by=by,
            once=request.POST.get("once", "")[:64] or None,
            now=utc_now(),
        )
    except CommunityError as problem:
        return _form(request, **given, problem=sentence(problem))
    return redirect(made.url)


@page()
def similar(request: HttpRequest) -> HttpResponse:
    """What was proposed before in other words: the list under the title, as a fragment."""
    typed = request.GET.get("title", "")[:200]
    return render(request, "community/ideas/_similar.html", {"rows": _similar(request, typed)})


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def edit(request: HttpRequest, idea_id: int) -> HttpResponse:
    by = taking_part(request)
    here = get_idea(by, idea_id)
    if by is None or not can_edit_idea(by, here):
        raise PermissionDenied("edit")
    given = {"title": here.title, "text": here.text, "tags": ", ".join(here.tags), "why": ""}
    problem = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        try:
            edit_idea(
                here,
                title=given["title"],
                text=given["text"],
                tags=given["tags"].split(","),
                why=given["why"],
                by=by,
                now=utc_now(),
            )
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            return redirect("community-idea-short", idea_id=here.pk)
    shown = {"idea": here, "member": by, "problem": problem, **given}
    return render(request, "community/ideas/edit.html", shown, status=422 if problem else 200)


@page()
def history(request: HttpRequest, idea_id: int) -> HttpResponse:
    reader = member_of(request)
    here = get_idea(reader, idea_id)
    shown = {"idea": here, "member": reader, "versions": idea_versions(here)}
    return render(request, "community/ideas/history.html", shown)


def _similar(request: HttpRequest, title: str) -> list[object]:
    return [*similar_ideas(member_of(request), title)] if len(title.strip()) >= SHORTEST_COMPARED else []


def _form(request: HttpRequest, **given: object) -> HttpResponse:
    reader = member_of(request)
    if reader is not None and not given.get("text"):
        kept = Draft.objects.filter(member=reader, place="idea").first()
        if kept is not None:
            given = {**given, "title": given.get("title") or kept.title, "text": kept.text}
    is_wrong = any(given.get(name) for name in ("problem", "needs_log_in", "has_no_session"))
    shown = {
        "boards": visible_boards(reader).filter(is_closed=False),
        "sessions": open_sessions(now=utc_now())[:20],
        "member": reader,
        "rows": _similar(request, str(given.get("title", ""))),
        "once": uuid.uuid4().hex,
        **given,
        "session_id": id_typed(str(given.get("session", ""))),
    }
    return render(request, "community/ideas/new.html", shown, status=422 if is_wrong else 200)
