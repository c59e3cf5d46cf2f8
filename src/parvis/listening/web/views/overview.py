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
from parvis.foundation.web.components.charts import Chart
from parvis.foundation.web.components.charts import Series as ChartSeries
from parvis.foundation.web.components.quantities import counted, interval, percent, period_in_words, signed
from parvis.foundation.web.screens import screen
from parvis.labelling.reads.quality import shares_corrected
from parvis.listening.logic.net_sentiment import SentimentCounts, has_changed, net_sentiment
from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.permissions import can_import_mentions
from parvis.listening.reads.counts import (
    Slice,
    authors_most_heard,
    choices_of,
    counts_of,
    counts_over_time,
    facets_of,
)
from parvis.listening.reads.mentions import page_of_mentions, time_spanned
from parvis.listening.reads.metrics import over_polar_in_words, sentiment_layers
from parvis.listening.web.filters import address_of, channel_name, filters_shown, named, selection_of
from parvis.listening.web.mention_shown import mentions_shown
from parvis.listening.web.words import change_in_percent, interval_in_words, language_name

MOST_PARTS = 6
MOST_AUTHORS = 8
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
    over_time = counts_over_time(user, selection)
    now = sum(over_time, SentimentCounts())
    before = counts_of(user, selection.of(selection.period.before))
    divided = facets_of(user, selection)
    # Every choice is offered, also those that the present filters leave empty.
    offered = choices_of(user, selection.period) if selection.is_narrowed else divided
    list_url = reverse("mentions")
    brands = named(divided.brands, lambda value: value or _("no brand"))
    authors = authors_most_heard(user, selection, most=MOST_AUTHORS)
    divisions = [
        _division(_("Brands"), "tag", brands, selection, "brand"),
        _division(_("Channels"), "broadcast", named(divided.channels, channel_name), selection, "channel"),
        _division(_("Sources"), "rss", divided.sources, selection, "source"),
        _division(_("Languages"), "language", named(divided.languages, language_name), selection, "language"),
        _division(_("Authors most heard"), "users", authors, selection, "author", most=MOST_AUTHORS),
    ]
    posts = page_of_mentions(user, selection, most=POSTS_SHOWN) if now.total else None
    return render(
        request,
        "listening/overview/index.html",
        {
            **filters_shown(selection, offered, with_sentiment=False),
            "counts": now,
            "figures": _figures(selection, now, before),
            "corrected": _corrected(now),
            "chart": _chart(selection, over_time, now),
            # A division into one part explains nothing.
            "divisions": [d for d in divisions if len(d.parts) > 1],
            "posts": mentions_shown(user, posts.rows) if posts else [],
            "list_url": list_url + address_of(selection),
            "spanned": None if now.total else time_spanned(user),
            "may_import": can_import_mentions(user),
        },
    )


def _figures(selection: Selection, now: SentimentCounts, before: SentimentCounts) -> list[dict[str, Any]]:
    """What the stat tags show, one dictionary each."""
    period = period_in_words(selection.period)
    list_url = reverse("mentions")
    found, found_before = net_sentiment(now), net_sentiment(before)
    net: dict[str, Any] = {
        "label": _("Net sentiment"),
        "value": signed(found.value) if found else None,
        "unit": pgettext("unit", "points"),
        "interval": interval_in_words(found) if found else "",
        "n": now.analysed,
        "url": list_url + address_of(selection, sentiment="analysed"),
        "explain": _(
            "Positive less negative mentions, over all analysed ones, neutral included; from −100 to 100."
        ),
        "note": over_polar_in_words(found.over_polar) if found else "",
    }
    if found and found_before:
        change = found.value - found_before.value
        net |= {
            "change": signed(change, plus=True),
            "direction": _direction(round(change)),
            # Coloured only where chance does not explain it.
            "is_good": change > 0 if has_changed(now, before) else None,
        }
    change = now.total - before.total
    volume = {
        "label": _("Mentions"),
        "value": counted(now.total),
        "change": change_in_percent(now.total, before.total),
        "direction": _direction(change),
        "period": period,
        "url": list_url + address_of(selection),
        "explain": _("Compared with the %(days)d days before: %(count)s mentions.")
        % {"days": selection.period.length_days, "count": counted(before.total)},
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


def _corrected(now: SentimentCounts) -> list[dict[str, Any]]:
    """The shares as labelled and corrected for known errors; empty until the house has measured them."""
    found = shares_corrected((now.negative, now.neutral, now.positive), kind="mention")
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


def _chart(selection: Selection, over_time: list[SentimentCounts], now: SentimentCounts) -> Chart:
    buckets = selection.period.buckets
    titles = {"day": _("Mentions per day"), "week": _("Mentions per week"), "month": _("Mentions per month")}
    return Chart(
        title=titles[selection.period.grain],
        points=[bucket.first for bucket in buckets],
        last_days=[bucket.last for bucket in buckets],
        series=[ChartSeries(s.label, s.values, tone=s.tone) for s in sentiment_layers(over_time)],
        unit=pgettext("unit", "mentions"),
        period=period_in_words(selection.period),
        n=now.total,
        kind="stacked",
        # The days come from the point; everything else that is filtered stays.
        rows_url=reverse("mentions")
        + address_of(selection, **{"from": "{from}", "to": "{to}"}).replace("%7B", "{").replace("%7D", "}"),
    )


def _division(
    title: str, icon: str, parts: Sequence[Slice], selection: Selection, name: str, most: int = MOST_PARTS
) -> Division:
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
            for part in parts[:most]
        ],
        left_out=max(0, len(parts) - most),
    )
