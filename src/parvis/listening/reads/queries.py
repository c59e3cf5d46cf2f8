"""What is listened for: queries with what they find, their versions, which of them found a mention, what is dropped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Lower
from django.http import Http404

from parvis.channels.models import Connection
from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.typed import id_typed
from parvis.listening.logic.selection import Selection
from parvis.listening.models import (
    BackSearch,
    Dropped,
    DroppedSample,
    Exclusion,
    Market,
    Match,
    Query,
    QueryVersion,
    SourceRule,
)
from parvis.listening.permissions import can_view_figures, can_view_mentions
from parvis.listening.reads.cells import sums

if TYPE_CHECKING:
    from parvis.accounts.models import User


@dataclass(frozen=True, slots=True)
class ListedQuery:
    """searched: how far the running search over the past has come, 0 to 1; None where none is running."""

    query: Query
    mentions: int
    over_time: tuple[int, ...]
    searched: float | None


QUERIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Keys are ids of queries: the page begins behind, or ends before, the one of that id."""

    rows: list[Query]
    total: int
    next_key: str = ""
    previous_key: str = ""


def page_of_queries(
    user: User,
    *,
    typed: str = "",
    role: str = "",
    after: str = "",
    before: str = "",
    most: int = QUERIES_A_PAGE,
) -> QueryPage:
    """Queries by name; typed: a part of the name, the short name or the text."""
    if not can_view_figures(user):
        return QueryPage([], 0)
    chosen = Query.objects.filter(removed_at=None)
    if role in Query.ROLES:
        chosen = chosen.filter(role=role)
    if typed:
        chosen = chosen.filter(
            Q(name__icontains=typed) | Q(text__icontains=typed) | Q(reference__icontains=typed.lstrip("$"))
        )
    # There are thousands at most, and their ids are read in a moment.
    ids = list(chosen.order_by(Lower("name"), "pk").values_list("pk", flat=True))
    first = 0
    if (key := id_typed(after)) in ids:
        first = ids.index(key) + 1
    elif (key := id_typed(before)) in ids:
        first = max(0, ids.index(key) - most)
    shown = ids[first : first + most]
    by_id = Query.objects.in_bulk(shown)
    return QueryPage(
        [by_id[key] for key in shown if key in by_id],
        len(ids),
        str(shown[-1]) if first + most < len(ids) else "",
        str(shown[0]) if shown and first else "",
    )


def listed_queries(
    user: User, period: Period, *, queries: Sequence[Query] | None = None
) -> list[ListedQuery]:
    """These queries, or every one that was not removed, by name, with what it found in the period."""
    if not can_view_figures(user):
        return []
    queries = list(Query.objects.filter(removed_at=None)) if queries is None else queries
    counts: dict[int, Counter[date]] = defaultdict(Counter)
    for row in sums(Selection(period), ("query_id", "day"), query_ids=[query.pk for query in queries]):
        counts[int(str(row.key[0]))][row.key[1]] += row.mentions  # type: ignore[index]
    running = {
        search.query_id: min(1.0, search.seen / search.total) if search.total else 0.0
        for search in BackSearch.objects.filter(
            state=BackSearch.RUNNING, query_id__in=[query.pk for query in queries]
        )
    }
    return [
        ListedQuery(
            query,
            counts[query.pk].total(),
            tuple(
                sum(
                    counts[query.pk][bucket.first + timedelta(days=step)]
                    for step in range((bucket.last - bucket.first).days + 1)
                )
                for bucket in period.buckets
            ),
            running.get(query.pk),
        )
        for query in queries
    ]


def get_query(user: User, query_id: int) -> Query:
    """Raises Http404 where it does not exist for this account."""
    found = Query.objects.filter(pk=min(query_id, 2**63 - 1), removed_at=None).first()
    if found is None or not can_view_figures(user):
        raise Http404("query")
    return found


def get_market(user: User, market_id: int) -> Market:
    found = Market.objects.filter(pk=min(market_id, 2**63 - 1)).first()
    if found is None or not can_view_figures(user):
        raise Http404("market")
    return found


def listed_markets(user: User) -> list[Market]:
    """With their brands in order, as `market.brands.all()`."""
    if not can_view_figures(user):
        return []
    return list(Market.objects.prefetch_related("brands__query"))


def market_queries(user: User) -> list[Query]:
    """The queries that can stand for brands, by name."""
    if not can_view_figures(user):
        return []
    return list(Query.objects.filter(removed_at=None).order_by(Lower("name"), "pk"))


def versions_of(query: Query) -> list[QueryVersion]:
    """The newest first."""
    return list(QueryVersion.objects.filter(query=query).order_by("-number"))


def latest_search(query: Query) -> BackSearch | None:
    """The search over the past that was begun last."""
    return BackSearch.objects.filter(query=query).order_by("-pk").first()


def newest_found_at(query: Query) -> datetime | None:
    """When the newest mention that it found was said."""
    found = Match.objects.filter(query=query).order_by("-published_at").values_list("published_at", flat=True)
    return found.first()


def footprint(query: Query) -> dict[str, int]:
    """What goes when the query is removed, and what stays on record: "matches", "versions"."""
    return {
        "matches": Match.objects.filter(query=query).count(),
        "versions": QueryVersion.objects.filter(query=query).count(),
    }


def queries_of_mentions(mentions: Sequence[tuple[int, datetime]]) -> dict[int, list[Query]]:
    """(id, published_at) of each mention → the queries that found it, by name."""
    if not mentions:
        return {}
    times = [at for _, at in mentions]
    matches = Match.objects.filter(
        mention_id__in=[key for key, _ in mentions],
        published_at__range=(min(times), max(times)),
        query__removed_at=None,
    ).select_related("query")
    found: dict[int, list[Query]] = defaultdict(list)
    for match in matches:
        found[match.mention_id].append(match.query)
    return {key: sorted(queries, key=lambda query: query.name) for key, queries in found.items()}


@dataclass(frozen=True, slots=True)
class DropCount:
    """reason: one of Dropped.REASONS."""

    connection_id: int
    source: str
    reason: str
    count: int


def drops_of(user: User, period: Period) -> list[DropCount]:
    """How many posts were not kept, by source and reason, the most first. Days are the installation's."""
    if not can_view_figures(user):
        return []
    rows = (
        Dropped.objects.filter(day__range=(period.first, period.last))
        .values_list("connection_id", "connection__name", "reason")
        .annotate(n=Sum("count"))
        .order_by("-n", "connection_id", "reason")
    )
    return [DropCount(*row) for row in rows]


def drop_samples(
    user: User, *, reason: str = "", connection_id: int = 0, most: int = 50
) -> list[DroppedSample]:
    """Some of what was not kept in the last week, the newest first."""
    if not can_view_mentions(user):
        return []
    samples = DroppedSample.objects.select_related("connection").order_by("-at", "-pk")
    if reason in Dropped.REASONS:
        samples = samples.filter(reason=reason)
    if connection_id:
        samples = samples.filter(connection_id=connection_id)
    return list(samples[:most])


def exclusions(user: User) -> list[Exclusion]:
    return list(Exclusion.objects.all()) if can_view_mentions(user) else []


@dataclass(frozen=True, slots=True)
class ListenedSource:
    connection: Connection
    keeps_only_matches: bool


def listening_sources() -> list[ListenedSource]:
    """Connections that bring what is not addressed to us, or could, with how much of it is kept."""
    only = set(SourceRule.objects.filter(keeps_only_matches=True).values_list("connection_id", flat=True))
    chosen = Connection.objects.exclude(channel__in=("email", "form", "phone", "sms")).order_by(
        Lower("name"), "pk"
    )
    return [ListenedSource(one, one.pk in only) for one in chosen]
