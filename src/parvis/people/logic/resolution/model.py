"""Weights of agreement learned from the records themselves, without known links.

Fellegi & Sunter, A Theory for Record Linkage (JASA 64, 1969): for a pair, log2 of (chance of what is seen if both
are one person) / (chance if they are two) is a sum over the fields; Winkler (1988) learns it by EM. Here there are
three classes instead of two: one person, two strangers, and two people of one household, who agree in surname,
address and often telephone, and differ in the rest as strangers do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from parvis.people.logic.resolution.compared import Compared, Counts
from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import FIELDS, KINDS, MISSING
from parvis.people.logic.resolution.table import Table, kind_of

ROUNDS, ENOUGH = 40, 1e-4
EXPECTED_ALIKE = 20.0  # true pairs that what is expected beforehand counts for
EXPECTED_UNLIKE = 200.0  # chance pairs
EXPECTED_FOLLOWS = 3.0
NAMESAKES = 0.25  # brothers and sisters are not called the same; father and son may be
TWINS = 0.01  # pairs of a household born on one day; about one birth in 60 is of twins


@dataclass(frozen=True)
class Model:
    fields: tuple[str, ...]
    alike: tuple[Array, ...]  # field → level → share among pairs of one person
    unlike: tuple[Array, ...]  # the same among strangers
    follows: Mapping[int, float]  # field → share that agree among strangers who agree in what it follows from
    above: Mapping[int, int]
    prior: float  # share of all pairs that are one person
    household_prior: float  # share of all pairs that live together
    alike_at_home: tuple[
        Array, ...
    ]  # as `alike`, among people of one household; read for shared fields alone

    def weights(self, seen: Compared) -> Array:
        """Pairs × fields in bits; a missing value says nothing."""
        out = np.zeros(seen.levels.shape)
        for at, name in enumerate(self.fields):
            level = seen.levels[:, at]
            out[:, at] = _by_level(np.log2(self.alike[at] / self.unlike[at]))[level]
            same = level == 0
            if KINDS[kind_of(name)].weighed:
                out[same, at] = np.log2(self.alike[at][0]) - seen.rarity[same, at]
            if at in self.follows:
                with_above = same & (seen.levels[:, self.above[at]] == 0)
                share = (seen.joint[at] + EXPECTED_FOLLOWS * self.follows[at]) / (
                    seen.parent[at] + EXPECTED_FOLLOWS
                )
                given = np.log2(self.alike[at][0]) - np.log2(share)
                out[with_above, at] = np.minimum(given, out[:, at])[with_above]
        return out

    def household(self, levels: Array, weights: Array) -> Array:
        """The same sum for two people of one household, in bits."""
        out = np.zeros(len(levels))
        for at, name in enumerate(self.fields):
            if _is_shared(name):
                ratio = np.log2(self.alike_at_home[at] / self.alike[at])
                known = levels[:, at] != MISSING
                out += weights[:, at] + np.where(known, _by_level(ratio)[levels[:, at]], 0)
            elif kind_of(name) == "date":
                at_home = self.unlike[at] * (1 - TWINS)
                at_home[0] += TWINS
                out += _by_level(np.log2(at_home / self.unlike[at]))[levels[:, at]]
            elif name == "given_name":
                out += np.where(levels[:, at] == 0, np.log2(NAMESAKES), 0)
        return out

    def odds(self, levels: Array, weights: Array) -> tuple[Array, Array]:
        """(log2 of the odds of one person, and what the chance of one household took away of it) for each pair."""
        house = self.household_prior * np.exp2(np.clip(self.household(levels, weights), -500, 500))
        apart = np.log2(1 + house)
        return np.log2(self.prior) + weights.sum(1) - apart, apart

    def posterior(self, seen: Compared) -> tuple[Array, Array]:
        """(chance of one person, chance of one household) for each pair."""
        weights = self.weights(seen)
        one = self.prior * np.exp2(np.clip(weights.sum(1), -500, 500))
        house = self.household_prior * np.exp2(np.clip(self.household(seen.levels, weights), -500, 500))
        every = one + house + 1
        return one / every, house / every


def _by_level(values: Array) -> Array:
    """Indexed by level; a missing one counts nothing."""
    return np.append(values, np.zeros(256 - len(values)))


def _is_shared(name: str) -> bool:
    return name in FIELDS and FIELDS[name].shared


def expected(fields: tuple[str, ...], above: Mapping[int, int], *, prior: float) -> Model:
    """Before anything is learned."""
    kinds = [KINDS[kind_of(name)] for name in fields]
    return Model(
        fields,
        tuple(np.array(kind.alike) for kind in kinds),
        tuple(np.array(kind.unlike) for kind in kinds),
        dict.fromkeys(above, 0.9),
        above,
        prior,
        prior * 0.01,
        tuple(_at_home(name) for name in fields),
    )


def learned(
    table: Table, counts: Counts, near: Compared, by_chance: Compared, *, standing_for: float
) -> Model:
    """EM over the pairs that blocking found (each standing for `standing_for`) and pairs drawn by chance.

    What agrees by chance is counted on the latter, less their own chance of being one person, so that true pairs
    among them do not count as coincidence. A pair that no key found is taken as two strangers.
    """
    size = table.chance_pairs
    fewest = min(table.divide, table.size - table.divide) if table.divide else table.size / 2
    model = expected(counts.fields, counts.follows, prior=0.3 * max(fewest, 1) / size)
    coincidences = {at: _chance_of_same(table, name) for at, name in enumerate(counts.fields)}
    agreeing = {at: _pairs_agreeing(table, counts, at) for at in counts.follows}
    before = np.array([np.inf, np.inf])
    for _ in range(ROUNDS):
        one, house = model.posterior(near)
        chance_one, chance_house = model.posterior(by_chance)
        strangers = 1 - chance_one - chance_house
        true_pairs = max(float(one.sum()) * standing_for, 0.5)
        alike, unlike, at_home = [], [], []
        for at, name in enumerate(counts.fields):
            kind = KINDS[kind_of(name)]
            many = len(kind.levels)
            seen = np.bincount(near.levels[:, at], one, 256)[:many] * standing_for
            alike.append(_share(seen, np.array(kind.alike), EXPECTED_ALIKE))
            seen = np.bincount(near.levels[:, at], house, 256)[:many] * standing_for
            at_home.append(_share(seen, _at_home(name), EXPECTED_ALIKE))
            share = _share(
                np.bincount(by_chance.levels[:, at], strangers, 256)[:many],
                np.array(kind.unlike),
                EXPECTED_UNLIKE,
            )
            # Equal values can be counted over all pairs, less those that are one person or live together.
            known = (near.levels[:, at] == 0) * (one + house)
            same = max(coincidences[at] - float(known.sum()) * standing_for, 0) + 0.5
            share[1:] *= 1 - min(same / size, 0.99) - 1e-9
            share[0] = min(same / size, 0.99)
            unlike.append(np.maximum(share / share.sum(), 1e-9))
        follows = {}
        for at, above in counts.follows.items():
            both = (near.levels[:, at] == 0) & (near.levels[:, above] == 0)
            parent = near.levels[:, above] == 0
            joint_all, parent_all = agreeing[at]
            known_joint = float(((one + house) * both).sum()) * standing_for
            known_parent = float(((one + house) * parent).sum()) * standing_for
            follows[at] = min(
                (max(joint_all - known_joint, 0) + 0.9) / (max(parent_all - known_parent, 0) + 1), 1.0
            )
        model = Model(
            counts.fields, tuple(alike), tuple(unlike), follows, counts.follows, true_pairs / size,
            max(float(house.sum()) * standing_for, 0.01) / size, tuple(at_home),
        )  # fmt: skip
        now = np.array([true_pairs, model.household_prior * size])
        if (np.abs(now - before) < ENOUGH * true_pairs).all():
            break
        before = now
    return model


def _at_home(name: str) -> Array:
    """What is expected of two people of one household: telephones and e-mail addresses are mostly each one's own."""
    share = np.array(KINDS[kind_of(name)].alike)
    if kind_of(name) in ("phone", "email"):
        share[0], share[-1] = 0.2, share[-1] + share[0] - 0.2
    return share


def _share(seen: Array, expected_share: Array, worth: float) -> Array:
    share: Array = (seen + expected_share * worth) / (seen.sum() + worth)
    return share


def _chance_of_same(table: Table, name: str) -> float:
    """Pairs of records with equal values of a field."""
    column = table.columns[name]
    return _equal_pairs(column.rows, table.divide)


def _pairs_agreeing(table: Table, counts: Counts, at: int) -> tuple[float, float]:
    """Pairs that agree in a field and in what it follows from, and pairs that agree in the latter."""
    own, above = (table.columns[counts.fields[n]] for n in (at, counts.follows[at]))
    both = np.where(
        (own.rows == 0) | (above.rows == 0),
        0,
        own.rows.astype(np.int64) * len(above.forms.whole) + above.rows,
    )
    known = np.where(own.rows == 0, 0, above.rows)
    return _equal_pairs(both, table.divide), _equal_pairs(known, table.divide)


def _equal_pairs(values: Array, divide: int) -> float:
    _, where = np.unique(values, return_inverse=True)
    if divide:
        left = np.bincount(where[:divide][values[:divide] != 0], minlength=len(where) + 1).astype(float)
        right = np.bincount(where[divide:][values[divide:] != 0], minlength=len(where) + 1).astype(float)
        return float((left * right).sum())
    many = np.bincount(where[values != 0]).astype(float)
    return float((many * (many - 1) / 2).sum())
