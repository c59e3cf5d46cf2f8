"""How blocks are set up, how often they were there, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Sum

from parvis.community.logic.block_effect import Effect, effect_of
from parvis.community.logic.blocks import BLOCKS_FACT
from parvis.community.models import DayOfBlock
from parvis.foundation.installation import fact


@dataclass(frozen=True, slots=True)
class BlockSettings:
    """origins: sites that may show blocks. is_measured: tabs count, with a share held back of `hold_out` (0..0.5)."""

    origins: tuple[str, ...]
    is_measured: bool
    hold_out: float


def block_settings() -> BlockSettings:
    stored = fact(BLOCKS_FACT, {})
    return BlockSettings(
        tuple(stored.get("origins", ())), bool(stored.get("is_measured")), float(stored.get("hold_out", 0))
    )


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Sums of a period of one product (None: no product) and kind. effect: None where the data is not enough."""

    kind: str
    page_id: int | None
    name: str
    slug: str
    plain: int
    plain_seen: int
    tabs: int
    seen: int
    bought: int
    bought_seen: int
    held: int
    held_bought: int
    last_day: date
    effect: Effect | None

    @property
    def points(self) -> tuple[float, float, float] | None:
        """The effect and its interval in points of percent."""
        if self.effect is None:
            return None
        return 100 * self.effect.difference, 100 * self.effect.low, 100 * self.effect.high


def block_rows(*, since: date, most: int = 200) -> list[BlockRow]:
    """The most often shown first."""
    rows = (
        DayOfBlock.objects.filter(day__gte=since)
        .values("kind", "page_id", "page__name", "page__slug", "arm")
        .annotate(
            n=Sum("tabs"), s=Sum("seen"), b=Sum("bought"), bs=Sum("bought_seen"), last=Max("day")
        )
    )  # fmt: skip
    by_block: dict[tuple[str, int | None], dict[str, Any]] = {}
    for row in rows:
        by_block.setdefault((row["kind"], row["page_id"]), {})[row["arm"]] = row
    found = [_row(kind, page_id, arms) for (kind, page_id), arms in by_block.items()]
    return sorted(found, key=lambda one: (one.tabs + one.held + one.plain, one.name), reverse=True)[:most]


def _row(kind: str, page_id: int | None, arms: dict[str, Any]) -> BlockRow:
    def count(arm: str, name: str) -> int:
        return int(arms.get(arm, {}).get(name) or 0)

    one = next(iter(arms.values()))
    shown, held = DayOfBlock.SHOWN, DayOfBlock.HELD
    return BlockRow(
        kind, page_id, str(one["page__name"] or ""), str(one["page__slug"] or ""),
        count(DayOfBlock.PLAIN, "n"), count(DayOfBlock.PLAIN, "s"),
        count(shown, "n"), count(shown, "s"), count(shown, "b"), count(shown, "bs"),
        count(held, "n"), count(held, "b"),
        max(row["last"] for row in arms.values()),
        effect_of(
            shown=count(shown, "n"), shown_bought=count(shown, "b"),
            held=count(held, "n"), held_bought=count(held, "b"),
        ),
    )  # fmt: skip
