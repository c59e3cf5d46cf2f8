"""/listen/: first the figures of the period, then why, then the posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.permissions import account_of
from parvis.foundation.web.components.quantities import (
    counted,
    days_in_words,
    interval,
    percent,
    period_in_words,
    signed,
)
from parvis.foundation.web.screens import screen
from parvis.labelling.logic.adjusted_counts import AdjustedShares
from parvis.listening.logic.net_sentiment import SentimentCounts, net_sentiment
from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.models import Query
from parvis.listening.permissions import can_import_mentions
from parvis.listening.reads.counts import Slice, choices_of, facets_of
from parvis.listening.reads.dashboard import Glance, glance
from parvis.listening.reads.mentions import page_of_mentions, time_spanned
from parvis.listening.reads.metrics import over_polar_in_words
from parvis.listening.reads.queries import listed_markets
from parvis.listening.web.dashboard_charts import charts_shown
from parvis.listening.web.filters import address_of, channel_name, filters_shown, named, selection_of
from parvis.listening.web.market_shown import market_shown
from parvis.listening.web.mention_shown import mentions_shown
from parvis.listening.web.rests_on import rests_on
from parvis.listening.web.words import change_in_percent, interval_in_words, language_name

MOST_PARTS = 6
POSTS_SHOWN = 8
# A template reads a missing entry as "", which for n and is_good would be a value.
_NOTHING_SAID: dict[str, Any] = {
    "unit": "", "interval": "", "change": "", "direction": "", "is_good": None, "n": None, "period": "",
    "explain": "", "note": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a division: its name, its size, how it divides by sentiment, and where its posts are."""

    label: str
    counts: SentimentCounts
    net: str
    url: str


@dataclass(frozen=True, slots=True)
class Division:
    title: str
    icon: str
    parts: Sequence[Part]
    left_out: int


@screen(permission="mentions.view", purpose="listening")
def overview(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    selection = selection_of(request)
    found = glance(user, selection, other=selection.compared_with)
    now = found.now
    divided = facets_of(user, selection)
    # Every choice is offered, also those that the present filters leave empty.
    offered = choices_of(user, selection.period) if selection.is_narrowed else divided
    list_url = reverse("mentions")
    brands = named(divided.brands, lambda value: value or _("no brand"))
    divisions = [
        _division(_("Brands"), "tag", brands, selection, "brand"),
        _division(_("Channels"), "broadcast", named(divided.channels, channel_name), selection, "channel"),
        _division(_("Sources"), "rss", divided.sources, selection, "source"),
        _division(_("Languages"), "language", named(divided.languages, language_name), selection, "language"),
    ]
    posts = page_of_mentions(user, selection, most=POSTS_SHOWN) if now.total else None
    queries = list(Query.objects.filter(removed_at=None))
    markets = listed_markets(user) if queries else []
    # A share of voice is one of whole brands: beside figures of a part of what is said it would mislead.
    is_part = selection.is_narrowed
    market = None if is_part else market_shown(user, selection, markets, asked=request.GET.get("voice", ""))
    charts = charts_shown(selection, found, asked=request.GET.get("chart", ""))
    figures = _figures(selection, found)
    if market:
        figures = [_NOTHING_SAID | figure for figure in market.figures] + figures
    return render(
        request,
        "listening/overview/index.html",
        {
            **filters_shown(
                selection, offered, with_sentiment=False, queries=queries, markets=markets, compares=True
            ),
            "counts": now,
            "figures": figures,
            "net_note": over_polar_in_words(found.net.over_polar) if found.net else "",
            "net_value": signed(found.net.value) if found.net else "",
            "corrected": _corrected(found.corrected),
            "rests_on": rests_on(selection, found, queries),
            "charts": charts,
            "chart": charts.chart,
            "market": market,
            "whole_url": address_of(_whole(selection)) if is_part and markets else "",
            # A division into one part explains nothing.
            "divisions": [d for d in divisions if len(d.parts) > 1],
            "posts": mentions_shown(user, posts.rows) if posts else [],
            "list_url": list_url + address_of(selection),
            "why_url": reverse("listen-why") + address_of(selection),
            "spanned": None if now.total else time_spanned(user),
            "may_import": can_import_mentions(user),
        },
    )


def _whole(selection: Selection) -> Selection:
    """The same days without what narrows them."""
    return Selection(
        selection.period, copies=selection.copies, market=selection.market, compare=selection.compare
    )


def _figures(selection: Selection, found: Glance) -> list[dict[str, Any]]:
    """What the stat tags show, one dictionary each."""
    now, before = found.now, found.before
    period = period_in_words(selection.period)
    list_url = reverse("mentions")
    net: dict[str, Any] = {
        "label": _("Net sentiment"),
        "value": signed(found.net.value) if found.net else None,
        "unit": pgettext("unit", "points"),
        "interval": interval_in_words(found.net) if found.net else "",
        "n": now.analysed,
        "url": list_url + address_of(selection, sentiment="analysed"),
        "explain": _(
            "Positive less negative mentions, over all analysed ones, neutral included; from −100 to 100."
        ),
    }
    if found.net and found.net_before:
        change = found.net.value - found.net_before.value
        net |= {
            "change": signed(change, plus=True),
            "direction": _direction(round(change)),
            # Coloured only where chance does not explain it.
            "is_good": change > 0 if found.net_changed else None,
        }
    volume = {
        "label": _("Mentions"),
        "value": counted(now.total),
        "period": period,
        "url": list_url + address_of(selection),
        "explain": _("%(period)s: %(count)s mentions.")
        % {"period": days_in_words(selection.compared_with), "count": counted(before.total)},
    }
    if found.change:
        # Days on which nothing was heard are in neither mean.
        volume |= {
            "change": percent(found.change.value - 1, plus=True),
            "direction": _direction(round(100 * (found.change.value - 1))),
            "interval": _change_in_words(found),
        }
    complaints = {
        "label": pgettext("figure", "Negative"),
        "value": counted(now.negative),
        "change": change_in_percent(now.negative, before.negative),
        "direction": _direction(now.negative - before.negative),
        "period": _share(now.negative, now.analysed),
        "url": list_url + address_of(selection, sentiment="negative"),
    }
    praise = {
        "label": pgettext("figure", "Positive"),
        "value": counted(now.positive),
        "change": change_in_percent(now.positive, before.positive),
        "direction": _direction(now.positive - before.positive),
        "period": _share(now.positive, now.analysed),
        "url": list_url + address_of(selection, sentiment="positive"),
    }
    silent = {
        "label": pgettext("figure", "Not analysed"),
        "value": counted(now.not_analysed),
        "period": _share(now.not_analysed, now.total, of_all=True),
        "url": list_url + address_of(selection, sentiment=NONE),
        "explain": _("Another language, too short, or the model could not tell: in no other figure."),
    }
    return [_NOTHING_SAID | figure for figure in (net, volume, complaints, praise, silent)]


def _change_in_words(found: Glance) -> str:
    change = found.change
    if change is None or change.low is None or change.high is None:
        return ""
    return _("change a day, %(interval)s") % {
        "interval": interval(percent(change.low - 1, plus=True), percent(change.high - 1, plus=True))
    }


def _corrected(found: AdjustedShares | None) -> list[dict[str, Any]]:
    """The shares as labelled and corrected for known errors; empty until the house has measured them."""
    if found is None:
        return []
    rows = [
        {
            "sentiment": sentiment,
            "raw": percent(one.raw),
            "value": percent(one.value),
            "interval": interval(percent(one.low), percent(one.high)),
        }
        for sentiment, one in zip(("negative", "neutral", "positive"), found.shares, strict=True)
    ]
    net = found.balance
    words = interval(signed(100 * net.low), signed(100 * net.high))
    rows.append(
        {"sentiment": "", "raw": signed(100 * net.raw), "value": signed(100 * net.value), "interval": words}
    )
    return rows


def _share(count: int, n: int, *, of_all: bool = False) -> str:
    if not n:
        return ""
    words = _("%(percent)s of all") if of_all else _("%(percent)s of those analysed")
    return words % {"percent": percent(count / n)}


def _direction(change: float) -> str:
    return "up" if change > 0 else "down" if change < 0 else ""


def _division(title: str, icon: str, parts: Sequence[Slice], selection: Selection, name: str) -> Division:
    return Division(
        title,
        icon,
        [
            Part(
                part.label,
                part.counts,
                signed(found.value, plus=True) if (found := net_sentiment(part.counts)) else "",
                reverse("mentions") + address_of(selection, **{name: part.value or NONE}),
            )
            for part in parts[:MOST_PARTS]
        ],
        left_out=max(0, len(parts) - MOST_PARTS),
    )
