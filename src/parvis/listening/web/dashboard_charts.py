"""The charts of a dashboard: how much, how it is meant, and how it was before. One at a time is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.quantities import days_in_words, period_in_words
from parvis.listening.logic.net_sentiment import SentimentCounts, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.reads.dashboard import Glance
from parvis.listening.reads.metrics import sentiment_layers
from parvis.listening.web.filters import address_of

KINDS = ("volume", "net", "before")


@dataclass(frozen=True, slots=True)
class ShownChart:
    key: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Charts:
    chart: Chart
    choices: tuple[ShownChart, ...]


def charts_shown(selection: Selection, found: Glance, *, asked: str) -> Charts:
    """The chart that the address asks for, and the others to change to."""
    offered = ["volume", "net"]
    if selection.period.grain == "day" and any(found.before_over_time):
        offered.append("before")
    key = asked if asked in offered else "volume"
    words = {
        "volume": pgettext("chart", "Volume"),
        "net": _("Net sentiment"),
        "before": pgettext("chart", "Comparison"),
    }
    chart = {"volume": volume_chart, "net": net_chart, "before": before_chart}[key](selection, found)
    return Charts(
        chart,
        tuple(
            ShownChart(
                one, words[one], address_of(selection, chart="" if one == "volume" else one), one == key
            )
            for one in offered
        ),
    )


def volume_chart(selection: Selection, found: Glance) -> Chart:
    """Layers by sentiment; a bucket of which no day was heard is a gap in all of them."""
    titles = {"day": _("Mentions per day"), "week": _("Mentions per week"), "month": _("Mentions per month")}
    layers = sentiment_layers([one or SentimentCounts() for one in found.over_time])
    return Chart(
        title=titles[selection.period.grain],
        series=[
            Series(
                layer.label,
                [
                    None if heard is None else value
                    for value, heard in zip(layer.values, found.over_time, strict=True)
                ],
                tone=layer.tone,
            )
            for layer in layers
        ],
        unit=pgettext("unit", "mentions"),
        n=found.now.total,
        kind="stacked",
        rows_url=_rows_url(selection),
        **_time(selection),
    )


def net_chart(selection: Selection, found: Glance) -> Chart:
    """With its interval; a bucket in which nothing was analysed is a gap."""
    nets = [net_sentiment(one) if one else None for one in found.over_time]
    return Chart(
        title=_("Net sentiment"),
        series=[
            Series(
                _("net sentiment"),
                [one.value if one else None for one in nets],
                [one.low if one else None for one in nets],
                [one.high if one else None for one in nets],
            )
        ],
        unit=pgettext("unit", "points"),
        n=found.now.analysed,
        rows_url=_rows_url(selection, sentiment="analysed"),
        **_time(selection),
    )


def before_chart(selection: Selection, found: Glance) -> Chart:
    """This period, and day beside day the one it is compared with."""
    count = len(found.over_time)
    before = list(found.before_over_time)[:count]
    before += [None] * (count - len(before))
    return Chart(
        title=_("Mentions per day, and before"),
        series=[
            Series(days_in_words(selection.period), [one.total if one else None for one in found.over_time]),
            Series(days_in_words(selection.compared_with), before, tone="comparison"),
        ],
        unit=pgettext("unit", "mentions"),
        n=found.now.total,
        rows_url=_rows_url(selection),
        **_time(selection),
    )


def _time(selection: Selection) -> dict[str, Any]:
    buckets = selection.period.buckets
    return {
        "points": [bucket.first for bucket in buckets],
        "last_days": [bucket.last for bucket in buckets],
        "period": period_in_words(selection.period),
    }


def _rows_url(selection: Selection, **changes: str) -> str:
    # The days come from the point; everything else that is filtered stays.
    address = address_of(selection, **{"from": "{from}", "to": "{to}"}, **changes)
    return reverse("mentions") + address.replace("%7B", "{").replace("%7D", "}")
