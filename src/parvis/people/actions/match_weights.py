"""Learning what likeness of records says, from the installation's own records, without known duplicates.

EM over a sample (logic/resolution/model.py). How one person varies is learned only where the sample shows enough
pairs that are surely one; else it stays as expected, for a base without duplicates cannot teach it. How common
names and towns are is counted over all records and kept as keyed hashes of the commonest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import numpy as np
from django.db import connection

from parvis.foundation.access import purpose
from parvis.people.logic.resolution.compared import compare, counted
from parvis.people.logic.resolution.fields import KINDS
from parvis.people.logic.resolution.forms import normal
from parvis.people.logic.resolution.matching import found_pairs, learned_from
from parvis.people.logic.resolution.model import Model
from parvis.people.logic.resolution.online import HELD, SINGLE, Held
from parvis.people.logic.resolution.table import RawColumn, Records, kind_of, table_of
from parvis.people.logic.resolution.weights import as_data
from parvis.people.models import MatchWeights
from parvis.people.reads.alike import MOST_COMMON, held_by
from parvis.people.reads.match_keys import hasher

SAMPLE = 20_000
FEWEST = 200  # records; fewer teach nothing
ENOUGH_SURE = 100  # pairs that are surely one person's, to learn from how a person varies
_COLUMNS = {"surname": "family_name", "given_name": "given_name", "city": "city"}


def learn_weights(*, now: datetime) -> MatchWeights | None:
    """Learn anew if there are enough records, and half as many more (or fewer) than last time."""
    with purpose("service"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person WHERE NOT is_restricted")
            (records,) = cursor.fetchone()
        last = MatchWeights.objects.order_by("-pk").first()
        if records < FEWEST or (last and last.records / 1.5 < records < last.records * 1.5):
            return None
        sample = held_by(_sampled(records)).values()
        return MatchWeights.objects.create(
            learned_at=now, records=records, weights=as_data(learned_of(sample)), common=_common()
        )


def learned_of(sample: Iterable[Held]) -> Model:
    """Weights of the fields HELD that this sample has."""
    columns = {name: RawColumn() for name in HELD}
    ids = []
    for number, held in enumerate(sample):
        ids.append(str(number))
        for name, column in columns.items():
            values = held.values(name)
            column.add(values[0] if values else "")
    table = table_of(Records(ids, columns))
    counts = counted(table)
    ones, others = found_pairs(table)
    model = learned_from(table, counts, ones, others)
    sure = 0.0
    if len(ones):
        one, _ = model.posterior(compare(table, counts, ones[:400_000], others[:400_000]))
        sure = float((one >= 0.99).sum())
    if sure < ENOUGH_SURE:
        model = replace(model, alike=tuple(np.array(KINDS[kind_of(name)].alike) for name in model.fields))
    return model


def _sampled(records: int) -> list[int]:
    """Ids of SAMPLE records, spread over all of them."""
    every = max(records // SAMPLE, 1)
    with connection.cursor() as cursor:
        # By a hash, so that ids that lie together (a family's, an import's) part.
        cursor.execute(
            "SELECT id FROM people_person WHERE mod(hashint8(id)::bigint & 2147483647, %s) = 0 LIMIT %s",
            [every, SAMPLE],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _common() -> dict[str, dict[str, int]]:
    hashed = hasher()
    out = {}
    for name in SINGLE:
        column = _COLUMNS[name]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT lower({column}), count(*) FROM people_person WHERE {column} <> '' AND NOT is_restricted "  # noqa: S608
                "GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC LIMIT %s",
                [MOST_COMMON],
            )
            counts: dict[str, int] = {}
            for value, many in cursor.fetchall():
                key = str(hashed(f"{name}:{normal(kind_of(name), value)}"))
                counts[key] = counts.get(key, 0) + many
        out[name] = counts
    return out
