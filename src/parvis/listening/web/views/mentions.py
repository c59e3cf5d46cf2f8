"""/listen/mentions/: the posts themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.foundation.exports import can_write_parquet
from parvis.foundation.web.components.quantities import counted, percent, signed
from parvis.foundation.web.screens import screen
from parvis.listening.logic.net_sentiment import SentimentCounts, net_sentiment
from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.models import Query
from parvis.listening.permissions import can_import_mentions
from parvis.listening.reads.counts import counts_of
from parvis.listening.reads.export_rows import MOST_ROWS
from parvis.listening.reads.facets import facet_table
from parvis.listening.reads.marked import marked_by_query
from parvis.listening.reads.mentions import page_of_mentions, time_spanned
from parvis.listening.web.facets_shown import facets_shown, sources_of
from parvis.listening.web.filters import address_of, filters_shown, selection_of
from parvis.listening.web.mention_shown import mentions_shown
from parvis.listening.web.views.explore_chosen import bulk_actions
from parvis.listening.web.words import interval_in_words


@screen(permission="mentions.view", purpose="listening")
def mentions(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    selection = selection_of(request)
    page = page_of_mentions(
        user, selection, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    counts = counts_of(user, selection)
    queries = list(Query.objects.filter(removed_at=None))
    table = facet_table(user, selection, queries=queries)
    rows = page.rows
    chosen = next((query for query in queries if query.pk == selection.found_by), None)
    if chosen is not None and not selection.typed:
        rows = marked_by_query(rows, chosen)
    words = ngettext("%(n)s mention", "%(n)s mentions", counts.total) % {"n": counted(counts.total)}
    return render(
        request,
        "listening/mentions/index.html",
        {
            **filters_shown(
                selection,
                sources_of(table),
                with_sentiment=True,
                queries=queries,
                named_apart=("query", "channel", "source", "brand", "language"),
            ),
            "rows": mentions_shown(user, rows),
            "facets": facets_shown(selection, table),
            "page": page,
            "counts": counts,
            "moods": _moods(selection, counts),
            # Of negative mentions alone it is −100 by definition.
            "net": _net(counts) if selection.sentiment in ("", "analysed") else None,
            "topics_url": reverse("mentions-topics") + address_of(selection),
            "here": address_of(selection),
            "bulk_actions": bulk_actions(user),
            "may_correct": user.may("labels.correct"),
            "may_parquet": can_write_parquet(),
            "export_words": _export_words(counts),
            "overview_url": reverse("listen") + address_of(selection, sentiment=""),
            "count_words": words,
            # Only an empty page asks why it is empty.
            "spanned": None if page.rows else time_spanned(user),
            "may_import": can_import_mentions(user),
        },
    )


def _export_words(counts: SentimentCounts) -> str:
    """What a file would hold."""
    if counts.total <= MOST_ROWS:
        return ngettext("%(n)s mention as a file", "%(n)s mentions as a file", counts.total) % {
            "n": counted(counts.total)
        }
    return ngettext(
        "The newest %(n)s mention as a file", "The newest %(n)s mentions as a file", MOST_ROWS
    ) % {"n": counted(MOST_ROWS)}


def _moods(selection: Selection, counts: SentimentCounts) -> list[dict[str, Any]]:
    """One line for each sentiment: its size, its share of all, and its posts (or all again, if chosen)."""
    parts = (
        ("negative", counts.negative),
        ("neutral", counts.neutral),
        ("positive", counts.positive),
        ("", counts.not_analysed),
    )
    return [
        {
            "sentiment": sentiment,
            "count": counted(count),
            "share": percent(count / counts.total) if counts.total else "",
            "is_chosen": selection.sentiment == (sentiment or NONE),
            "url": address_of(
                selection, sentiment="" if selection.sentiment == (sentiment or NONE) else sentiment or NONE
            ),
        }
        for sentiment, count in parts
        if count
    ]


def _net(counts: SentimentCounts) -> dict[str, str] | None:
    found = net_sentiment(counts)
    return {"value": signed(found.value), "interval": interval_in_words(found)} if found else None
