"""By what a selection divides, for the filters: one statement for the cells, one for the tallies.

Where the cells and tallies do not know the selection, the newest of its mentions are divided; the answer says how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection as database

from parvis.channels.models import Connection
from parvis.listening.logic.selection import REACHES, Selection
from parvis.listening.models import Match, Query
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.authors import has_sketches
from parvis.listening.reads.cells import has_cells, sums
from parvis.listening.reads.found_by import in_order, without_query
from parvis.listening.reads.mentions import mentions_of
from parvis.listening.reads.tallies import kept_tallies

if TYPE_CHECKING:
    from parvis.accounts.models import User

# Enough for the shares of what is worth a filter, and read in a tenth of a second.
MENTIONS_DIVIDED = 5_000
MOST_VALUES = 12
OF_CELLS = ("sentiment", "language", "channel", "source", "brand")
OF_TALLIES = ("intent", "emotion", "site", "country")
_COLUMNS = ("connection_id", "channel", "brand", "language", "sentiment")
_FIELD = {"source": "connection_id"}


@dataclass(frozen=True, slots=True)
class Facet:
    """Values with their counts, the most frequent first. read: out of how many of the newest, 0: out of all."""

    values: tuple[tuple[str, str, int], ...] = ()  # value, label, mentions
    read: int = 0


@dataclass(frozen=True, slots=True)
class FacetTable:
    facets: dict[str, Facet] = field(default_factory=dict)

    def of(self, name: str) -> Facet:
        return self.facets.get(name, Facet())


def facet_table(user: User, selection: Selection, *, queries: Sequence[Query]) -> FacetTable:
    """Every facet of a selection. queries: those that stand, among which it divides."""
    if not can_view_mentions(user):
        return FacetTable()
    found: dict[str, Facet] = {}
    if not queries:
        found["query"] = Facet()
    if has_cells(selection):
        found |= _from_cells(selection)
        if queries:
            found["query"] = _by_query(selection, queries)
    # Tallies count every copy; where copies count once, the rows are asked.
    if has_sketches(selection) and not selection.counts_once:
        found |= _from_tallies(selection)
    missing = [name for name in (*OF_CELLS, *OF_TALLIES, "reach", "query") if name not in found]
    found |= _from_rows(user, selection, missing)
    return FacetTable(_with_names(found, queries))


def _by_query(selection: Selection, queries: Sequence[Query]) -> Facet:
    ids = [selection.found_by] if selection.found_by else [query.pk for query in queries]
    rows = sums(selection, ("query_id",), query_ids=ids)
    return Facet(
        _largest(Counter({str(row.key[0]): row.counted(once=selection.counts_once) for row in rows}))
    )


def _from_cells(selection: Selection) -> dict[str, Facet]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in OF_CELLS}
    for row in sums(selection, _COLUMNS):
        keys = dict(zip(_COLUMNS, map(str, row.key), strict=True))
        for name in OF_CELLS:
            counts[name][keys[_FIELD.get(name, name)]] += row.counted(once=selection.counts_once)
    return {name: Facet(_largest(found)) for name, found in counts.items()}


def _from_tallies(selection: Selection) -> dict[str, Facet]:
    given: dict[str, Any] = {"kinds": list(OF_TALLIES), "most": MOST_VALUES}
    source = kept_tallies(selection, given=given)
    with database.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT kind, value, mentions FROM (
                SELECT kind, value, sum(mentions)::bigint AS mentions,
                       row_number() OVER (PARTITION BY kind ORDER BY sum(mentions) DESC, value) AS place
                FROM ({source}) AS counted
                GROUP BY kind, value HAVING sum(mentions) > 0) AS ranked
            WHERE place <= %(most)s ORDER BY kind, place
            """,  # noqa: S608 - constants of this function
            given,
        )
        counts: dict[str, Counter[str]] = {name: Counter() for name in OF_TALLIES}
        for kind, value, mentions in cursor.fetchall():
            counts[kind][value] = mentions
    return {name: Facet(_largest(found)) for name, found in counts.items()}


def _from_rows(user: User, selection: Selection, names: list[str]) -> dict[str, Facet]:
    columns = ("pk", "published_at", "followers", "intents", "emotion", "site", "country", *_COLUMNS)
    if selection.found_by and not selection.typed:
        plain = mentions_of(user, without_query(selection)).values_list(*columns)
        rows = in_order(plain, selection, most=MENTIONS_DIVIDED)
    else:
        newest = mentions_of(user, selection).order_by("-published_at", "-id").values_list(*columns)
        rows = list(newest[:MENTIONS_DIVIDED])
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for _, _, followers, intents, emotion, site, country, *cell in rows:
        one = {"emotion": emotion, "site": site, "country": country, **dict(zip(_COLUMNS, cell, strict=True))}
        for name in names:
            if name == "intent":
                counts[name].update(intents)
            elif name == "reach":
                counts[name].update(str(least) for least in REACHES if (followers or 0) >= least)
            elif name != "query":
                value = str(one[_FIELD.get(name, name)])
                # A post without a site, a country or an emotion that was looked for divides nothing.
                if value or name in OF_CELLS:
                    counts[name][value] += 1
    if "query" in counts and rows:
        ids, times = {row[0] for row in rows}, [row[1] for row in rows]
        matches = Match.objects.filter(published_at__range=(min(times), max(times)), mention_id__in=ids)
        counts["query"].update(str(key) for key in matches.values_list("query_id", flat=True))
    read = len(rows) if len(rows) == MENTIONS_DIVIDED else 0
    found = {name: Facet(_largest(counts[name]), read) for name in names}
    if "reach" in found:
        by_step = tuple(sorted(found["reach"].values, key=lambda one: int(one[0])))
        found["reach"] = Facet(by_step, read)
    return found


def _largest(counts: Counter[str]) -> tuple[tuple[str, str, int], ...]:
    ordered = sorted(((n, value) for value, n in counts.items() if n > 0), key=lambda one: (-one[0], one[1]))
    return tuple((value, value, n) for n, value in ordered[:MOST_VALUES])


def _with_names(found: dict[str, Facet], queries: Sequence[Query]) -> dict[str, Facet]:
    """Sources and queries under the names that people gave them; removed ones are left out."""
    named = dict(found)
    for name, names in (
        ("source", dict(Connection.objects.values_list("pk", "name"))),
        ("query", {query.pk: query.name for query in queries}),
    ):
        facet = found[name]
        named[name] = Facet(_named(facet.values, names), facet.read)
    return named


def _named(values: Iterable[tuple[str, str, int]], names: dict[int, str]) -> tuple[tuple[str, str, int], ...]:
    return tuple((value, names[int(value)], n) for value, _, n in values if int(value) in names)
