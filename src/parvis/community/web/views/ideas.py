"""Lists of ideas: what members want most, what was done, the themes of a time."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.community.models import Board
from parvis.community.permissions import visible_boards
from parvis.community.reads.idea_done import done_ideas
from parvis.community.reads.idea_list import ORDERS, STATUSES
from parvis.community.reads.idea_list import ideas as listed_ideas
from parvis.community.reads.idea_promise import idea_promise
from parvis.community.reads.idea_search import search_ideas
from parvis.community.reads.idea_sessions import MOST, begun_sessions, get_idea_session, open_sessions
from parvis.community.web.idea_words import STATUSES as STATUS_WORDS
from parvis.community.web.idea_words import promise_words
from parvis.community.web.pages import page
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now

MOST_OPEN_SESSIONS = 3


@page()
def ideas(request: HttpRequest) -> HttpResponse:
    """The most wanted first; ?q= searches. An order or status that there is not leads to the plain page."""
    reader, asked = member_of(request), request.GET
    order, status = asked.get("order", "wanted"), asked.get("status", "")
    if order not in ORDERS or status not in ("", "all", *STATUSES):
        return redirect(request.path)
    typed = asked.get("q", "").strip()
    if typed:
        found = search_ideas(reader, typed)
        return render(
            request, "community/ideas/found.html", {"member": reader, "typed": typed, "rows": found}
        )
    boards = list(visible_boards(reader))
    here = next((one for one in boards if one.slug == asked.get("board")), None)
    # A board that was fused into another: its address shows that one, with the ideas of both.
    if here is None and asked.get("board"):
        slug = asked["board"].replace("\x00", "")
        into = Board.objects.filter(slug=slug, fused_into__in=boards).first()
        if into is not None:
            return redirect(f"{request.path}?board={into.fused_into.slug}")  # type: ignore[union-attr]
    held = [here.pk, *here.fused.values_list("pk", flat=True)] if here else None
    language = asked.get("language", "") if asked.get("language") in ("fr", "en") else ""
    tag = asked.get("tag", "")[:40].replace("\x00", "")
    listed = listed_ideas(
        reader,
        order=order,
        status=status,
        board_ids=held,
        tag=tag,
        language=language,
        after=asked.get("after", ""),
    )
    kept = {"status": status, "board": here.slug if here else "", "tag": tag, "language": language}
    shown = {
        "member": reader, "listed": listed, "order": order, "status": status, "boards": boards, "here": here,
        "tag": tag, "statuses": [(one, STATUS_WORDS[one]) for one in STATUSES],
        "kept": urlencode({name: value for name, value in kept.items() if value}),
        "without_status": urlencode(
            {name: value for name, value in {**kept, "order": order}.items() if value and name != "status"}
        ),
        "open_sessions": open_sessions(now=utc_now())[:MOST_OPEN_SESSIONS],
        "promise": promise_words(idea_promise()),
        "is_plain": not asked,
    }  # fmt: skip
    return render(request, "community/ideas/list.html", shown)


@page()
def done(request: HttpRequest) -> HttpResponse:
    """What members proposed and the company did: when, whose idea, whose extension."""
    reader = member_of(request)
    rows, after = done_ideas(reader, after=request.GET.get("after", ""))
    shown = {"member": reader, "rows": rows, "after": after, "is_first_page": not request.GET.get("after")}
    return render(request, "community/ideas/done.html", shown)


@page()
def sessions(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    rows = [(one, one.is_open(now)) for one in begun_sessions(now=now)[:MOST]]
    return render(
        request, "community/ideas/sessions.html", {"member": member_of(request), "rows": rows, "now": now}
    )


@page()
def session(request: HttpRequest, idea_session_id: int) -> HttpResponse:
    """A theme: until when, what was proposed in it, and what came of it."""
    here, now, reader = get_idea_session(idea_session_id), utc_now(), member_of(request)
    if here.opens_at > now:
        raise Http404("session")
    order = request.GET.get("order", "wanted")
    if order not in ORDERS:
        return redirect(request.path)
    listed = listed_ideas(
        reader, order=order, status="all", session_id=here.pk, after=request.GET.get("after", "")
    )
    shown = {
        "member": reader, "session": here, "listed": listed, "order": order, "is_open": here.is_open(now),
        "is_first_page": not request.GET.get("after"),
    }  # fmt: skip
    return render(request, "community/ideas/session.html", shown)
