"""Pairs of records compared: a level for each field, and how common the values are that agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import FIELDS, FOLLOWS, KINDS, MISSING
from parvis.people.logic.resolution.forms import mixed
from parvis.people.logic.resolution.likeness import CLOSE, ELSEWHERE, crossed, levels
from parvis.people.logic.resolution.table import Table

# What a value not seen elsewhere counts for, in records, and how many records the expectation of its kind weighs.
UNSEEN, EXPECTED = 0.3, 50.0


@dataclass(frozen=True)
class Compared:
    """`levels`: pairs × fields. `rarity`: log2 of the share of records with the value that agrees, 0 elsewhere.
    `joint`, `parent`: for fields that follow from another, how many further records have both values, and the
    other one."""

    levels: Array
    rarity: Array
    joint: Mapping[int, Array]
    parent: Mapping[int, Array]


@dataclass(frozen=True)
class Counts:
    """How often each value, and each pair of values of which one follows from the other, occurs."""

    fields: tuple[str, ...]
    values: Mapping[str, Array]  # value → records
    follows: Mapping[int, int]  # number of a field → number of the field it follows from
    joint: Mapping[int, Array]  # record → records with both its values
    size: int
    rarity: Mapping[str, Array] = field(default_factory=dict)


def counted(table: Table) -> Counts:
    names = tuple(table.columns)
    values = {name: np.bincount(c.rows, minlength=len(c.forms.whole)) for name, c in table.columns.items()}
    follows = {}
    joint = {}
    for at, name in enumerate(names):
        for parent in FOLLOWS.get(name, ()):
            if parent in names:
                follows[at] = names.index(parent)
                one, other = table.columns[name], table.columns[parent]
                both = mixed(one.forms.whole[one.rows], other.forms.whole[other.rows])
                _, where, many = np.unique(both, return_inverse=True, return_counts=True)
                joint[at] = many[where]
                break
    rarity = {}
    for name, many in values.items():
        kind = KINDS[table.columns[name].kind]
        if kind.weighed:
            rarity[name] = rarity_of(np.maximum(many - 2, 0), kind.unlike[0], table.size)
    return Counts(names, values, follows, joint, table.size, rarity)


def rarity_of(others: Array, expected: float, size: int) -> Array:
    """log2 of the chance that another record has a value that `others` records have beside the two compared."""
    return np.log2((others + UNSEEN + EXPECTED * expected) / (size + EXPECTED))


def compare(table: Table, counts: Counts, left: Array, right: Array) -> Compared:
    """Each pair of values of a field is compared once, however many pairs of records have it."""
    out = np.full((len(left), len(counts.fields)), MISSING, np.uint8)
    rarity = np.zeros(out.shape, np.float32)
    for at, name in enumerate(counts.fields):
        column = table.columns[name]
        size = np.int64(len(column.forms.whole))
        ones, others = column.rows[left], column.rows[right]
        both, where = np.unique(ones * size + others, return_inverse=True)
        out[:, at] = levels(column.kind, column.forms.take(both // size), column.forms.take(both % size))[
            where
        ]
        if name in counts.rarity:
            rarity[:, at] = np.where(out[:, at] == 0, counts.rarity[name][ones], 0)
    for group in swap_groups(counts.fields):
        forms = [
            (table.columns[counts.fields[at]].forms, table.columns[counts.fields[at]].rows) for at in group
        ]
        for own, at in enumerate(group):
            weak = np.flatnonzero((out[:, at] > CLOSE) & (out[:, at] != MISSING))
            one = [form.take(rows[left[weak]]) for form, rows in forms]
            other = [form.take(rows[right[weak]]) for form, rows in forms]
            out[weak[crossed(one, other, own)], at] = ELSEWHERE
    joint, parent = {}, {}
    for at, above in counts.follows.items():
        name = counts.fields[above]
        joint[at] = np.maximum(counts.joint[at][left] - 2, 0)
        parent[at] = np.maximum(counts.values[name][table.columns[name].rows[left]] - 2, 0)
    return Compared(out, rarity, joint, parent)


def swap_groups(fields: Sequence[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(fields):
        if name in FIELDS and FIELDS[name].swaps:
            groups.setdefault(FIELDS[name].swaps, []).append(at)
    return [group for group in groups.values() if len(group) > 1]
