"""The knowledge base as readers see it: by topic, searched, one by one; whether it helped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from parvis.community.actions.article_begin import LANGUAGES
from parvis.community.actions.article_reading import note_article_read
from parvis.community.actions.article_votes import say_why_not, vote_of, vote_on_article
from parvis.community.logic.articles import contents_of
from parvis.community.logic.errors import CommunityError
from parvis.community.logic.markdown import excerpt_of
from parvis.community.models import Article
from parvis.community.permissions import get_article, is_staff
from parvis.community.reads.articles import (
    articles,
    counterparts,
    is_out_of_date,
    search_articles,
    topics,
)
from parvis.community.web.article_addresses import article_address
from parvis.community.web.pages import page
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.community.web.visitors import new_visitor, remember_visitor, visitor_of
from parvis.foundation.clock import utc_now


@page()
def article_list(request: HttpRequest) -> HttpResponse:
    """In the reader's language unless they choose another; ?q= searches, ?topic= is one board."""
    reader = member_of(request)
    language = request.GET.get("language", "")
    if language not in (*LANGUAGES, "all"):
        language = get_language() or "en"
    spoken = "" if language == "all" else language
    boards = topics(reader, language=spoken)
    here = next((board for board, _ in boards if board.slug == request.GET.get("topic", "")), None)
    typed = request.GET.get("q", "").strip()[:200]
    after = request.GET.get("after", "")
    found = search_articles(reader, typed, language=spoken) if typed else None
    listed = articles(reader, language=spoken, board_id=here.pk if here else None, after=after)
    shown = {
        "rows": listed.rows if found is None else found, "after": listed.after if found is None else "",
        "topics": boards, "here": here, "asked": typed, "language_wanted": language, "member": reader,
        "is_first_page": not (after or typed or here or request.GET.get("language")),
    }  # fmt: skip
    return render(request, "community/articles/list.html", shown)


@page()
def article(request: HttpRequest, article_id: int, slug: str = "") -> HttpResponse:
    here = get_article(member_of(request), article_id)
    if slug != here.slug:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(article_address(here) + query)
    return _shown(request, here)


@page(methods=("POST",))
def vote(request: HttpRequest, article_id: int) -> HttpResponse:
    """Helpful or not, then in a word why not: by members, and by visitors once a browser session."""
    reader = member_of(request)
    here = get_article(reader, article_id)
    visitor = "" if reader else (visitor_of(request) or new_visitor())
    try:
        if "word" in request.POST:
            say_why_not(here, word=request.POST["word"], member=reader, visitor=visitor, now=utc_now())
        else:
            is_helpful = request.POST.get("helpful") == "1"
            vote_on_article(here, is_helpful=is_helpful, member=reader, visitor=visitor, now=utc_now())
    except CommunityError as refused:
        return _shown(request, here, problem=sentence(refused))
    response = redirect(f"{article_address(here)}#helped")
    if visitor:
        remember_visitor(response, visitor)
    return response


@page(methods=("POST",))
def read(request: HttpRequest, article_id: int) -> HttpResponse:
    """The page's script says that somebody read it."""
    reader = member_of(request)
    note_article_read(get_article(reader, article_id), by=reader, now=utc_now())
    return HttpResponse(status=204)


def _shown(request: HttpRequest, here: Article, *, problem: str = "") -> HttpResponse:
    reader = member_of(request)
    context = {
        "article": here, "member": reader, "problem": problem, "contents": contents_of(here.html),
        "counterparts": counterparts(reader, here), "is_out_of_date": is_out_of_date(here),
        "origin": _origin(here), "description": excerpt_of(here.text), "may_edit": is_staff(reader),
        "vote": vote_of(here, member=reader, visitor=visitor_of(request)),
    }  # fmt: skip
    return render(request, "community/articles/article.html", context, status=422 if problem else 200)


def _origin(here: Article) -> object:
    """The question it came from, where everybody may read that."""
    question = here.origin_question
    is_public = question is not None and question.is_shown and not question.board.is_private
    return question if is_public else None
