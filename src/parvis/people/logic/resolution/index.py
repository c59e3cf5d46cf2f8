"""One new record against a base held in memory: the keys of blocking looked up, what they find compared.

A look-up takes milliseconds; `python -m bench.resolve --million` measures it and the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from parvis.people.logic.resolution.blocking import Key, hashes, keys_of
from parvis.people.logic.resolution.compared import Compared, counted, rarity_of, swap_groups
from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import KINDS, MISSING
from parvis.people.logic.resolution.forms import Forms, forms, normal
from parvis.people.logic.resolution.likeness import CLOSE, ELSEWHERE, crossed, levels
from parvis.people.logic.resolution.matching import Match, found_pairs, learned_from, probability_of, reasons
from parvis.people.logic.resolution.model import Model
from parvis.people.logic.resolution.table import Records, kind_of, table_of

LARGEST_BLOCK = 300  # records; a key that fits more of them says too little to be looked at
LEARNED_FROM = 20_000  # records of a larger base; all pairs of a million would be too many
ALREADY_THERE = 0.3  # of new records, as many are expected to be known already


class Index:
    """Built once, asked often; a record that is added later needs a new one."""

    def __init__(
        self, records: Records, *, model: Model | None = None, already_there: float = ALREADY_THERE
    ) -> None:
        self.ids: Sequence[str] = records.ids
        self.table = table_of(records)
        self.counts = counted(self.table)
        if model is None:
            # A base that holds hardly anybody twice teaches what strangers share, not how one person varies.
            among = np.arange(self.table.size)
            if self.table.size > LEARNED_FROM:
                among = np.sort(np.random.default_rng(7).choice(self.table.size, LEARNED_FROM, replace=False))
            found = found_pairs(self.table, among=among)
            share = (self.table.size / max(len(among), 1)) ** 2
            model = learned_from(self.table, self.counts, *found, standing_for=share)
            alike = tuple(np.array(KINDS[kind_of(name)].alike) for name in model.fields)
            model = replace(model, alike=alike)
        self.model = replace(model, prior=already_there / max(self.table.size, 1))
        self.keys: list[tuple[Key, Array, Array]] = []
        held = {name: column.forms for name, column in self.table.columns.items()}
        rows = {name: column.rows for name, column in self.table.columns.items()}
        for key in keys_of(self.table.columns):
            hashed = hashes(key, held, rows)
            order = np.argsort(hashed, kind="stable").astype(np.int32)
            self.keys.append((key, hashed[order], order))
        self.rarity = {
            name: rarity_of(
                np.maximum(many - 1, 0), KINDS[self.table.columns[name].kind].unlike[0], self.table.size
            ).astype(np.float32)
            for name, many in self.counts.values.items()
            if name in self.counts.rarity
        }

    def find(self, values: Mapping[str, str], *, at_least: float = 0.5) -> list[Match]:
        """Who the new record (field → value as written) may be, likeliest first."""
        new = {name: _one(name, values.get(name, "")) for name in self.table.columns}
        rows = self._candidates(new)
        if not len(rows):
            return []
        seen = self._compared(new, rows)
        weights = self.model.weights(seen)
        odds, apart = self.model.odds(seen.levels, weights)
        likely = np.flatnonzero(odds >= np.log2(at_least / (1 - at_least)))
        return [
            Match(
                "",
                self.ids[rows[at]],
                probability_of(float(odds[at])),
                reasons(self.model, seen.levels[at], weights[at], float(apart[at])),
            )
            for at in likely[np.argsort(-odds[likely])]
        ]

    def _candidates(self, new: Mapping[str, Forms]) -> Array:
        alone = {name: np.zeros(1, np.int32) for name in new}
        found = []
        for key, ordered, order in self.keys:
            hashed = hashes(key, new, alone)[0]
            if hashed:
                start = int(np.searchsorted(ordered, hashed))
                end = int(np.searchsorted(ordered[start : start + LARGEST_BLOCK + 1], hashed, side="right"))
                if 0 < end <= LARGEST_BLOCK:
                    found.append(order[start : start + end])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)

    def _compared(self, new: Mapping[str, Forms], rows: Array) -> Compared:
        names = self.counts.fields
        out = np.full((len(rows), len(names)), MISSING, np.uint8)
        rarity = np.zeros(out.shape, np.float32)
        values = {name: self.table.columns[name].rows[rows] for name in names}
        theirs = {name: self.table.columns[name].forms.take(values[name]) for name in names}
        for at, name in enumerate(names):
            out[:, at] = levels(self.table.columns[name].kind, new[name], theirs[name])
            if name in self.rarity:
                rarity[:, at] = np.where(out[:, at] == 0, self.rarity[name][values[name]], 0)
        for group in swap_groups(names):
            one, other = ([side[names[at]] for at in group] for side in (new, theirs))
            for own, at in enumerate(group):
                weak = (out[:, at] > CLOSE) & (out[:, at] != MISSING)
                out[weak & crossed(one, other, own), at] = ELSEWHERE
        joint = {at: np.maximum(self.counts.joint[at][rows] - 1, 0) for at in self.counts.follows}
        parent = {
            at: np.maximum(self.counts.values[names[above]][values[names[above]]] - 1, 0)
            for at, above in self.counts.follows.items()
        }
        return Compared(out, rarity, joint, parent)


def _one(field: str, written: str) -> Forms:
    value = normal(kind_of(field), written)
    if field == "full_name":
        value = " ".join(sorted(value.split()))
    return forms(kind_of(field), [value])
