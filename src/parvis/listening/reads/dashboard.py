"""The first figures of a dashboard, of two periods at once: what is said now, before, and on which days nothing was.

`figures` answers each question for itself; a page that asks for both periods reads them together here, so that it
costs two statements rather than ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.logic.periods import Period
from parvis.labelling.logic.adjusted_counts import AdjustedShares
from parvis.labelling.reads.quality import shares_corrected
from parvis.listening.logic.estimates import change_of_means, share_over_days
from parvis.listening.logic.net_sentiment import NetSentiment, SentimentCounts, has_changed, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Market
from parvis.listening.permissions import can_view_figures
from parvis.listening.reads.cells import Sums, has_cells, sums
from parvis.listening.reads.coverage import Coverage, coverage_of
from parvis.listening.reads.mentions import mentions_of

if TYPE_CHECKING:
    from parvis.accounts.models import User

_LABELS = {"negative": "negative", "neutral": "neutral", "positive": "positive", "": "not_analysed"}


@dataclass(frozen=True, slots=True)
class Glance:
    """over_time: a count for each bucket of the period, None where no day of it was heard.

    change: how many times as much a heard day as before, or None without data on either side; is_sure: its interval
    leaves 1 out. before_heard: on how many days of the period before anything was heard; before_over_time: its days.
    """

    now: SentimentCounts
    before: SentimentCounts
    over_time: tuple[SentimentCounts | None, ...]
    net: NetSentiment | None
    net_before: NetSentiment | None
    net_changed: bool
    change: Estimate | None
    is_sure: bool
    corrected: AdjustedShares | None
    coverage: Coverage
    before_heard: int
    before_over_time: tuple[int | None, ...]
    repeats: int


def glance(user: User, selection: Selection, *, other: Period | None = None) -> Glance:
    """One selection now and in another period, by default the one of the same length before it."""
    period, earlier = selection.period, other or selection.period.before
    if earlier.last == period.first - timedelta(days=1):
        both = Period(earlier.first, period.last, period.zone)
        by_day, repeats = _by_day(user, selection.of(both))
        heard = coverage_of(both).heard
    else:
        by_day, repeats = _by_day(user, selection)
        others, _ = _by_day(user, selection.of(earlier))
        by_day = others | by_day
        heard = coverage_of(period).heard | coverage_of(earlier).heard
    days, days_before = _heard(heard, period), _heard(heard, earlier)
    now = sum((by_day.get(day, SentimentCounts()) for day in period.days), SentimentCounts())
    before = sum((by_day.get(day, SentimentCounts()) for day in earlier.days), SentimentCounts())
    change = change_of_means(_totals(by_day, days), _totals(by_day, days_before))
    return Glance(
        now=now,
        before=before,
        over_time=tuple(_bucket(by_day, days, first, last) for first, last in _spans(period)),
        net=net_sentiment(now),
        net_before=net_sentiment(before),
        net_changed=has_changed(now, before),
        change=change,
        is_sure=_leaves_out(change, 1),
        corrected=shares_corrected((now.negative, now.neutral, now.positive), kind="mention"),
        coverage=Coverage(frozenset(days), period.length_days),
        before_heard=len(days_before),
        before_over_time=tuple(
            by_day.get(day, SentimentCounts()).total if day in heard else None for day in earlier.days
        ),
        repeats=sum(number for day, number in repeats.items() if period.first <= day <= period.last),
    )


@dataclass(frozen=True, slots=True)
class OurShare:
    """Of all that is said of the market's brands, the part that is said of ours; in 0..1."""

    now: Estimate | None
    before: Estimate | None

    @property
    def has_changed(self) -> bool:
        """The two intervals do not meet: less than chance would have to be at work for it."""
        now, before = self.now, self.before
        if now is None or before is None or None in (now.low, now.high, before.low, before.high):
            return False
        return (now.low or 0) > (before.high or 0) or (now.high or 0) < (before.low or 0)


def our_share(user: User, market: Market, period: Period, *, other: Period, once: bool) -> OurShare:
    """Share of voice by mentions, now and in another period, our brands together."""
    if not can_view_figures(user):
        return OurShare(None, None)
    brands = {
        brand.query_id: brand.is_ours for brand in market.brands.all() if brand.query.removed_at is None
    }
    both = Selection(Period(other.first, period.last, period.zone))
    rows = sums(both, ("query_id", "day"), query_ids=list(brands)) if brands else []
    return OurShare(
        *(
            _share_of(brands, [row for row in rows if which.first <= _day(row) <= which.last], once=once)
            for which in (period, other)
        )
    )


def _share_of(brands: dict[int, bool], rows: Sequence[Sums], *, once: bool) -> Estimate | None:
    ours: dict[date, float] = {}
    whole: dict[date, float] = {}
    for row in rows:
        day, count = _day(row), row.counted(once=once)
        whole[day] = whole.get(day, 0) + count
        ours[day] = ours.get(day, 0) + (count if brands[int(str(row.key[0]))] else 0)
    days = sorted(whole)
    return share_over_days([ours[day] for day in days], [whole[day] for day in days])


def _day(row: Sums) -> date:
    day = row.key[1]
    assert isinstance(day, date)
    return day


def _by_day(user: User, selection: Selection) -> tuple[dict[date, SentimentCounts], dict[date, int]]:
    """Counts of each day, and how many of all mentions of it were copies."""
    if not can_view_figures(user):
        return {}, {}
    found: dict[date, dict[str, int]] = {}
    repeats: dict[date, int] = {}
    if has_cells(selection):
        for row in sums(selection, ("day", "sentiment")):
            day = row.key[0]
            assert isinstance(day, date)
            of_day = found.setdefault(day, dict.fromkeys(_LABELS.values(), 0))
            of_day[_LABELS[str(row.key[1])]] += row.counted(once=selection.counts_once)
            repeats[day] = repeats.get(day, 0) + row.repeats
    else:
        rows = (
            mentions_of(user, selection)
            .annotate(day=TruncDate("published_at", tzinfo=selection.period.zone))
            .values_list("day", "sentiment")
            .annotate(n=Count("*"), copies=Count("pk", filter=Q(is_repeat=True)))
        )
        for day, sentiment, n, copies in rows:
            found.setdefault(day, dict.fromkeys(_LABELS.values(), 0))[_LABELS[sentiment]] += n
            repeats[day] = repeats.get(day, 0) + copies
    return {day: SentimentCounts(**counts) for day, counts in found.items()}, repeats


def _heard(heard: frozenset[date], period: Period) -> list[date]:
    return [day for day in period.days if day in heard]


def _totals(by_day: dict[date, SentimentCounts], days: Sequence[date]) -> list[float]:
    return [float(by_day.get(day, SentimentCounts()).total) for day in days]


def _spans(period: Period) -> list[tuple[date, date]]:
    return [(bucket.first, bucket.last) for bucket in period.buckets]


def _bucket(
    by_day: dict[date, SentimentCounts], heard: Sequence[date], first: date, last: date
) -> SentimentCounts | None:
    inside = [day for day in heard if first <= day <= last]
    if not inside:
        return None
    return sum((by_day.get(day, SentimentCounts()) for day in inside), SentimentCounts())


def _leaves_out(change: Estimate | None, value: float) -> bool:
    if change is None or change.low is None or change.high is None:
        return False
    return not change.low <= value <= change.high
