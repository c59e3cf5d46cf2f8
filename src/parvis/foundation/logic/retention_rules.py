"""How long what is kept: rules that each capability offers in RETENTION, run by one engine (people/actions/retention).

A rule says what is due, shows it, and removes it, a batch of ids at a time. The house changes the period, never
whether there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing that would go: what it is called, and the moment its period is counted from."""

    label: str
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """title, why: translated; why names where the period comes from. days: the period unless the house says another.

    least_days: a shorter one would lose a proof. sources: for rules with a period a source, (key, name) of each.
    due(before, source) → batches of ids whose period began before then; shown(ids) → what they are;
    purge(ids) → rows removed or made anonymous, by table; total(source) → how many there are at all.
    """

    key: str
    title: Any
    why: Any
    does: Any  # what happens to them: "erased", "author made anonymous" …
    days: int
    due: Callable[[datetime, str], Iterator[list[int]]]
    shown: Callable[[Sequence[int]], list[Sample]]
    purge: Callable[[Sequence[int]], dict[str, int]]
    total: Callable[[str], int]
    least_days: int = 1
    sources: Callable[[], list[tuple[str, str]]] | None = None
