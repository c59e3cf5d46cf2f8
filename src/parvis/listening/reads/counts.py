"""How many mentions of which sentiment: over time, by place, by author. One scan for each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import connection as database
from django.db.models import Count, DateTimeField, F, Func, IntegerField, QuerySet, Value

from parvis.channels.models import Connection
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Mention
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.cells import Sums, by_sentiment, daily_counts, has_cells, sums
from parvis.listening.reads.mentions import mentions_of
from parvis.people.models import Identity

if TYPE_CHECKING:
    from parvis.accounts.models import User

_FIELDS = {"negative": "negative", "neutral": "neutral", "positive": "positive", "": "not_analysed"}
MENTIONS_CHOSEN_FROM = 10_000
FACETS = ("channel", "connection_id", "brand", "language")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the mentions: those of one channel, source, brand, language or author."""

    value: str
    label: str
    counts: SentimentCounts


@dataclass(frozen=True, slots=True)
class Facets:
    """Every part by every division, the largest first. An empty value means "none said"."""

    channels: Sequence[Slice]
    sources: Sequence[Slice]
    brands: Sequence[Slice]
    languages: Sequence[Slice]


def counts_of(user: User, selection: Selection) -> SentimentCounts:
    """The mentions of the whole period by sentiment: from the cells where they know the selection."""
    if has_cells(selection):
        rows = sums(selection, ("sentiment",)) if can_view_mentions(user) else ()
        return by_sentiment(rows, place=0, once=selection.counts_once)
    return _by_sentiment(mentions_of(user, selection).values_list("sentiment").annotate(n=Count("*")))


def counts_by_bucket(mentions: QuerySet[Mention], period: Period) -> list[SentimentCounts]:
    """One count for each of the period's buckets, in order; a bucket without mentions has zeros."""
    starts = [datetime.combine(bucket.first, time.min, period.zone) for bucket in period.buckets]
    # Comparing with the starts takes half the time of truncating every moment in the reader's zone.
    place = Func(
        F("published_at"),
        Value(starts, output_field=ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    rows = mentions.annotate(place=place).values_list("place", "sentiment").annotate(n=Count("*"))
    by_place: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for number, sentiment, n in rows:
        by_place[number].append((sentiment, n))
    return [_by_sentiment(by_place.get(number, ())) for number in range(1, len(starts) + 1)]


def counts_over_time(user: User, selection: Selection) -> list[SentimentCounts]:
    if has_cells(selection):
        return (
            _from_cells(selection)
            if can_view_mentions(user)
            else [SentimentCounts()] * len(selection.period.buckets)
        )
    return counts_by_bucket(mentions_of(user, selection), selection.period)


def figures_over_time(period: Period) -> list[SentimentCounts]:
    """The same over all mentions, for those who see figures without the posts behind them."""
    return _from_cells(Selection(period))


def _from_cells(selection: Selection) -> list[SentimentCounts]:
    by_day = daily_counts(selection, query_ids=[selection.found_by], once=selection.counts_once)
    return [
        sum(
            (
                by_day.get((selection.found_by, bucket.first + timedelta(days=step)), SentimentCounts())
                for step in range((bucket.last - bucket.first).days + 1)
            ),
            SentimentCounts(),
        )
        for bucket in selection.period.buckets
    ]


def facets_of(user: User, selection: Selection) -> Facets:
    """How the selection divides, by four divisions in one scan."""
    if not has_cells(selection):
        return _divided(mentions_of(user, selection))
    rows = sums(selection, (*FACETS, "sentiment")) if can_view_mentions(user) else []
    parts: dict[str, list[Slice]] = {}
    for place, name in enumerate(FACETS):
        by_value: dict[str, list[Sums]] = defaultdict(list)
        for row in rows:
            by_value[str(row.key[place])].append(row)
        parts[name] = [
            Slice(value, value, by_sentiment(some, place=len(FACETS), once=selection.counts_once))
            for value, some in by_value.items()
        ]
    return _named(parts)


def choices_of(user: User, period: Period) -> Facets:
    """What a list of this period can be narrowed to, the most frequent first.

    Read from the newest mentions only, so that a list costs the same whatever the period holds; a choice that
    none of them makes is still reached from the overview.
    """
    newest = mentions_of(user, Selection(period)).order_by("-published_at", "-id")
    return _divided(newest[:MENTIONS_CHOSEN_FROM])


def _divided(mentions: QuerySet[Mention]) -> Facets:
    inner, parameters = mentions.values(*FACETS, "sentiment").query.sql_with_params()
    names = ", ".join(FACETS)
    sets = ", ".join(f"({name})" for name in FACETS)
    kinds = ", ".join(f"grouping({name})" for name in FACETS)
    # Only names of this module and a query built by the ORM: nothing typed is in the statement's text.
    statement = f"""
        SELECT {kinds}, {names},
               count(*) FILTER (WHERE sentiment = 'negative'), count(*) FILTER (WHERE sentiment = 'neutral'),
               count(*) FILTER (WHERE sentiment = 'positive'), count(*) FILTER (WHERE sentiment = '')
        FROM ({inner}) AS chosen GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608
    parts: dict[str, list[Slice]] = {name: [] for name in FACETS}
    with database.cursor() as cursor:
        cursor.execute(statement, parameters)
        for row in cursor.fetchall():
            # grouping() is 0 for the one division that the row belongs to.
            which = row[: len(FACETS)].index(0)
            value = str(row[len(FACETS) + which] or "")
            parts[FACETS[which]].append(Slice(value, value, SentimentCounts(*row[2 * len(FACETS) :])))
    return _named(parts)


def _named(parts: dict[str, list[Slice]]) -> Facets:
    sources = Connection.objects.filter(pk__in=[part.value for part in parts["connection_id"]])
    names_of_sources = dict(sources.values_list("pk", "name"))
    return Facets(
        channels=_largest_first(parts["channel"]),
        sources=_largest_first(
            Slice(part.value, names_of_sources.get(int(part.value), part.value), part.counts)
            for part in parts["connection_id"]
        ),
        brands=_largest_first(parts["brand"]),
        languages=_largest_first(parts["language"]),
    )


def authors_most_heard(user: User, selection: Selection, *, most: int = 8) -> list[Slice]:
    """The identities with the most mentions; mentions without an author are nobody's."""
    mentions = mentions_of(user, selection).filter(identity_id__isnull=False)
    loudest = list(
        mentions.values_list("identity_id", flat=True)
        .annotate(n=Count("*"))
        .order_by("-n", "identity_id")
        .values_list("identity_id", flat=True)[:most]
    )
    identities = Identity.objects.in_bulk(loudest)
    theirs = mentions.filter(identity_id__in=loudest)
    rows = theirs.values_list("identity_id", "sentiment").annotate(n=Count("*"))
    by_author: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for identity_id, sentiment, n in rows:
        by_author[identity_id].append((sentiment, n))
    return [
        Slice(str(key), identities[key].display_name or identities[key].handle, _by_sentiment(by_author[key]))
        for key in loudest
        if key in identities
    ]


def _by_sentiment(rows: Iterable[tuple[str, int]]) -> SentimentCounts:
    return SentimentCounts(**{_FIELDS[sentiment]: n for sentiment, n in rows})


def _largest_first(parts: Iterable[Slice]) -> list[Slice]:
    return sorted(parts, key=lambda part: (-part.counts.total, part.label))
