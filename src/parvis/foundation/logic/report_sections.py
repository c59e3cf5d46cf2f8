"""What a capability may offer to reports beside its METRICS: a table of figures over a period.

It names no person and no author of a post: a report travels by mail and by a link that needs no account.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from parvis.foundation.logic.periods import Period

Words = Any


@dataclass(frozen=True, slots=True)
class SectionTable:
    """shares: a share in 0..1 with its interval for each row, or nothing to draw. n: what the whole rests on.

    steps: how dark each cell behind the first of its row is, 0 to 5; empty for a table that is not shaded.
    """

    title: Words
    explain: Words
    columns: Sequence[Words]
    rows: Sequence[Sequence[str | int | float | None]]
    shares: Sequence[tuple[float, float | None, float | None] | None] = field(default=())
    steps: Sequence[Sequence[int]] = field(default=())
    n: int = 0
    note: Words = ""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """make(user, period) → the table with no more than the user may see, or None where there is nothing."""

    key: str
    label: Words
    explain: Words
    permission: str
    make: Callable[[Any, Period], SectionTable | None]
