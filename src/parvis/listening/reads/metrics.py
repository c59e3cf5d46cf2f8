"""What listening offers to the dashboard: how much is said, how it is meant, how much is not analysed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from parvis.foundation.logic.intervals import share
from parvis.foundation.logic.metrics import Figure, Metric, Series
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.net_sentiment import SentimentCounts, net_sentiment
from parvis.listening.permissions import can_view_figures, can_view_mentions
from parvis.listening.reads.counts import figures_over_time

if TYPE_CHECKING:
    from parvis.accounts.models import User


def rows_url(user: User, period: Period, **filters: str) -> str:
    """The list of the mentions that a figure counted; nothing for those who see figures only."""
    if not can_view_mentions(user):
        return ""
    return f"{reverse('mentions')}?{urlencode(period.query | filters)}"


def rows_of_bucket_url(user: User, period: Period, **filters: str) -> str:
    if not can_view_mentions(user):
        return ""
    return f"{reverse('mentions')}?from={{from}}&to={{to}}{'&' if filters else ''}{urlencode(filters)}"


def _totals(user: User, period: Period) -> SentimentCounts:
    return sum(_over_time(user, period), SentimentCounts())


def _over_time(user: User, period: Period) -> list[SentimentCounts]:
    if not can_view_figures(user):
        return [SentimentCounts() for _bucket in period.buckets]
    # A dashboard asks three metrics for totals and courses of two periods: nine scans of the same rows.
    # They are remembered on the account's object, which lives as long as its request.
    known: dict[tuple[date, date, str], list[SentimentCounts]]
    known = user.__dict__.setdefault("_mentions_over_time", {})
    key = (period.first, period.last, str(period.zone))
    if key not in known:
        known[key] = figures_over_time(period)
    return known[key]


def volume(user: User, period: Period) -> Figure:
    counts = _totals(user, period)
    return Figure(float(counts.total), counts.total, rows_url=rows_url(user, period))


def volume_over_time(user: User, period: Period) -> list[Series]:
    return sentiment_layers(_over_time(user, period))


def sentiment_layers(counts: list[SentimentCounts]) -> list[Series]:
    """Layers of a stacked chart, complaint at the bottom where it is compared most easily."""
    layers = (
        (pgettext_lazy("sentiment", "negative"), "negative"),
        (pgettext_lazy("sentiment", "neutral"), "neutral"),
        (pgettext_lazy("sentiment", "positive"), "positive"),
        (pgettext_lazy("sentiment", "not analysed"), "not_analysed"),
    )
    return [Series(word, [getattr(one, name) for one in counts], tone=name) for word, name in layers]


def net(user: User, period: Period) -> Figure:
    counts = _totals(user, period)
    url = rows_url(user, period, sentiment="analysed")
    found = net_sentiment(counts)
    if found is None:
        return Figure(None, 0, rows_url=url)
    detail = over_polar_in_words(found.over_polar)
    return Figure(found.value, found.n, found.low, found.high, rows_url=url, detail=detail)


def over_polar_in_words(over_polar: float | None) -> str:
    """The other denominator in use, named beside the first."""
    if over_polar is None:
        return ""
    shown = number_format(over_polar, decimal_pos=0).replace("-", "−")
    return _("%(points)s without the neutral ones") % {"points": shown}


def net_over_time(user: User, period: Period) -> list[Series]:
    return [net_line(_over_time(user, period))]


def net_line(counts: list[SentimentCounts]) -> Series:
    """A bucket in which nothing was analysed is a gap."""
    found = [net_sentiment(c) for c in counts]
    return Series(
        gettext_lazy("net sentiment"),
        [f.value if f else None for f in found],
        [f.low if f else None for f in found],
        [f.high if f else None for f in found],
    )


def not_analysed(user: User, period: Period) -> Figure:
    counts = _totals(user, period)
    url = rows_url(user, period, sentiment="none")
    found = share(counts.not_analysed, counts.total)
    if found is None or found.low is None or found.high is None:
        return Figure(None, 0, rows_url=url, rows=0)
    detail = ngettext("%(n)s mention", "%(n)s mentions", counts.not_analysed) % {
        "n": number_format(counts.not_analysed, force_grouping=True)
    }
    return Figure(
        100 * found.value, found.n, 100 * found.low, 100 * found.high, url, counts.not_analysed, detail
    )


def _not_analysed_bucket_url(user: User, period: Period) -> str:
    return rows_of_bucket_url(user, period, sentiment="none")


def _net_bucket_url(user: User, period: Period) -> str:
    return rows_of_bucket_url(user, period, sentiment="analysed")


METRICS = (
    Metric(
        key="mentions.volume",
        label=gettext_lazy("Mentions"),
        unit=pgettext_lazy("unit", "mentions"),
        explain=gettext_lazy("Everything heard in public in this period, in any language, of any sentiment."),
        section="volume",
        total=volume,
        series=volume_over_time,
        kind="stacked",
        rows_of_bucket_url=rows_of_bucket_url,
    ),
    Metric(
        key="mentions.net_sentiment",
        label=gettext_lazy("Net sentiment"),
        unit=pgettext_lazy("unit", "points"),
        explain=gettext_lazy(
            "Positive less negative mentions, over all analysed ones, neutral included; from −100 to 100."
        ),
        section="sentiment",
        total=net,
        series=net_over_time,
        more_is="better",
        rows_of_bucket_url=_net_bucket_url,
    ),
    Metric(
        key="mentions.not_analysed",
        label=gettext_lazy("Not analysed"),
        unit=pgettext_lazy("unit", "% of mentions"),
        explain=gettext_lazy(
            "Mentions without a sentiment: another language, too short, or the model could not tell."
        ),
        section="sentiment",
        total=not_analysed,
        decimals=1,
        rows_of_bucket_url=_not_analysed_bucket_url,
    ),
)
