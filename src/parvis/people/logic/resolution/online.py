"""One record against the few that share a key with it, where the base lies in a database.

The same levels and weights as between files (model.py). A record may have given several addresses: the two that
are most alike count. Weights: Fellegi & Sunter (1969); see docs/method/people.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from parvis.people.logic.resolution.compared import EXPECTED, UNSEEN, Compared
from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import KINDS, MISSING
from parvis.people.logic.resolution.forms import Forms, forms, normal
from parvis.people.logic.resolution.likeness import CLOSE, ELSEWHERE, crossed, levels
from parvis.people.logic.resolution.matching import Reason, probability_of, reasons
from parvis.people.logic.resolution.model import Model
from parvis.people.logic.resolution.normalised import sound
from parvis.people.logic.resolution.table import kind_of

SINGLE, SEVERAL = ("surname", "given_name", "city"), ("email", "phone")
HELD = SINGLE + SEVERAL
ALREADY_THERE = 0.3  # of new records, as many are expected to be known already
# Two customer numbers on one human are a slip of the house: set, not learned, at one in ten of those who bear two. Of
# two strangers all differ.
TWO_NUMBERS = 0.1
LARGEST_BLOCK = 300  # records; a key that fits more of them says too little to be looked at
_FEWEST = 3  # letters of a key made of one word


@dataclass(frozen=True, slots=True)
class Held:
    """What a record holds that tells people apart, as it was written."""

    surname: str = ""
    given_name: str = ""
    city: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    number: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        if name == "email":
            return self.emails
        return self.phones if name == "phone" else (str(getattr(self, name)),)


@dataclass(frozen=True, slots=True)
class Likeness:
    """position: of the other record among those compared; reasons add up to log2 of the odds."""

    position: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Commonness:
    """How many of `size` records have a value: `count(field, normal value)`, `least` where it is not among the common
    ones, so that nothing is taken for rarer than is known."""

    size: int
    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    hashed: Callable[[str], int] = hash

    def rarity(self, name: str, value: str) -> float:
        """log2 of the chance that another record has this value."""
        counts = self.counts.get(name, {})
        others = max(counts.get(self.hashed(f"{name}:{value}"), self.least.get(name, 0)) - 1, 0)
        expected = KINDS[kind_of(name)].unlike[0]
        return float(np.log2((others + UNSEEN + EXPECTED * expected) / (self.size + EXPECTED)))


def keys_of_record(held: Held) -> list[str]:
    """The keys under which a record is found, to be hashed with the installation's key before they are kept."""
    surname, given, city = (normal(kind_of(name), held.values(name)[0]).replace(" ", "") for name in SINGLE)
    by_ear = {
        name: sound(value) or value for name, value in (("s", surname), ("g", given), ("c", city)) if value
    }
    keys = set()
    for email in held.emails:
        if whole := normal("email", email):
            keys.add(f"e:{whole}")
            head = whole.split("@")[0]
            if len(head) > _FEWEST + 1:
                keys.add(f"h:{head}")
    for phone in held.phones:
        if digits := normal("phone", phone):
            keys |= {f"p:{digits}", f"t:{digits[-6:]}"}
    if surname and given:
        keys |= {f"n:{'|'.join(sorted((surname, given)))}", f"sg:{by_ear['s']}|{by_ear['g']}"}
        keys |= {f"sh:{surname}|{given[:2]}", f"gh:{given}|{surname[:3]}"}
    if surname and city:
        keys.add(f"sc:{by_ear['s']}|{by_ear['c']}")
    if given and city:
        keys.add(f"gc:{by_ear['g']}|{by_ear['c']}|{surname[:1]}")
    if len(surname) > _FEWEST and not given:
        keys.add(f"o:{surname}")
    return sorted(keys)


def likenesses(
    model: Model, common: Commonness, new: Held, others: Sequence[Held], *, at_least: float = 0.5
) -> list[Likeness]:
    """Which of the others may be the same human, likeliest first. The model is of the fields HELD."""
    if not others:
        return []
    seen, most = _compared(model, common, new, others)
    weights = np.minimum(model.weights(seen), most)
    odds, apart = model.odds(seen.levels, weights)
    likely = np.flatnonzero(odds >= np.log2(at_least / (1 - at_least)))
    return [
        Likeness(
            int(at),
            probability_of(float(odds[at])),
            reasons(model, seen.levels[at], weights[at], float(apart[at])),
        )
        for at in likely[np.argsort(-odds[likely], kind="stable")]
    ]


def _compared(model: Model, common: Commonness, new: Held, others: Sequence[Held]) -> tuple[Compared, Array]:
    """Levels, and the most that each may weigh: what is nearly equal says no more than if it were equal."""
    out = np.full((len(others), len(model.fields)), MISSING, np.uint8)
    rarity = np.zeros(out.shape, np.float32)
    most = np.full(out.shape, np.inf)
    both: dict[str, tuple[Forms, Forms]] = {}
    for at, name in enumerate(model.fields):
        kind = kind_of(name)
        mine = [normal(kind, value) for value in new.values(name)]
        owners = [number for number, other in enumerate(others) for _ in other.values(name)]
        theirs = [normal(kind, value) for other in others for value in other.values(name)]
        if not (mine and theirs):
            continue
        their_forms = forms(kind, theirs)
        for value in mine:
            one = forms(kind, [value])
            np.minimum.at(out[:, at], owners, levels(kind, one, their_forms))
            both[name] = one, their_forms
        if KINDS[kind].weighed and mine[0]:
            own = common.rarity(name, mine[0])
            rarity[:, at] = np.where(out[:, at] == 0, own, 0)
            near = np.flatnonzero((out[:, at] > 0) & (out[:, at] < len(KINDS[kind].levels) - 1))
            for row in near:
                commoner = max(own, common.rarity(name, theirs[row]))
                most[row, at] = max(np.log2(model.alike[at][0]) - commoner, 0)
    _look_elsewhere(model, out, both)
    return Compared(out, rarity, {}, {}), most


def _look_elsewhere(model: Model, out: Array, both: Mapping[str, tuple[Forms, Forms]]) -> None:
    """Family and given name are written where the other belongs: both, for one alone is a relative's."""
    names = [name for name in ("given_name", "surname") if name in both]
    if len(names) < 2:
        return
    one, other = ([both[name][side] for name in names] for side in (0, 1))
    ats = [model.fields.index(name) for name in names]
    changed = np.ones(len(out), bool)
    for own, at in enumerate(ats):
        weak = (out[:, at] > CLOSE) & (out[:, at] != MISSING)
        changed &= weak & crossed(one, other, own)
    for at in ats:
        out[changed, at] = ELSEWHERE
