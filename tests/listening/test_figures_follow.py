"""Figures follow their mentions, whatever happens to these and in whatever order: the same as counting the rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.labelling.logic.texts import NewLabel
from parvis.listening.actions import fold as folding
from parvis.listening.actions.back_search import search_batch
from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
from parvis.listening.actions.label import set_sentiments
from parvis.listening.actions.queries import remove_query, save_query
from parvis.listening.actions.recount import recount_day
from parvis.listening.logic.sketches import STANDARD_ERROR, add, empty, estimate, read
from parvis.listening.models import AuthorDelta, BackSearch, CellDelta, DayAuthors, Mention, Query
from tests.factories.channels import NOON, make_connection, make_item

WORDS = ("train", "late", "refund", "great", "dreadful", "station", "merci", "billet")

RAW = """
SELECT query_id, date_trunc('hour', published_at, 'UTC'), connection_id, language, sentiment, count(*),
       count(*) FILTER (WHERE is_repeat), count(*) FILTER (WHERE is_repost), coalesce(sum(engagement), 0),
       coalesce(sum(followers), 0)
FROM (SELECT 0 AS query_id, m.* FROM listening_mention m
      UNION ALL SELECT k.query_id, m.* FROM listening_match k JOIN listening_mention m
      ON m.id = k.mention_id AND m.published_at = k.published_at) AS every GROUP BY 1, 2, 3, 4, 5
"""
KEPT = """
SELECT query_id, hour, connection_id, language, sentiment, sum(mentions), sum(repeats), sum(reposts),
       sum(engagement), sum(reach)
FROM (SELECT query_id, hour, connection_id, language, sentiment, mentions, repeats, reposts, engagement, reach
      FROM listening_hour_cell UNION ALL
      SELECT query_id, hour, connection_id, language, sentiment, mentions, repeats, reposts, engagement, reach
      FROM listening_cell_delta) AS every GROUP BY 1, 2, 3, 4, 5
HAVING sum(mentions) <> 0 OR sum(repeats) <> 0 OR sum(reposts) <> 0 OR sum(engagement) <> 0 OR sum(reach) <> 0
"""
TOTALS = """
SELECT query_id, hour, sentiment, sum(mentions), sum(repeats), sum(engagement) FROM (
    SELECT query_id, hour, sentiment, mentions, repeats, engagement FROM listening_hour_total UNION ALL
    SELECT query_id, hour, sentiment, mentions, repeats, engagement FROM listening_cell_delta) AS every
GROUP BY 1, 2, 3 HAVING sum(mentions) <> 0
"""
RAW_TOTALS = """
SELECT query_id, date_trunc('hour', published_at, 'UTC'), sentiment, count(*), count(*) FILTER (WHERE is_repeat),
       coalesce(sum(engagement), 0)
FROM (SELECT 0 AS query_id, m.* FROM listening_mention m
      UNION ALL SELECT k.query_id, m.* FROM listening_match k JOIN listening_mention m
      ON m.id = k.mention_id AND m.published_at = k.published_at) AS every GROUP BY 1, 2, 3
"""
RAW_DAYS = """
SELECT query_id, listening_day(published_at), sentiment, count(*)
FROM (SELECT 0 AS query_id, m.* FROM listening_mention m
      UNION ALL SELECT k.query_id, m.* FROM listening_match k JOIN listening_mention m
      ON m.id = k.mention_id AND m.published_at = k.published_at) AS every GROUP BY 1, 2, 3
"""
KEPT_DAYS = """
SELECT query_id, day, sentiment, sum(mentions) FROM (
    SELECT query_id, day, sentiment, mentions FROM listening_day_cell
    UNION ALL SELECT query_id, day, sentiment, mentions FROM listening_cell_delta) AS every
GROUP BY 1, 2, 3 HAVING sum(mentions) <> 0
"""
RAW_TALLIES = """
SELECT query_id, listening_day(published_at), kind, value, count(*),
       count(*) FILTER (WHERE sentiment = 'negative'), count(*) FILTER (WHERE sentiment = 'positive')
FROM (SELECT 0 AS query_id, m.* FROM listening_mention m
      UNION ALL SELECT k.query_id, m.* FROM listening_match k JOIN listening_mention m
      ON m.id = k.mention_id AND m.published_at = k.published_at) AS every
CROSS JOIN LATERAL (VALUES ('site', site), ('emotion', emotion), ('country', country)
                    UNION ALL SELECT 'intent', unnest(intents)) AS has (kind, value)
WHERE value <> '' GROUP BY 1, 2, 3, 4
"""
KEPT_TALLIES = """
SELECT query_id, day, kind, value, sum(mentions), sum(negative), sum(positive) FROM (
    SELECT query_id, day, kind, value, mentions, negative, positive FROM listening_tally
    UNION ALL SELECT query_id, day, kind, value, mentions, negative, positive FROM listening_tally_delta) AS every
GROUP BY 1, 2, 3, 4 HAVING sum(mentions) <> 0 OR sum(negative) <> 0 OR sum(positive) <> 0
"""

# A month's sums are those of its days, gone ones included.
OF_DAYS = """
SELECT query_id, kind, date_trunc('month', day)::date, value, sum(mentions), sum(negative), sum(engagement)
FROM listening_tally GROUP BY 1, 2, 3, 4 HAVING sum(mentions) <> 0 OR sum(negative) <> 0 OR sum(engagement) <> 0
"""
OF_MONTHS = """
SELECT query_id, kind, month, value, mentions, negative, engagement FROM listening_month_tally
WHERE mentions <> 0 OR negative <> 0 OR engagement <> 0
"""


def rows(statement: str) -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def require_same() -> None:
    for raw, kept in ((RAW, KEPT), (RAW_DAYS, KEPT_DAYS), (RAW_TOTALS, TOTALS), (RAW_TALLIES, KEPT_TALLIES),
                      (OF_DAYS, OF_MONTHS)):  # fmt: skip
        assert rows(kept) == rows(raw)
    # One first of each group of copies, and no copy of what is gone.
    grouped = Mention.objects.filter(text_group__isnull=False)
    firsts = Counter(grouped.filter(is_repeat=False).values_list("text_group", flat=True))
    assert set(firsts.values()) <= {1}
    assert len(firsts) == grouped.values("text_group").distinct().count()
    assert rows("SELECT mention_id FROM listening_copy") == rows(
        "SELECT id FROM listening_mention WHERE text_group IS NOT NULL"
    )


def require_authors() -> None:
    """Each day's sketch has seen exactly its authors, as if it had been made from them."""
    fold_deltas()
    refresh_top_authors()
    raw: dict[tuple[int, object], Counter[int]] = {}
    for query_id, day, identity_id, count in rows(
        "SELECT query_id, listening_day(published_at), identity_id, count(*) FROM ("
        "SELECT 0 AS query_id, identity_id, published_at FROM listening_mention UNION ALL "
        "SELECT k.query_id, m.identity_id, m.published_at FROM listening_match k JOIN listening_mention m "
        "ON m.id = k.mention_id AND m.published_at = k.published_at) AS every "
        "WHERE identity_id IS NOT NULL GROUP BY 1, 2, 3"
    ):
        raw.setdefault((query_id, day), Counter())[identity_id] = count  # type: ignore[index]
    kept = {(row.query_id, row.day): row for row in DayAuthors.objects.all()}
    assert set(kept) == set(raw)
    for key, authors in raw.items():
        fresh = empty()
        add(fresh, list(authors))
        assert read(kept[key].sketch).tobytes() == fresh.tobytes()
        assert dict(zip(kept[key].top_ids, kept[key].top_mentions, strict=True)) == dict(authors)
    assert not AuthorDelta.objects.exists() and not CellDelta.objects.exists()


class World:
    """What can happen to mentions."""

    def __init__(self) -> None:
        self.source = make_connection()
        self.queries: list[Query] = []
        self.number = 0

    def store(self, days: int, texts: list[int]) -> None:
        items = []
        for seed in texts:
            self.number += 1
            said = " ".join(WORDS[(seed >> shift) % len(WORDS)] for shift in (0, 3, 6, 9, 12, 1, 4, 7))
            items.append(
                make_item(
                    said,
                    external_id=f"w{self.number}",
                    author=Author(f"a{seed % 7}", followers=seed % 50),
                    published_at=NOON - timedelta(days=days, minutes=seed % 3000),
                    engagement=seed % 5 or None,
                    is_repost=seed % 4 == 0,
                    site=("a.example", "b.example", "")[seed % 3],
                    country=("FR", "")[seed % 2],
                )
            )
        for event_id in receive_items(self.source, items, cursor=None, now=NOON).event_ids:
            deliver_now(event_id)

    def some(self, seed: int, most: int = 4) -> list[Mention]:
        every = list(Mention.objects.order_by("pk"))
        return every[seed % len(every) :][:most] if every else []

    def relabel(self, seed: int) -> None:
        value = ("negative", "neutral", "positive")[seed % 3]
        set_sentiments([NewLabel(m.pk, value, 1.0, "human") for m in self.some(seed)], over_human=True)

    def forget(self, seed: int) -> None:
        people = sorted({m.identity_id for m in self.some(seed, 1)} - {None})
        with connection.cursor() as cursor:
            cursor.execute("SELECT listening_forget(%s::bigint[])", [people])

    def withdraw(self, seed: int) -> None:
        names = [m.external_id for m in self.some(seed, 2)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT listening_withdraw(%s, %s::text[])", [self.source.pk, names])

    def query(self, seed: int) -> None:
        text = f"{WORDS[seed % 8]} OR {WORDS[(seed >> 3) % 8]}"
        old = self.queries[seed % len(self.queries)] if self.queries and seed % 2 else None
        self.number += 1
        name = old.name if old else f"q{self.number}"
        saved = save_query(old, name=name, text=text, by=SYSTEM, now=NOON)
        if old is None:
            self.queries.append(saved)
        else:
            self.queries[self.queries.index(old)] = saved

    def remove(self, seed: int) -> None:
        if self.queries:
            remove_query(self.queries.pop(seed % len(self.queries)), by=SYSTEM, now=NOON)

    def search(self, seed: int) -> None:
        for search in BackSearch.objects.filter(state=BackSearch.RUNNING):
            search_batch(search.pk, now=NOON, most=1 + seed % 5)

    def fold(self, seed: int) -> None:
        if seed % 3:
            fold_deltas()
        else:  # a step only, as when the job is killed after it
            folding._fold_cells()

    def recount(self, seed: int) -> None:
        """Somebody spoils the figures of a day, and it is counted again."""
        for mention in self.some(seed, 1):
            with connection.cursor() as cursor:
                cursor.execute("SELECT listening_day(%s)", [mention.published_at])
                day = cursor.fetchone()[0]
                cursor.execute("DELETE FROM listening_day_cell WHERE day = %s", [day])
                cursor.execute(
                    "UPDATE listening_hour_total SET mentions = 7 WHERE listening_day(hour) = %s", [day]
                )
            recount_day(day)


STEP = st.one_of(
    st.tuples(st.just("store"), st.integers(0, 40), st.lists(st.integers(0, 2**15), min_size=1, max_size=8)),
    *(
        st.tuples(st.just(name), st.integers(0, 2**10))
        for name in ("relabel", "forget", "withdraw", "query", "search", "fold", "remove", "recount")
    ),
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(STEP, min_size=3, max_size=14))
def test_whatever_happens_the_figures_are_those_of_the_rows(steps):
    from django.db import transaction

    with transaction.atomic():
        world = World()
        for name, *given_ in steps:
            getattr(world, name)(*given_)
            require_same()
        # When every search has come to its end, each query has found exactly what matches it.
        while BackSearch.objects.filter(state=BackSearch.RUNNING).exists():
            world.search(100)
        require_same()
        require_authors()
        transaction.set_rollback(True)


def test_a_sketch_is_right_within_its_error_and_joins_without_counting_twice():
    whole, parts = empty(), [empty() for _ in range(10)]
    errors = []
    for count in (1, 10, 300, 4_000, 20_000, 200_000):
        ids = list(range(count * 7, count * 8))
        registers = empty()
        add(registers, ids)
        errors.append(estimate(registers) / count - 1)
        for place, part in enumerate(parts):
            add(part, ids[place::10])
        add(whole, ids)
    assert max(map(abs, errors)) < 3 * STANDARD_ERROR, errors
    from parvis.listening.logic.sketches import joined

    assert (joined(parts) == whole).all()
    assert estimate(empty()) == 0
