"""Adding what transactions changed to the cells that are read.

Each step is one transaction: differences are taken away and added to their cells, or neither. Readers sum cells and
differences in one statement, so they see every number once, whenever they look.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection, transaction

from parvis.listening.logic.sketches import add, empty, read, stored
from parvis.listening.models import DayAuthors
from parvis.listening.reads.authors import AUTHORS_KEPT

DELTAS_A_STEP = 50_000
DAYS_A_STEP = 50
FOLDING = 7204

_SUMS = "mentions, repeats, reposts, engagement, reach"
_CELL = "connection_id, channel, brand, language, sentiment"


def _added(table: str, names: str) -> str:
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names.split(", "))


def _upsert(table: str, time: str, cell: str = _CELL) -> str:
    return f"""
        INSERT INTO {table} (query_id, {time}, {cell}, {_SUMS})
        SELECT query_id, {time}, {cell}, sum(mentions), sum(repeats), sum(reposts), sum(engagement), sum(reach)
        FROM taken GROUP BY query_id, {time}, {cell}
        ON CONFLICT (query_id, {time}, {cell}) DO UPDATE SET {_added(table, _SUMS)}
    """  # noqa: S608 - names of this module


_FOLD_CELLS = f"""
    WITH taken AS (
        DELETE FROM listening_cell_delta
        WHERE id = ANY(ARRAY(SELECT id FROM listening_cell_delta ORDER BY id LIMIT %s)) RETURNING *
    ), hours AS ({_upsert("listening_hour_cell", "hour")}), days AS ({_upsert("listening_day_cell", "day")}),
    hour_totals AS ({_upsert("listening_hour_total", "hour", "sentiment")}),
    day_totals AS ({_upsert("listening_day_total", "day", "sentiment")})
    SELECT count(*) FROM taken
"""  # noqa: S608
_TALLY = "mentions, negative, positive, engagement"
_TALLY_SUMS = ", ".join(f"sum({name})" for name in _TALLY.split(", "))
_FOLD_TALLIES = f"""
    WITH taken AS (
        DELETE FROM listening_tally_delta
        WHERE id = ANY(ARRAY(SELECT id FROM listening_tally_delta ORDER BY id LIMIT %s)) RETURNING *
    ), days AS (
        INSERT INTO listening_tally (query_id, kind, day, value, {_TALLY})
        SELECT query_id, kind, day, value, {_TALLY_SUMS} FROM taken GROUP BY query_id, kind, day, value
        ON CONFLICT (query_id, kind, day, value) DO UPDATE SET {_added("listening_tally", _TALLY)}
    ), months AS (
        INSERT INTO listening_month_tally (query_id, kind, month, value, {_TALLY})
        SELECT query_id, kind, date_trunc('month', day)::date, value, {_TALLY_SUMS}
        FROM taken GROUP BY query_id, kind, date_trunc('month', day)::date, value
        ON CONFLICT (query_id, kind, month, value) DO UPDATE SET {_added("listening_month_tally", _TALLY)}
    )
    SELECT count(*) FROM taken
"""  # noqa: S608
_TAKE_AUTHORS = """
    DELETE FROM listening_author_delta
    WHERE id = ANY(ARRAY(SELECT id FROM listening_author_delta ORDER BY id LIMIT %s))
    RETURNING query_id, day, identity_ids
"""
# The authors of a day, those who spoke most first.
_COUNT_AUTHORS_OF_ALL = """
    SELECT identity_id, count(*) FROM listening_mention
    WHERE published_at >= %(day)s::timestamp AT TIME ZONE listening_zone()
      AND published_at < (%(day)s::date + 1)::timestamp AT TIME ZONE listening_zone()
      AND identity_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1
"""
_COUNT_AUTHORS_OF_QUERY = """
    SELECT m.identity_id, count(*) FROM listening_match k
    JOIN listening_mention m ON m.id = k.mention_id AND m.published_at = k.published_at
    WHERE k.query_id = %(query)s
      AND k.published_at >= %(day)s::timestamp AT TIME ZONE listening_zone()
      AND k.published_at < (%(day)s::date + 1)::timestamp AT TIME ZONE listening_zone()
      AND m.published_at >= %(day)s::timestamp AT TIME ZONE listening_zone()
      AND m.published_at < (%(day)s::date + 1)::timestamp AT TIME ZONE listening_zone()
      AND m.identity_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1
"""


def fold_deltas() -> int:
    """Add up everything that waits. Returns how many differences were taken. Two at once do no harm."""
    taken = 0
    for step in (_fold_cells, _fold_tallies, _fold_authors):
        while more := step():
            taken += more
    return taken


def refresh_top_authors(*, before: date | None = None, most: int = DAYS_A_STEP) -> int:
    """Count anew who spoke most on days to which authors came, the oldest first; days from `before` on wait."""
    stale = DayAuthors.objects.filter(is_top_stale=True)
    if before is not None:
        stale = stale.filter(day__lt=before)
    chosen = list(stale.order_by("day", "query_id").values_list("query_id", "day")[:most])
    for query_id, day in chosen:
        with transaction.atomic():
            if _hold():
                count_authors(query_id, day)
    return len(chosen)


def count_authors(query_id: int, day: date) -> None:
    """Make the row of a day from the mentions themselves."""
    with connection.cursor() as cursor:
        statement = _COUNT_AUTHORS_OF_QUERY if query_id else _COUNT_AUTHORS_OF_ALL
        cursor.execute(statement, {"query": query_id, "day": day})
        rows = cursor.fetchall()
    if not rows:
        DayAuthors.objects.filter(query_id=query_id, day=day).delete()
        _mark_month(query_id, day)
        return
    registers = empty()
    add(registers, [row[0] for row in rows])
    _save(
        query_id,
        day,
        stored(registers),
        top=[(row[0], row[1]) for row in rows[:AUTHORS_KEPT]],
        is_top_stale=False,
    )


def _hold() -> bool:
    """Alone until the end of the transaction, or not at all: another one is folding already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLDING])
        return bool(cursor.fetchone()[0])


def _fold_cells() -> int:
    return _step(_FOLD_CELLS)


def _fold_tallies() -> int:
    return _step(_FOLD_TALLIES)


def _step(statement: str) -> int:
    with transaction.atomic():
        if not _hold():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(statement, [DELTAS_A_STEP])
            return int(cursor.fetchone()[0])


def _fold_authors() -> int:
    with transaction.atomic():
        if not _hold():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_AUTHORS, [DELTAS_A_STEP])
            rows = cursor.fetchall()
        came: dict[tuple[int, date], list[int]] = defaultdict(list)
        went = set()
        for query_id, day, ids in rows:
            if ids is None:
                went.add((query_id, day))
            else:
                came[query_id, day] += ids
        known = _sketches(sorted(came.keys() - went))
        for (query_id, day), ids in came.items():
            if (query_id, day) not in went:
                registers = read(known.get((query_id, day)))
                add(registers, ids)
                _save(query_id, day, stored(registers), top=None, is_top_stale=True)
        # A sketch forgets nobody: where somebody was taken out, the day is read again.
        for query_id, day in sorted(went):
            count_authors(query_id, day)
        return len(rows)


def _sketches(keys: list[tuple[int, date]]) -> dict[tuple[int, date], bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query_id, day, sketch FROM listening_day_authors "
            "JOIN unnest(%s::bigint[], %s::date[]) AS asked (query_id, day) USING (query_id, day)",
            [[key[0] for key in keys], [key[1] for key in keys]],
        )
        return {(query_id, day): bytes(sketch) for query_id, day, sketch in cursor.fetchall()}


def _save(
    query_id: int, day: date, sketch: bytes, *, top: list[tuple[int, int]] | None, is_top_stale: bool
) -> None:
    given = [(key, count) for key, count in top or ()]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO listening_day_authors AS known (query_id, day, sketch, top_ids, top_mentions, is_top_stale)
            VALUES (%s, %s, %s, %s::bigint[], %s::integer[], %s)
            ON CONFLICT (query_id, day) DO UPDATE SET sketch = excluded.sketch, is_top_stale = excluded.is_top_stale,
                top_ids = CASE WHEN excluded.is_top_stale THEN known.top_ids ELSE excluded.top_ids END,
                top_mentions = CASE WHEN excluded.is_top_stale THEN known.top_mentions ELSE excluded.top_mentions END
            """,
            [query_id, day, sketch, [key for key, _ in given], [count for _, count in given], is_top_stale],
        )
    _mark_month(query_id, day)


def _mark_month(query_id: int, day: date) -> None:
    """The list of its month holds no longer, until it is counted again (actions/month_authors.py)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO listening_month_authors AS known (query_id, month, top_ids, top_mentions, is_stale)
            VALUES (%s, %s, '{}', '{}', true)
            ON CONFLICT (query_id, month) DO UPDATE SET is_stale = true WHERE NOT known.is_stale
            """,
            [query_id, day.replace(day=1)],
        )
