"""In which zone the days of figures are counted, and how far counting them in another one has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from parvis.foundation.installation import fact

COUNT_FACT = "listening.count_again"


@dataclass(frozen=True, slots=True)
class ZoneState:
    """share: how much of counting again is done, 0 to 1; None: nothing is being counted."""

    of_figures: str
    of_installation: str
    share: float | None

    @property
    def differs(self) -> bool:
        return self.of_figures != self.of_installation


def zone_of_figures() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_zone()")
        return str(cursor.fetchone()[0])


def zone_state() -> ZoneState:
    stated = fact(COUNT_FACT, {})
    share = None
    if stated.get("next"):
        first, upto, last = (date.fromisoformat(stated[name]) for name in ("first", "next", "last"))
        share = (upto - first).days / max(1, (last - first).days + 1)
    return ZoneState(zone_of_figures(), settings.TIME_ZONE, share)
