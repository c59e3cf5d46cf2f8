"""Products in public: the list, and a page with its reviews and questions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from parvis.community.logic.markdown import excerpt_of
from parvis.community.logic.reviews import ORDERS
from parvis.community.models import Member, ProductPage
from parvis.community.reads.product_pages import page_of, product_rows
from parvis.community.reads.question_list import questions
from parvis.community.reads.reviews import review_of, reviews, stars_of_page
from parvis.community.web.pages import page
from parvis.community.web.review_words import CONSIDERATIONS_TOLD
from parvis.community.web.review_words import ORDERS as ORDER_WORDS
from parvis.community.web.sessions import member_of
from parvis.foundation.logic.typed import id_typed

QUESTIONS_SHOWN = 5


@page()
def products(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("product", "").strip()[:80]
    rows, after = product_rows(typed=typed, after=request.GET.get("after", "")[:300])
    shown = {"rows": rows, "after": after, "asked": typed, "member": member_of(request)}
    return render(request, "community/products/list.html", shown)


@page()
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Description, stars over all reviews with how sure they are, reviews in the chosen order, questions."""
    here = page_of(slug)
    if here is None:
        raise Http404("product")
    return shown_product(request, here, member_of(request))


def shown_product(
    request: HttpRequest, here: ProductPage, reader: Member | None, *, problem: str = ""
) -> HttpResponse:
    order = request.GET.get("order", ORDERS[0])
    order = order if order in ORDERS else ORDERS[0]
    stars = id_typed(request.GET.get("stars", ""))
    language = request.GET.get("language", "")
    chosen: dict[str, Any] = {
        "stars": stars if stars and stars <= 5 else None,
        "language": language if language in ("fr", "en") else "",
        "is_verified": request.GET.get("verified") == "1",
    }
    figures = stars_of_page(here.pk)
    number = id_typed(request.GET.get("page", "1")) or 1
    shown = reviews(here.pk, reader, order=order, page=number, figures=figures, **chosen)
    own = review_of(reader, here.pk)
    is_chosen = any(chosen.values())
    context = {
        "page": here, "member": reader, "shown": shown, "figures": figures, "order": order,
        "orders": ORDER_WORDS.items(), "stars": chosen["stars"], "language_wanted": chosen["language"],
        "is_verified": chosen["is_verified"], "is_chosen": is_chosen, "rest": _rest(chosen),
        "own": own, "problem": problem,
        "told": CONSIDERATIONS_TOLD,
        "asked": questions(reader, page_id=here.pk, most=QUESTIONS_SHOWN),
        "may_review": reader is None or (reader.staff_id is None and own is None),
        "description": excerpt_of(here.about),
        "is_plain": order == ORDERS[0] and not is_chosen and shown.page == 1,
    }  # fmt: skip
    return render(request, "community/products/product.html", context, status=422 if problem else 200)


def _rest(chosen: dict[str, Any]) -> str:
    """What was chosen, for the addresses of other pages of the list."""
    given = {
        "stars": chosen["stars"],
        "language": chosen["language"],
        "verified": chosen["is_verified"] and "1",
    }
    kept = {name: value for name, value in given.items() if value}
    return f"&{urlencode(kept)}" if kept else ""
