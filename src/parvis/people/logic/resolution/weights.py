"""Learned weights as plain data, kept with a version, and back. What was not learned is as expected beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parvis.people.logic.resolution.fields import KINDS
from parvis.people.logic.resolution.model import Model, expected
from parvis.people.logic.resolution.table import kind_of


def as_data(model: Model) -> dict[str, Any]:
    """Shares by field and level, under the names of both: a human can read them."""
    fields = {}
    for at, name in enumerate(model.fields):
        levels = KINDS[kind_of(name)].levels
        fields[name] = {
            part: {level: round(float(share), 9) for level, share in zip(levels, shares, strict=True)}
            for part, shares in (
                ("one_person", model.alike[at]),
                ("strangers", model.unlike[at]),
                ("one_household", model.alike_at_home[at]),
            )
        }
    return {"fields": fields, "prior": model.prior, "household_prior": model.household_prior}


def model_of(data: Mapping[str, Any], names: Sequence[str], *, prior: float) -> Model:
    """A model of exactly these fields; data may be empty, or know others."""
    plain = expected(tuple(names), {}, prior=prior)
    known = data.get("fields", {})

    def shares(part: str, name: str, otherwise: Any) -> Any:
        levels = KINDS[kind_of(name)].levels
        held = known.get(name, {}).get(part, {})
        if set(held) != set(levels):  # not learned, or learned by a release that had other levels
            return otherwise
        return np.maximum(np.array([held[level] for level in levels]), 1e-9)

    return Model(
        plain.fields,
        tuple(shares("one_person", name, plain.alike[at]) for at, name in enumerate(plain.fields)),
        tuple(shares("strangers", name, plain.unlike[at]) for at, name in enumerate(plain.fields)),
        {},
        {},
        prior,
        float(data.get("household_prior") or prior * 0.01),
        tuple(shares("one_household", name, plain.alike_at_home[at]) for at, name in enumerate(plain.fields)),
    )
