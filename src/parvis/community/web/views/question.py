"""The page of a question, and the acts on it: each a form of its own, so that all works without JavaScript."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.html import escape

from parvis.community.actions.accept import accept, withdraw_acceptance
from parvis.community.actions.answer import answer as write_answer
from parvis.community.actions.counterparts import link_counterpart
from parvis.community.actions.follow import follow as set_follow
from parvis.community.actions.notices import read_notices
from parvis.community.actions.seen import note_read
from parvis.community.actions.vote import say_me_too, vote_helpful
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.logic.markdown import excerpt_of
from parvis.community.models import Member, Question
from parvis.community.permissions import (
    can_accept,
    can_answer,
    can_edit,
    get_answer,
    get_question,
    is_house,
    is_staff,
    visible_questions,
)
from parvis.community.reads.articles import article_of_question
from parvis.community.reads.question_page import Concern, answers, comments, concern_of, place_of
from parvis.community.web.pages import may_begin, page, taking_part
from parvis.community.web.said_under import Page
from parvis.community.web.sent_pictures import with_sent_pictures
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name
from parvis.foundation.logic.typed import id_typed


def address_of(question: Question) -> str:
    return question.url


@page()
def question(request: HttpRequest, question_id: int, slug: str = "") -> HttpResponse:
    """A page to read: the question, the answer that solved it, the others in order."""
    reader = member_of(request)
    here = get_question(reader, question_id)
    if slug != here.slug:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(address_of(here) + query)
    return _shown(request, here)


@page(methods=("POST",), members_only=True)
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    by = taking_part(request)
    assert by is not None
    parent_id = id_typed(request.POST.get("parent", ""))
    try:
        written = write_answer(
            min(question_id, 2**63 - 1),
            text=with_sent_pictures(request, request.POST.get("text", ""), by=by),
            by=by,
            parent=get_answer(by, parent_id) if parent_id else None,
            once=_once(request, parent_id),
            now=utc_now(),
        )
    except CommunityError as problem:
        here = get_question(by, question_id)
        return _shown(
            request, here, problem=sentence(problem), text=request.POST.get("text", ""), on=parent_id
        )
    if written.parent_id is not None:
        return redirect(place_of(written))
    # As it was when the answer was counted under the lock, and this one more.
    now_here = written.question
    now_here.answer_count += written.is_shown
    return redirect(f"{address_of(now_here)}?page={_page_of(now_here)}#answer-{written.pk}")


@page(methods=("POST",), members_only=True)
def act(request: HttpRequest, question_id: int, what: str) -> HttpResponse:
    """me-too, follow, accept, withdraw, (un)helpful, counterpart: as the button says; back to where it stands."""
    by = taking_part(request)
    assert by is not None
    here, now = get_question(by, question_id), utc_now()
    is_on = request.POST.get("on", "1") == "1"
    answer_id = id_typed(request.POST.get("answer", ""))
    given = get_answer(by, answer_id) if answer_id else None
    try:
        if what == "me-too":
            say_me_too(here, by=by, is_said=is_on, now=now)
        elif what == "follow":
            set_follow(here, by=by, is_wanted=is_on, now=now)
        elif what == "counterpart":
            link_counterpart(
                here, _counterpart_typed(by, request.POST.get("counterpart", "")), by=by, now=now
            )
        elif what == "withdraw":
            withdraw_acceptance(here, by=by, now=now)
        elif given is not None and what == "accept":
            accept(given, by=by, now=now)
        elif given is not None and what in ("helpful", "unhelpful"):
            vote_helpful(given, by=by, is_helpful=is_on and what == "helpful", now=now)
    except CommunityError as problem:
        here.refresh_from_db()
        return _shown(request, here, problem=sentence(problem))
    if given is not None and what in ("helpful", "unhelpful"):
        return redirect(place_of(given))
    return redirect(address_of(here))


@page()
def answer_comments(request: HttpRequest, answer_id: int) -> HttpResponse:
    """All comments on one answer, a page of them: the question's page shows the first and the newest."""
    reader = member_of(request)
    given = get_answer(reader, answer_id)
    if given.parent_id is not None:
        return redirect(place_of(given))
    shown = comments(given, reader, page=id_typed(request.GET.get("page", "1")) or 1)
    context = {
        "answer": given,
        "question": given.question,
        "shown": shown,
        "member": reader,
        "at": place_of(given),
    }
    return render(request, "community/questions/comments.html", context)


@page(methods=("POST",))
def read(request: HttpRequest, question_id: int) -> HttpResponse:
    """The page's script says that somebody read it, and for how long."""
    reader = member_of(request)
    here = get_question(reader, question_id)
    if reader is not None and reader.unread_notices:
        read_notices(reader, question_id=here.pk, now=utc_now())
    note_read(
        here,
        by=reader,
        answers=min(id_typed(request.POST.get("answers", "")) or 0, 100),
        seconds=id_typed(request.POST.get("seconds", "")) or 0,
        now=utc_now(),
    )
    return HttpResponse(status=204)


def _counterpart_typed(by: Member, typed: str) -> Question | None:
    """The question that an address or a number names; None where nothing was typed. Raises MayNot("counterpart")."""
    if not typed.strip():
        return None
    number = re.search(r"(?:questions/|^\s*#?)(\d{1,18})(?:/|\s*$)", typed)
    found = visible_questions(by).filter(pk=int(number[1])).first() if number else None
    if found is None:
        raise MayNot("counterpart")
    return found


def _once(request: HttpRequest, parent_id: int | None) -> str | None:
    """The name of this sending. One page's form may be sent under several answers: each is a sending of its own."""
    once = request.POST.get("once", "")[:40]
    return f"{once}:{parent_id}" if once and parent_id else once or None


def _page_of(here: Question) -> int:
    return max(1, -(-here.answer_count // 20))


def _shown(
    request: HttpRequest, here: Question, *, problem: str = "", text: str = "", on: int | None = None
) -> HttpResponse:
    """on: the answer to which `text` would be a comment."""
    reader = member_of(request)
    order = "helpful" if request.GET.get("order") == "helpful" else "oldest"
    shown = answers(here, reader, page=id_typed(request.GET.get("page", "1")) or 1, order=order)
    concern = concern_of(reader, here) if reader is not None else Concern()
    counterpart = (
        visible_questions(reader).filter(pk=here.counterpart_id).first() if here.counterpart_id else None
    )
    # An employee's first act here makes the member that they answer as, so the form is shown before there is one.
    once, may_answer = uuid.uuid4().hex, can_answer(reader, here) or (here.is_shown and may_begin(request))
    here_at = urlencode({"page": shown.page, "order": order, "comment": ""})
    said = Page(
        reader=reader, address=f"/community/questions/{here.pk}/", url=here.url, company_name=company_name(),
        may_answer=may_answer, may_accept=can_accept(reader, here),
        may_make_article=is_house(reader) and here.is_shown and not here.board.is_private,
        comment_at=escape(f"{here.url}?{here_at}"), csrf_token=get_token(request), once=once,
        commented_on=on or id_typed(request.GET.get("comment", "")) or 0, comment=text if on else "",
    )  # fmt: skip
    context = {
        "article": article_of_question(reader, here.pk, language=here.language), "counterpart": counterpart,
        "may_link": reader is not None and (reader.pk == here.author_id or is_staff(reader)),
        "question": here, "shown": shown, "said": said, "member": reader, "order": order, "problem": problem,
        "draft": text if text and not on else concern.draft, "once": once, "concern": concern,
        "may_answer": may_answer, "may_edit": can_edit(reader, here), "description": excerpt_of(here.text),
    }  # fmt: skip
    return render(request, "community/questions/question.html", context, status=422 if problem else 200)
