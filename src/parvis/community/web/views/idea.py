"""The page of an idea, and the acts on it: each a form of its own, so that all works without JavaScript."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from parvis.community.actions.idea_comments import comment_idea, mark_extension
from parvis.community.actions.idea_votes import follow_idea, vote_idea
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.logic.markdown import excerpt_of
from parvis.community.models import Idea
from parvis.community.permissions import can_edit_idea, can_extend, get_idea, get_idea_comment
from parvis.community.reads.idea_page import (
    PAGE,
    around,
    comments,
    credits,
    duplicates,
    status_changes,
    where_it_leads,
)
from parvis.community.reads.idea_promise import idea_promise
from parvis.community.web.idea_words import STATUSES, clock_words, promise_words
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed


@page()
def idea(request: HttpRequest, idea_id: int, slug: str = "") -> HttpResponse:
    """A page to read. A duplicate leads to the idea that it became part of; not for good, as it can be undone."""
    here = get_idea(member_of(request), idea_id)
    if here.status == Idea.MERGED:
        return redirect(get_idea(member_of(request), where_it_leads(here.pk)).url)
    if slug != here.slug:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(here.url + query)
    return _shown(request, here)


@page(methods=("POST",), members_only=True)
def vote(request: HttpRequest, idea_id: int) -> HttpResponse:
    """A vote, or its taking back; then to where the button stood."""
    by = taking_part(request)
    assert by is not None
    here = get_idea(by, idea_id)
    try:
        vote_idea(here, by=by, is_wanted=request.POST.get("on", "1") == "1", now=utc_now())
    except MayNot as problem:
        if problem.what == "merged":
            return redirect("community-idea-short", idea_id=here.pk)
        return _shown(request, here, problem=sentence(problem))
    except CommunityError as problem:
        return _shown(request, here, problem=sentence(problem))
    back = request.POST.get("next", "")
    is_ours = back.startswith("/community/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else here.url)


@page(methods=("POST",), members_only=True)
def follow(request: HttpRequest, idea_id: int) -> HttpResponse:
    by = taking_part(request)
    assert by is not None
    here = get_idea(by, idea_id)
    try:
        follow_idea(here, by=by, is_wanted=request.POST.get("on", "1") == "1", now=utc_now())
    except CommunityError as problem:
        return _shown(request, here, problem=sentence(problem))
    return redirect(here.url)


@page(methods=("POST",), members_only=True)
def comment(request: HttpRequest, idea_id: int) -> HttpResponse:
    by = taking_part(request)
    assert by is not None
    here, text = get_idea(by, idea_id), request.POST.get("text", "")
    once = request.POST.get("once", "")[:64] or None
    try:
        written = comment_idea(here, text=text, by=by, once=once, now=utc_now())
    except CommunityError as problem:
        return _shown(request, here, problem=sentence(problem), text=text)
    number = -(-written.position // PAGE)
    return redirect(f"{here.url}{f'?page={number}' if number > 1 else ''}#comment-{written.pk}")


@page(methods=("POST",), members_only=True)
def extension(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Who proposed the idea, or steers it, marks a comment as an extension of it."""
    by = taking_part(request)
    assert by is not None
    here = get_idea(by, idea_id)
    said = get_idea_comment(by, id_typed(request.POST.get("comment", "")))
    if said.idea_id != here.pk:
        raise Http404("comment")
    try:
        mark_extension(said, by=by, is_extension=request.POST.get("on", "1") == "1", now=utc_now())
    except CommunityError as problem:
        return _shown(request, here, problem=sentence(problem))
    return redirect(f"{here.url}#comment-{said.pk}")


def _shown(request: HttpRequest, here: Idea, *, problem: str = "", text: str = "") -> HttpResponse:
    reader, now = member_of(request), utc_now()
    if problem:
        here.refresh_from_db(fields=["vote_count", "comment_count", "last_position", "due_at"])
    clock, clock_sentence = clock_words(
        due_at=here.due_at, answered_at=here.answered_at, status=here.status, now=now
    )
    beside = around(here, reader)
    credited = credits(here) if beside.has_extensions else []
    context = {
        "idea": here, "member": reader, "problem": problem, "draft": text or beside.draft, "once": uuid.uuid4().hex,
        "part": beside, "clock": clock, "clock_words": clock_sentence,
        "changes": [(one, STATUSES[one.after]) for one in (status_changes(here) if here.status_number else ())],
        "shown": comments(here, reader, page=id_typed(request.GET.get("page", "1")) or 1),
        "extenders": [one for one in credited if one.part == "extension"],
        "duplicates": duplicates(here, reader)[:20] if beside.has_duplicates else [],
        "promise": promise_words(idea_promise(), votes=here.vote_count)
        if here.status_number == 0 and here.due_at is None else "",
        "may_edit": can_edit_idea(reader, here), "may_extend": can_extend(reader, here),
        "may_comment": reader is not None and here.state == Idea.SHOWN,
        "description": excerpt_of(here.text),
    }  # fmt: skip
    return render(request, "community/ideas/idea.html", context, status=422 if problem else 200)
