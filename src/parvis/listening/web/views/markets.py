"""/listen/queries/markets/: which brands are compared with each other. A brand is a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.markets import remove_market, save_market
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Market, Query
from parvis.listening.reads.queries import get_market, listed_markets, market_queries
from parvis.listening.web.query_form import ROLE_WORDS
from parvis.listening.web.query_tabs import query_tabs
from parvis.listening.web.refusal_words import refusal_sentence

_FORM = ("GET", "HEAD", "POST")


@screen(permission="queries.manage", purpose="listening")
def markets(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    return render(
        request,
        "listening/markets/index.html",
        {
            "tabs": query_tabs(request, user),
            "markets": listed_markets(user),
            "has_queries": len(market_queries(user)) >= 2,
        },
    )


@screen(permission="queries.manage", purpose="listening", methods=_FORM)
def market_new(request: HttpRequest) -> HttpResponse:
    return _editor(request, account_of(request), None)


@screen(permission="queries.manage", purpose="listening", methods=_FORM)
def market(request: HttpRequest, market_id: int) -> HttpResponse:
    user = account_of(request)
    return _editor(request, user, get_market(user, market_id))


@screen(permission="queries.manage", purpose="listening", methods=("POST",))
def market_remove(request: HttpRequest, market_id: int) -> HttpResponse:
    found = get_market(account_of(request), market_id)
    name = found.name
    remove_market(found, by=actor_of(request), now=utc_now())
    say(request, _("The market %(name)s is no longer compared") % {"name": name})
    return HttpResponseRedirect(reverse("markets"))


def _editor(request: HttpRequest, user: User, stored: Market | None) -> HttpResponse:
    queries = market_queries(user)
    brands = list(stored.brands.all()) if stored else []
    name = stored.name if stored else ""
    chosen = [brand.query_id for brand in brands]
    ours = {brand.query_id for brand in brands if brand.is_ours}
    fault = ""
    if stored is None:
        # What was said of the queries is a good guess at the market.
        chosen = [query.pk for query in queries if query.role != Query.THEME]
        ours = {query.pk for query in queries if query.role == Query.OURS}
    if request.method == "POST":
        name = request.POST.get("name", "")
        chosen = [key for typed in request.POST.getlist("brand") if (key := id_typed(typed))]
        ours = {id_typed(typed) for typed in request.POST.getlist("ours")} & set(chosen)
        try:
            saved = save_market(
                stored,
                name=name,
                query_ids=_ordered(chosen, ours, queries),
                ours=sorted(ours),
                by=actor_of(request),
                now=utc_now(),
            )
        except ListeningRefused as refused:
            fault = refusal_sentence(refused)
        else:
            say(
                request, _("Saved. The share of voice of %(name)s is in the overview.") % {"name": saved.name}
            )
            return HttpResponseRedirect(reverse("markets"))
    return render(
        request,
        "listening/markets/edit.html",
        {"market": stored, "name": name, "fault": fault, "rows": _rows(queries, chosen, ours)},
    )


def _rows(queries: Sequence[Query], chosen: Sequence[int], ours: set[int]) -> list[dict[str, Any]]:
    """What is compared first, our own before the others; themes last: a theme is rarely a brand."""
    return [
        {
            "query": query,
            "role": ROLE_WORDS[query.role],
            "is_chosen": query.pk in chosen,
            "is_ours": query.pk in ours,
        }
        for query in sorted(queries, key=lambda one: (one.pk not in chosen, Query.ROLES.index(one.role)))
    ]


def _ordered(chosen: Sequence[int], ours: set[int], queries: Sequence[Query]) -> list[int]:
    """Our own brands first, then by name; what is unknown stays, to be refused."""
    places = {query.pk: place for place, query in enumerate(queries)}
    return sorted(chosen, key=lambda key: (key not in ours, places.get(key, len(places))))
