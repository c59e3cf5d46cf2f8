"""The figures of listening, each with its interval, what it rests on, and gaps where nothing was heard.

What is counted is what the model said; `corrected` shares take its measured errors into account where the house has
labelled a sample by hand (labelling). Formulas and sources: docs/method/listening.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from parvis.foundation.logic.intervals import Estimate, share
from parvis.foundation.logic.periods import Period
from parvis.labelling.logic.adjusted_counts import AdjustedShares
from parvis.labelling.reads.quality import shares_corrected
from parvis.listening.logic.estimates import (
    Notoriety,
    change_of_means,
    notoriety,
    share_over_days,
    shares_of_sketches,
)
from parvis.listening.logic.net_sentiment import NetSentiment, SentimentCounts, has_changed, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Market, Mention
from parvis.listening.permissions import can_view_figures
from parvis.listening.reads.authors import (
    AuthorCount,
    LoudAuthor,
    LoudAuthors,
    authors_of_queries,
    distinct_authors,
    has_sketches,
    loudest_authors,
)
from parvis.listening.reads.cells import Sums, by_sentiment, has_cells, sums
from parvis.listening.reads.counts import counts_by_bucket
from parvis.listening.reads.coverage import Coverage, QueryState, coverage_of, query_states
from parvis.listening.reads.intake import rules_in_force
from parvis.listening.reads.mentions import selected
from parvis.listening.reads.tallies import Tallied, loudest_sites, tallied

if TYPE_CHECKING:
    from parvis.accounts.models import User

__all__ = [
    "AuthorCount", "Brand", "Comparison", "Coverage", "HeatMap", "LoudAuthor", "LoudAuthors", "QueryState",
    "ShareOfVoice", "Tallied", "Volume", "comparison", "coverage_of", "distinct_authors", "heat_map", "languages",
    "loudest_authors", "loudest_sites", "query_states", "share_of_voice", "tallied", "volume",
]  # fmt: skip
LANGUAGES_SHOWN = 20
MOODS = ("negative", "neutral", "positive")
EXTRA = ("repeats", "reposts", "engagement", "reach")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Volume:
    """How much was said. over_time: one count a bucket of the period; None where no day of it was heard.

    counts count copies as the rules say (`once`); repeats, reposts, engagement and reach are of all mentions.
    corrected: the shares of negative, neutral, positive and their balance, or None without a measured sample.
    """

    counts: SentimentCounts
    net: NetSentiment | None
    corrected: AdjustedShares | None
    over_time: tuple[SentimentCounts | None, ...]
    repeats: int
    reposts: int
    engagement: int
    reach: int
    once: bool
    coverage: Coverage
    queries: tuple[QueryState, ...]


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand in its market. Shares are of the market's sum, in 0..1, each with its interval where it has one.

    by_sentiment: its share of the market's negative, neutral and positive mentions.
    """

    query_id: int
    name: str
    colour: int
    is_ours: bool
    counts: SentimentCounts
    over_time: tuple[int | None, ...]
    authors: AuthorCount
    engagement: int
    share_of_mentions: Estimate | None
    share_of_authors: Estimate | None
    share_of_engagement: Estimate | None
    by_sentiment: dict[str, Estimate | None]
    net: NetSentiment | None
    corrected: AdjustedShares | None
    notoriety: Notoriety


@dataclass(frozen=True, slots=True)
class ShareOfVoice:
    """brands in the market's order. A mention of two brands counts for each of them."""

    market_id: int
    name: str
    brands: tuple[Brand, ...]
    once: bool
    coverage: Coverage
    queries: tuple[QueryState, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """mentions[weekday][hour], Monday first, in the reader's zone; days: how many heard days each weekday has."""

    mentions: tuple[tuple[int, ...], ...]
    days: tuple[int, ...]

    def a_day(self, weekday: int, hour: int) -> float | None:
        """Mentions in this hour of an average such day; None where no such day was heard."""
        return self.mentions[weekday][hour] / self.days[weekday] if self.days[weekday] else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods of one selection. change: how many times as much a heard day; None without data on either side.

    is_sure: the interval leaves 1 out. net_changed: net sentiment moved more than chance explains.
    """

    now: SentimentCounts
    before: SentimentCounts
    change: Estimate | None
    is_sure: bool
    net_now: NetSentiment | None
    net_before: NetSentiment | None
    net_changed: bool


def volume(user: User, selection: Selection, *, once: bool | None = None) -> Volume:
    """Everything of one selection at a glance. once: count copies once; by default as the rules say."""
    once = not rules_in_force().counts_repeats if once is None else once
    period = selection.period
    coverage = coverage_of(period)
    states = query_states([selection.found_by] if selection.found_by else (), period)
    if not can_view_figures(user):
        nothing = tuple(None for _ in period.buckets)
        return Volume(SentimentCounts(), None, None, nothing, 0, 0, 0, 0, once, coverage, states)
    if has_cells(selection):
        rows = sums(selection, ("day", "sentiment"))
        found = [by_sentiment(some, place=1, once=once) for some in _by_bucket(rows, period)]
        extra = [sum(getattr(row, name) for row in rows) for name in EXTRA]
    else:
        found, extra = _volume_of_rows(selection, once=once)
    counts = sum(found, SentimentCounts())
    return Volume(
        counts,
        net_sentiment(counts),
        _corrected(counts),
        _with_gaps(found, period, coverage),
        extra[0],
        extra[1],
        extra[2],
        extra[3],
        once,
        coverage,
        states,
    )


def share_of_voice(user: User, market: Market, period: Period, *, once: bool | None = None) -> ShareOfVoice:
    """Each brand's share of what is said in a declared market: by mentions, by authors, by engagement."""
    once = not rules_in_force().counts_repeats if once is None else once
    brands = list(market.brands.select_related("query").filter(query__removed_at=None))
    ids = [brand.query_id for brand in brands]
    coverage = coverage_of(period)
    rows = (
        sums(Selection(period), ("query_id", "day", "sentiment"), query_ids=ids)
        if ids and can_view_figures(user)
        else []
    )
    of_brand: dict[int, list[Sums]] = {key: [] for key in ids}
    for row in rows:
        of_brand[int(str(row.key[0]))].append(row)
    authors = _authors_of(user, ids, period)
    distinct = [author.estimate.value for author in authors]
    are_exact = all(author.is_exact for author in authors)
    author_shares = shares_of_sketches(distinct, are_exact=are_exact)
    known = notoriety(distinct, are_exact=are_exact)
    days = sorted({row.key[1] for row in rows}, key=str)
    whole = {mood: _daily(rows, days, once=once, mood=mood) for mood in ("", *MOODS)}
    engaged = _daily(rows, days, engagement=True)
    found = []
    for place, brand in enumerate(brands):
        mine = of_brand[brand.query_id]
        counts = by_sentiment(mine, place=2, once=once)
        over_time = _with_gaps(
            [sum(row.counted(once=once) for row in some) for some in _by_bucket(mine, period, place=1)],
            period,
            coverage,
        )
        found.append(
            Brand(
                brand.query_id,
                brand.query.name,
                brand.query.colour,
                brand.is_ours,
                counts,
                over_time,
                authors[place],
                sum(row.engagement for row in mine),
                share_over_days(_daily(mine, days, once=once), whole[""]),
                author_shares[place],
                share_over_days(_daily(mine, days, engagement=True), engaged, is_count=False),
                {
                    mood: share_over_days(_daily(mine, days, once=once, mood=mood), whole[mood])
                    for mood in MOODS
                },
                net_sentiment(counts),
                _corrected(counts),
                known[place],
            )
        )
    return ShareOfVoice(market.pk, market.name, tuple(found), once, coverage, query_states(ids, period))


def heat_map(user: User, selection: Selection) -> HeatMap:
    """When it is said: by day of the week and hour, in the reader's zone."""
    period = selection.period
    table = [[0] * 24 for _ in range(7)]
    if can_view_figures(user):
        if has_cells(selection):
            for row in sums(selection, ("weekday", "clock"), with_hours=True):
                weekday, hour = int(str(row.key[0])) - 1, int(str(row.key[1]))
                table[weekday][hour] += row.counted(once=selection.counts_once)
        else:
            moments = selected(_mentions(), selection).values_list("published_at", flat=True)
            for moment in moments.iterator(chunk_size=5000):
                local = moment.astimezone(period.zone)
                table[local.weekday()][local.hour] += 1
    days = [0] * 7
    for day in coverage_of(period).heard:
        days[day.weekday()] += 1
    return HeatMap(tuple(tuple(row) for row in table), tuple(days))


def languages(user: User, selection: Selection) -> tuple[Tallied, ...]:
    """In which languages it is said, the most frequent first; "" was not analysed."""
    if not can_view_figures(user):
        return ()
    if has_cells(selection):
        parts: dict[str, list[Sums]] = {}
        for row in sums(selection, ("language", "sentiment")):
            parts.setdefault(str(row.key[0]), []).append(row)
        counted = [
            (value, by_sentiment(some, place=1), sum(row.engagement for row in some))
            for value, some in parts.items()
        ]
        whole = sum(counts.total for _, counts, _ in counted)
        found = [
            Tallied(
                value, counts.total, counts.negative, counts.positive, engagement, share(counts.total, whole)
            )
            for value, counts, engagement in counted
        ]
        return tuple(sorted(found, key=lambda one: (-one.mentions, one.value)))[:LANGUAGES_SHOWN]
    return tallied(user, selection, "language", most=LANGUAGES_SHOWN)


def comparison(
    user: User, selection: Selection, *, other: Period | None = None, once: bool | None = None
) -> Comparison:
    """This period against another, by default the one of the same length before it. Gaps are no zeros."""
    now = volume(user, selection, once=once)
    earlier = selection.of(other or selection.period.before)
    before = volume(user, earlier, once=once)
    change = (
        change_of_means(_heard_days(selection, now), _heard_days(earlier, before))
        if can_view_figures(user)
        else None
    )
    is_sure = bool(change and change.low is not None and change.high is not None) and not (
        change is not None and (change.low or 0) <= 1 <= (change.high or 0)
    )
    return Comparison(
        now.counts,
        before.counts,
        change,
        is_sure,
        now.net,
        before.net,
        has_changed(now.counts, before.counts),
    )


def _heard_days(selection: Selection, found: Volume) -> list[float]:
    by_day = dict.fromkeys(sorted(found.coverage.heard), 0)
    if has_cells(selection):
        for row in sums(selection, ("day",)):
            by_day[row.key[0]] = row.counted(once=found.once)  # type: ignore[index]
    else:
        daily = Period(selection.period.first, selection.period.last, selection.period.zone)
        if daily.grain == "day":
            for bucket, counts in zip(
                daily.buckets, counts_by_bucket(selected(_mentions(), selection), daily), strict=True
            ):
                if bucket.first in by_day:
                    by_day[bucket.first] = counts.total
    return [float(count) for count in by_day.values()]


def _authors_of(user: User, query_ids: Sequence[int], period: Period) -> list[AuthorCount]:
    if not can_view_figures(user):
        return [AuthorCount(Estimate(0, 0, 0, 0), is_exact=True) for _ in query_ids]
    if has_sketches(Selection(period)):
        return authors_of_queries(query_ids, period)
    return [distinct_authors(user, Selection(period, found_by=key), exact=True) for key in query_ids]


def _corrected(counts: SentimentCounts) -> AdjustedShares | None:
    return shares_corrected((counts.negative, counts.neutral, counts.positive), kind="mention")


def _by_bucket(rows: Sequence[Sums], period: Period, *, place: int = 0) -> list[list[Sums]]:
    of_day: dict[object, list[Sums]] = {}
    for row in rows:
        of_day.setdefault(row.key[place], []).append(row)
    return [
        [
            row
            for step in range((bucket.last - bucket.first).days + 1)
            for row in of_day.get(bucket.first + timedelta(days=step), ())
        ]
        for bucket in period.buckets
    ]


def _with_gaps(found: Sequence[T], period: Period, coverage: Coverage) -> tuple[T | None, ...]:
    return tuple(
        one
        if any(
            bucket.first + timedelta(days=step) in coverage.heard
            for step in range((bucket.last - bucket.first).days + 1)
        )
        else None
        for one, bucket in zip(found, period.buckets, strict=True)
    )


def _daily(
    rows: Sequence[Sums],
    days: Sequence[object],
    *,
    once: bool = False,
    engagement: bool = False,
    mood: str = "",
) -> list[float]:
    by_day: dict[object, int] = dict.fromkeys(days, 0)
    for row in rows:
        if not mood or row.key[2] == mood:
            by_day[row.key[1]] += row.engagement if engagement else row.counted(once=once)
    return [float(value) for value in by_day.values()]


def _mentions() -> QuerySet[Mention]:
    return Mention.objects.all()


def _volume_of_rows(selection: Selection, *, once: bool) -> tuple[list[SentimentCounts], list[int]]:
    """For selections that the cells do not know: by author, by words that were typed."""
    mentions = selected(_mentions(), selection)
    found = counts_by_bucket(mentions.filter(is_repeat=False) if once else mentions, selection.period)
    extra = mentions.aggregate(
        repeats=Count("pk", filter=Q(is_repeat=True)),
        reposts=Count("pk", filter=Q(is_repost=True)),
        engagement=Coalesce(Sum("engagement"), 0),
        reach=Coalesce(Sum("followers"), 0),
    )
    return found, [int(extra[name]) for name in EXTRA]
