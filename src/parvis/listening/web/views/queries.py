"""/listen/queries/: what is listened for, and how much each of it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.foundation.logic.periods import Period
from parvis.foundation.web.components.quantities import counted, percent
from parvis.foundation.web.screens import screen
from parvis.listening.models import Query
from parvis.listening.permissions import can_import_mentions, can_manage_queries
from parvis.listening.reads.queries import ListedQuery, listed_queries, page_of_queries
from parvis.listening.web.preview_shown import preview_period
from parvis.listening.web.query_form import ROLE_WORDS, written
from parvis.listening.web.query_tabs import query_tabs
from parvis.listening.web.sparkline import sparkline


@dataclass(frozen=True, slots=True)
class ShownQuery:
    query: Query
    url: str
    figures_url: str
    role: str
    count: str
    spark: SafeString
    searched: float | None
    searched_words: str


@screen(permission="mentions.view", purpose="listening")
def queries(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    typed, role = written(request.GET.get("q", "")).strip(), request.GET.get("role", "")
    page = page_of_queries(
        user, typed=typed, role=role, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    period = preview_period(user)
    may_manage = can_manage_queries(user)
    listed = listed_queries(user, period, queries=page.rows)
    return render(
        request,
        "listening/queries/index.html",
        {
            "tabs": query_tabs(request, user),
            "rows": [_shown(one, period, may_manage=may_manage) for one in listed],
            "page": page,
            "shown_words": ngettext("%(n)s query", "%(n)s queries", page.total) % {"n": counted(page.total)},
            "typed": typed,
            "role": role,
            "roles": ROLE_WORDS.items(),
            "is_narrowed": bool(typed or role),
            "period": period,
            "may_manage": may_manage,
            "may_import": can_import_mentions(user),
            "is_searching": any(one.searched is not None for one in listed),
        },
    )


def figures_address(query: Query, period: Period) -> str:
    """The dashboard of what the query finds."""
    return f"{reverse('listen')}?{urlencode({**period.query, 'query': query.pk})}"


def searched_in_words(share: float) -> str:
    return _("%(share)s of what is stored has been searched") % {"share": percent(share)}


def _shown(one: ListedQuery, period: Period, *, may_manage: bool) -> ShownQuery:
    figures: Any = figures_address(one.query, period)
    return ShownQuery(
        query=one.query,
        url=reverse("query", args=[one.query.pk]) if may_manage else figures,
        figures_url=figures,
        role=str(ROLE_WORDS[one.query.role]),
        count=counted(one.mentions),
        spark=sparkline(one.over_time),
        searched=one.searched,
        searched_words="" if one.searched is None else searched_in_words(one.searched),
    )
