"""Search: one page, and the command bar's answers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.logic.search import SearchHit
from parvis.foundation.plugs import plugged
from parvis.foundation.reads.found import SHORTEST, says, things_found
from parvis.foundation.web.navigation import ICONS, Page, place_label
from parvis.foundation.web.screens import screen

MOST_ON_PAGE = 20
MOST_IN_BAR = 5
KIND_ICONS = {"person": "user", "conversation": "messages", "mention": "quote", "page": "home", "act": "bolt"}


@screen(purpose="service")
def search(request: HttpRequest) -> HttpResponse:
    """Everything found, in groups, most fitting first within each."""
    typed = request.GET.get("q", "").strip()[:200]
    hits = things_found(request.user, typed, most=MOST_ON_PAGE)
    pages = [(label, url, icon) for label, url, icon, _hint in _pages(request.user, typed)] if typed else []
    groups = [
        {
            "word": kind_word(kind),
            "icon": KIND_ICONS.get(kind, "search"),
            "hits": [{"hit": hit, "url": _url_of(hit)} for hit in group],
        }
        for kind, group in ((kind, list(group)) for kind, group in groupby(hits, key=lambda hit: hit.kind))
    ]
    return render(
        request,
        "foundation/search/index.html",
        {
            "typed": typed,
            "groups": groups,
            "pages": pages,
            "most": MOST_ON_PAGE,
            "is_too_short": 0 < len(typed) < SHORTEST,
        },
    )


@screen(purpose="service")
def commands(request: HttpRequest) -> HttpResponse:
    """What the command bar offers for the words typed: pages and acts first, then things."""
    typed = request.GET.get("q", "").strip()[:200]
    results = [
        {"label": label, "hint": hint, "url": url, "icon": icon, "group": hint_group(hint)}
        for label, url, icon, hint in _pages(request.user, typed)
    ]
    for hit in things_found(request.user, typed, most=MOST_IN_BAR):
        results.append(
            {
                "label": hit.label,
                "hint": hit.hint,
                "url": _url_of(hit),
                "icon": KIND_ICONS.get(hit.kind, "search"),
                "group": kind_word(hit.kind),
            }
        )
    if typed:
        results.append(
            {
                "label": _("Search everything for “%(typed)s”") % {"typed": typed},
                "hint": "",
                "url": f"{reverse('search')}?{_query(typed)}",
                "icon": "search",
                "group": kind_word("page"),
            }
        )
    return JsonResponse({"results": results})


def kind_word(kind: str) -> str:
    """What a group of hits is called."""
    return {
        "person": pgettext("found", "People"),
        "conversation": pgettext("found", "Conversations"),
        "mention": pgettext("found", "Mentions"),
        "page": pgettext("found", "Pages"),
        "act": pgettext("found", "Acts"),
    }.get(kind, kind)


def hint_group(hint: str) -> str:
    return kind_word("page") if hint else kind_word("act")


def _pages(user: Any, typed: str) -> list[tuple[str, str, str, str]]:
    """(label, url, icon, place) of every page and act that this account uses and whose name says it."""
    pages: list[Page] = []
    for places_of in plugged("NAVIGATION"):
        pages += places_of(user)
    found: dict[str, tuple[str, str, str, str]] = {}
    for page in pages:
        place = "" if page.place == "act" else place_label(page.place)
        if not typed or says(f"{page.label} {place}", typed):
            found.setdefault(page.url, (page.label, page.url, page.icon or ICONS.get(page.place, "bolt"), place))
    return list(found.values())


def _url_of(hit: SearchHit) -> str:
    try:
        return reverse(hit.url_name, args=hit.url_args)
    except NoReverseMatch:
        return ""


def _query(typed: str) -> str:
    query = QueryDict(mutable=True)
    query["q"] = typed
    return query.urlencode()
