"""Records in, pairs that may be one person out: each with its probability and the reasons for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from parvis.people.logic.resolution.blocking import candidates, hashes, keys_of
from parvis.people.logic.resolution.compared import Counts, compare, counted
from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import KINDS, MISSING
from parvis.people.logic.resolution.model import Model, learned
from parvis.people.logic.resolution.table import Records, Table, kind_of, table_of

LEARNED_FROM, BY_CHANCE, FEWEST_BY_CHANCE = 400_000, 300_000, 20_000
AT_ONCE = 200_000
SUREST = 1 - 1e-9


@dataclass(frozen=True)
class Reason:
    field: str
    level: str
    weight: float  # bits; the sum over all reasons is log2 of the odds


@dataclass(frozen=True)
class Match:
    left: str
    right: str
    probability: float
    reasons: tuple[Reason, ...]


def matches(
    left: Records, right: Records | None = None, *, at_least: float = 0.5, one_to_one: bool = False
) -> Iterator[Match]:
    """Between two files, or inside one. `one_to_one`: likeliest first, each record in one pair at the most."""
    found = _matches(left, right, at_least)
    yield from likeliest_each(found, is_one_file=right is None) if one_to_one else found


def likeliest_each(found: Iterable[Match], *, is_one_file: bool) -> Iterator[Match]:
    """Likeliest first, each record in one pair at the most."""
    taken: set[tuple[bool, str]] = set()
    for match in sorted(found, key=lambda match: -sum(reason.weight for reason in match.reasons)):
        ends = {(False, match.left), (not is_one_file, match.right)}
        if not ends & taken:
            taken |= ends
            yield match


def _matches(left: Records, right: Records | None, at_least: float) -> Iterator[Match]:
    table = table_of(left, right)
    ids = list(left.ids) + (list(right.ids) if right is not None else [])
    counts = counted(table)
    ones, others = found_pairs(table)
    least = np.log2(at_least / (1 - at_least))
    if not len(ones):
        return
    model = learned_from(table, counts, ones, others)
    for start in range(0, len(ones), AT_ONCE):
        one, other = ones[start : start + AT_ONCE], others[start : start + AT_ONCE]
        seen = compare(table, counts, one, other)
        weights = model.weights(seen)
        odds, apart = model.odds(seen.levels, weights)
        for at in np.flatnonzero(odds >= least):
            yield Match(
                ids[one[at]],
                ids[other[at]],
                probability_of(float(odds[at])),
                reasons(model, seen.levels[at], weights[at], float(apart[at])),
            )


def probability_of(odds: float) -> float:
    """Of odds in bits; never quite certain."""
    return float(min(1 / (1 + 2.0 ** -max(odds, -500.0)), SUREST))


def found_pairs(table: Table, *, among: Array | None = None) -> tuple[Array, Array]:
    """Pairs to compare; `among` these records of a single file alone, where given."""
    forms = {name: column.forms for name, column in table.columns.items()}
    rows = {name: column.rows for name, column in table.columns.items()}
    if among is not None:
        rows = {name: values[among] for name, values in rows.items()}

    def every_key() -> Iterator[Array]:
        return (hashes(key, forms, rows) for key in keys_of(table.columns))

    if among is None:
        return candidates(every_key, table.divide, table.size)
    ones, others = candidates(every_key, 0, len(among))
    return among[ones], among[others]


def learned_from(
    table: Table, counts: Counts, ones: Array, others: Array, *, standing_for: float = 1.0
) -> Model:
    """The same files give the same weights: chance is drawn from a fixed seed."""
    chance = np.random.default_rng(20240919)
    picked = np.arange(len(ones))
    if len(ones) > LEARNED_FROM:
        picked = np.sort(chance.choice(len(ones), LEARNED_FROM, replace=False))
    near = compare(table, counts, ones[picked], others[picked])
    begins, ends = (table.divide, table.size) if table.divide else (0, table.size)
    many = int(min(BY_CHANCE, max(FEWEST_BY_CHANCE, table.chance_pairs)))
    left = chance.integers(0, table.divide or table.size, many)
    right = chance.integers(begins, ends, many)
    kept = left != right
    by_chance = compare(table, counts, left[kept], right[kept])
    return learned(
        table, counts, near, by_chance, standing_for=standing_for * len(ones) / max(len(picked), 1)
    )


def reasons(model: Model, levels: Array, weights: Array, apart: float) -> tuple[Reason, ...]:
    """The waterfall: where any two records start, what each field adds, what a household takes away."""
    out = [Reason("", "any two records", round(float(np.log2(model.prior)), 3))]
    for number, name in enumerate(model.fields):
        if levels[number] != MISSING:
            level = KINDS[kind_of(name)].levels[levels[number]]
            out.append(Reason(name, level, round(float(weights[number]), 3)))
    if apart >= 0.001:
        out.append(Reason("", "may be another person of the household", -round(apart, 3)))
    return tuple(out)
