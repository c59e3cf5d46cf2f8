"""Blocks of the company's own site: the script, what it reads, and what tabs say of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from parvis.community.actions.blocks import note_block
from parvis.community.logic.blocks import ASK
from parvis.community.logic.reviews import ORDERS
from parvis.community.models import ProductPage
from parvis.community.reads.blocks import block_settings
from parvis.community.reads.product_pages import page_of_reference
from parvis.community.reads.question_list import questions as questions_listed
from parvis.community.reads.reviews import reviews as reviews_shown
from parvis.community.reads.reviews import stars_of_page
from parvis.community.reads.search import search_questions
from parvis.community.reads.similar import similar_questions
from parvis.community.web.block_pages import block, own_origin
from parvis.community.web.block_words import question_as_data, review_as_data, stars_as_data, words_of
from parvis.community.web.often import is_too_often
from parvis.community.web.review_words import ORDERS as ORDER_WORDS
from parvis.community.web.schema import product_schema
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed

SCRIPT = Path(__file__).parents[2] / "static" / "community" / "blocks.js"
MOST_NOTED_A_MINUTE = 120
MOST_BYTES = 500
MOST_FOUND = 6


@block(kept=3600)
def script(request: HttpRequest) -> HttpResponse:
    """The one file that a site loads; its address stays the same over releases."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@block()
def reviews(request: HttpRequest) -> HttpResponse:
    """?product=: the shop's reference or the page's slug; ?order=, ?page=."""
    page = page_of_reference(request.GET.get("product", ""))
    if page is None:
        return _unknown()
    order = request.GET.get("order", ORDERS[0])
    order = order if order in ORDERS else ORDERS[0]
    figures = stars_of_page(page.pk)
    number = id_typed(request.GET.get("page", "1")) or 1
    shown = reviews_shown(page.pk, None, order=order, page=number, figures=figures)
    site = own_origin(request)
    return JsonResponse(
        {
            **_about(page, site),
            "stars": stars_as_data(figures),
            "order": order,
            "orders": [[code, str(words)] for code, words in ORDER_WORDS.items()],
            "rows": [review_as_data(one, site=site) for one in shown.rows],
            "page": shown.page,
            "pages": shown.pages,
            "words": words_of("reviews"),
            "schema": product_schema(page, figures, shown.rows, site=site),
            **_measuring(),
        }
    )


@block()
def questions(request: HttpRequest) -> HttpResponse:
    """?product=: the questions on it, the latest activity first."""
    page = page_of_reference(request.GET.get("product", ""))
    if page is None:
        return _unknown()
    site = own_origin(request)
    listed = questions_listed(None, page_id=page.pk, most=8)
    return JsonResponse(
        {
            **_about(page, site),
            "rows": [question_as_data(row, site=site) for row in listed.rows],
            "words": words_of("questions"),
            **_measuring(),
        }
    )


@block()
def ask(request: HttpRequest) -> HttpResponse:
    """?q=: what was asked before in other words, else what a search finds. Without it the words of the block."""
    typed = request.GET.get("q", "")[:200].strip()
    rows = similar_questions(None, typed, most=MOST_FOUND) if typed else []
    rows = rows or (search_questions(None, typed, most=MOST_FOUND) if typed else [])
    site = own_origin(request)
    return JsonResponse(
        {
            "rows": [question_as_data(row, site=site) for row in rows],
            "words": words_of("ask"),
            "ask_url": f"{site}/community/ask/",
            **_measuring(),
        }
    )


@block(methods=("POST",), kept=0)
def noted(request: HttpRequest) -> HttpResponse:
    """A tab says once that a block is there, was seen, or that its product was bought then. Counted, and no more."""
    if is_too_often(f"community-block-noted:{request.META.get('REMOTE_ADDR', '')}", most=MOST_NOTED_A_MINUTE):
        return JsonResponse({"code": "too-often"}, status=429)
    said = _said(request)
    reference = said.get("product", "")
    page = page_of_reference(reference) if reference else None
    kind = said.get("kind", "")
    if page is not None or kind == ASK:
        note_block(
            kind, page, arm=said.get("arm", ""), what=said.get("what", ""), day=localdate(utc_now())
        )  # fmt: skip
    # The same answer whatever came: nothing is told of what is kept.
    return HttpResponse(status=204)


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()


def _said(request: HttpRequest) -> dict[str, str]:
    try:
        body = json.loads(request.body) if len(request.body) <= MOST_BYTES else {}
    except ValueError:
        return {}
    return {name: str(value) for name, value in body.items()} if isinstance(body, dict) else {}


def _unknown() -> HttpResponse:
    return JsonResponse({"code": "product-not-shown"}, status=404)


def _about(page: ProductPage, site: str) -> dict[str, Any]:
    return {
        "product": page.name,
        "url": f"{site}{page.url}",
        "write_url": f"{site}{page.url}review/",
        "ask_url": f"{site}/community/ask/?product={page.slug}",
        "how_url": f"{site}/community/reviews/how/",
        "language": get_language(),
    }


def _measuring() -> dict[str, Any]:
    settings = block_settings()
    return {
        "measured": settings.is_measured,
        "hold_out": settings.hold_out,
    }
