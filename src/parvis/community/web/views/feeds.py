"""Feeds of the public lists: the same for everybody, kept by caches for five minutes, 304 where unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.community.permissions import get_question, visible_boards
from parvis.community.reads import feeds
from parvis.community.reads.product_pages import page_of
from parvis.community.web.pages import page
from parvis.foundation.installation import company_name

FRESH_SECONDS = 300


def feed(view: Callable[..., str]) -> Callable[..., HttpResponseBase]:
    """A public page that is an Atom document, whoever asks."""

    @page()
    def written(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        body = view(request, *args, **kwargs).encode()
        response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
        response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        return response

    @wraps(written)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = written(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        return get_conditional_response(request, etag=response["ETag"], response=response) or response  # type: ignore[arg-type]

    return answered


@feed
def questions(request: HttpRequest) -> str:
    return _atom(request, _("Questions"), feeds.question_entries(), about="/community/")


@feed
def board(request: HttpRequest, slug: str) -> str:
    here = visible_boards(None).filter(slug=slug).first()
    if here is None:
        raise Http404("board")
    return _atom(
        request, here.name, feeds.question_entries(board_ids=[here.pk]), about=f"/community/boards/{slug}/",
        language=here.language,
    )  # fmt: skip


@feed
def tag(request: HttpRequest, tag: str) -> str:
    if not tag.isprintable():
        raise Http404("tag")
    return _atom(request, f"#{tag}", feeds.question_entries(tag=tag), about=f"/community/tags/{tag}/")


@feed
def question(request: HttpRequest, question_id: int) -> str:
    here = get_question(None, question_id)
    return _atom(request, here.title, feeds.answer_entries(here), about=here.url, language=here.language)


@feed
def articles(request: HttpRequest) -> str:
    return _atom(request, _("Articles"), feeds.article_entries(), about="/community/articles/")


@feed
def ideas(request: HttpRequest) -> str:
    return _atom(request, _("Ideas"), feeds.idea_entries(), about="/community/ideas/")


@feed
def reviews(request: HttpRequest, slug: str) -> str:
    here = page_of(slug)
    if here is None:
        raise Http404("product")
    return _atom(request, here.name, feeds.review_entries(here), about=f"/community/products/{slug}/")


def _atom(
    request: HttpRequest, title: str, entries: list[feeds.Entry], *, about: str, language: str = ""
) -> str:
    language = language or get_language() or ""
    return feeds.atom(
        f"{title} – {company_name()}", entries, about=about, path=request.path, language=language
    )
