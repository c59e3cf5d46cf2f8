"""What the ledgers say, read from their first row to the last. The tables of current state must say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row of the ledger of links; ends is the id of the row it ends, None for a made link."""

    id: int
    identity_id: int
    person_id: int
    ends: int | None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A row of the ledger of consents of one person; an empty channel stands for every channel."""

    purpose: str
    channel: str
    is_given: bool


def current_links(rows: Iterable[LinkRow]) -> dict[int, tuple[int, int]]:
    """identity → (person, ledger row) of the links that hold after these rows, in the order of the ledger."""
    holding: dict[int, tuple[int, int]] = {}
    for row in rows:
        if row.ends is None:
            holding[row.identity_id] = (row.person_id, row.id)
        elif holding.get(row.identity_id, (0, 0))[1] == row.ends:
            del holding[row.identity_id]
    return holding


def current_consents(rows: Iterable[ConsentRow]) -> dict[tuple[str, str], bool]:
    """(purpose, channel) → given. A word about every channel takes the place of those about single ones."""
    said: dict[tuple[str, str], bool] = {}
    for row in rows:
        if not row.channel:
            said = {key: given for key, given in said.items() if key[0] != row.purpose}
        said[row.purpose, row.channel] = row.is_given
    return said


def covers(said: dict[tuple[str, str], bool], *, purpose: str, channel: str) -> bool:
    """Whether what was said allows this purpose on this channel; nothing said is a no."""
    return said.get((purpose, channel), said.get((purpose, ""), False))
