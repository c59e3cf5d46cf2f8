"""Setting up the blocks of the company's own site, and counting what their tabs say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from parvis.community.logic.blocks import ASK, BLOCKS_FACT, BOUGHT_SEEN, KINDS, MOST_HELD, NOTED, SEEN, TAB
from parvis.community.models import DayOfBlock, ProductPage
from parvis.community.reads.blocks import BlockSettings, block_settings
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact

_ARMS = (DayOfBlock.PLAIN, DayOfBlock.SHOWN, DayOfBlock.HELD)


def set_block_settings(
    *, origins: Iterable[str], is_measured: bool, hold_out: float, by: Actor, now: datetime
) -> BlockSettings:
    """origins: as logic/blocks.clean_origins gives them. hold_out: cut to 0..MOST_HELD."""
    with transaction.atomic():
        before = block_settings()
        after = BlockSettings(
            tuple(origins), is_measured, round(min(max(hold_out, 0.0), MOST_HELD), 3) if is_measured else 0.0
        )
        if after != before:
            state_fact(BLOCKS_FACT, _plain(after))
            record("blocks.changed", by=by, now=now, **changed(_plain(before), _plain(after)))
        return after


def note_block(kind: str, page: ProductPage | None, *, arm: str, what: str, day: date) -> bool:
    """Count one. Returns whether it meant anything: strangers send here what they like."""
    if kind not in KINDS or what not in NOTED or arm not in _ARMS or (page is None) != (kind == ASK):
        return False
    if what not in (TAB, SEEN) and (arm == DayOfBlock.PLAIN or page is None):
        return False
    if arm == DayOfBlock.HELD and what in (SEEN, BOUGHT_SEEN):
        return False
    tab, seen = int(what == TAB), int(what == SEEN)
    bought, bought_seen = int(what not in (TAB, SEEN)), int(what == BOUGHT_SEEN)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_day_of_block AS d (day, kind, page_id, arm, tabs, seen, bought, bought_seen)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (day, kind, page_id, arm) DO UPDATE SET"
            " tabs = d.tabs + excluded.tabs, seen = d.seen + excluded.seen,"
            " bought = d.bought + excluded.bought, bought_seen = d.bought_seen + excluded.bought_seen",
            [day, kind, page.pk if page else None, arm, tab, seen, bought, bought_seen],
        )
    return True


def _plain(settings: BlockSettings) -> dict[str, object]:
    return {
        "origins": list(settings.origins),
        "is_measured": settings.is_measured,
        "hold_out": settings.hold_out,
    }
