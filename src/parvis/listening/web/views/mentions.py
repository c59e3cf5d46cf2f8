"""/listen/mentions/: the posts themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import screen
from parvis.listening.logic.selection import Selection
from parvis.listening.permissions import can_import_mentions
from parvis.listening.reads.counts import counts_of, facets_of
from parvis.listening.reads.mentions import page_of_mentions, time_spanned
from parvis.listening.web.filters import filters_shown, selection_of
from parvis.listening.web.mention_shown import mentions_shown


@screen(permission="mentions.view", purpose="listening")
def mentions(request: HttpRequest) -> HttpResponse:
    user = request.user
    selection = selection_of(request)
    page = page_of_mentions(
        user, selection, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    counts = counts_of(user, selection)
    facets = facets_of(user, Selection(selection.period))
    words = ngettext("%(n)s mention", "%(n)s mentions", counts.total) % {"n": counted(counts.total)}
    return render(
        request,
        "listening/mentions/index.html",
        {
            **filters_shown(selection, facets, with_sentiment=True),
            "rows": mentions_shown(user, page.rows),
            "page": page,
            "counts": counts,
            "count_words": words,
            # Only an empty page asks why it is empty.
            "spanned": None if page.rows else time_spanned(user),
            "may_import": can_import_mentions(user),
        },
    )
