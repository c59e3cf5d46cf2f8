"""Saying who answers for the data."""

from __future__ import annotations

from datetime import datetime

from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import fact, state_fact
from parvis.people.reads.controller import FACT, FIELDS


def state_controller(*, by: Actor, now: datetime, **said: str) -> bool:
    """Write down the named fields. Returns whether anything changed. Raises TypeError for an unknown field."""
    if unknown := set(said) - set(FIELDS):
        raise TypeError(f"not said of a controller: {sorted(unknown)}")
    before = fact(FACT) or {}
    after = {**before, **{name: value.strip()[:4_000] for name, value in said.items()}}
    if after == before:
        return False
    state_fact(FACT, after)
    # Names and addresses stand in the register; the log says which of them changed.
    record("controller.changed", by=by, now=now, fields=sorted(changed(before, after)))
    return True
