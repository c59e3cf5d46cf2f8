"""The purse of a source whose reading costs: reserved before a call, settled after it, kept in the database.

One statement takes what is left or nothing, so that workers side by side cannot spend more than there is.
A worker killed between call and settling leaves its reservation spent: at worst too little is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction

from parvis.channels.logic.meters import day_of, next_period, period_start
from parvis.channels.logic.protocol import ConnectorError, Meter
from parvis.channels.logic.texts import bounded_id
from parvis.channels.models import Connection, Spending, SpentOnce


@dataclass(frozen=True, slots=True)
class ConnectionPurse:
    """What a connection may still read in the present period."""

    connection: Connection
    meter: Meter
    now: datetime

    def reserve(self, wanted: int) -> int:
        """Take up to so many units; 0 when nothing is left."""
        if wanted <= 0:
            return 0
        limit = self.meter.limit(self.connection.settings)
        start = period_start(self.meter, self.now)
        Spending.objects.get_or_create(connection=self.connection, period_start=start, defaults={"units": 0})
        with database.cursor() as cursor:
            cursor.execute(
                """
                UPDATE channels_spending AS new SET units = new.units + least(%s, %s - old.units)
                FROM (SELECT id, units FROM channels_spending
                      WHERE connection_id = %s AND period_start = %s FOR UPDATE) AS old
                WHERE new.id = old.id AND old.units < %s
                RETURNING least(%s, %s - old.units)
                """,
                [wanted, limit, self.connection.pk, start, limit, wanted, limit],
            )
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def settle(self, reserved: int, *, used: int = 0, ids: Iterable[str] = ()) -> None:
        """Give back what was reserved and is not charged for: `used` units and ids that are new today are."""
        start, today = period_start(self.meter, self.now), day_of(self.meter, self.now)
        with transaction.atomic(), database.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO channels_spent_once (connection_id, day, external_id)
                SELECT %s, %s, id FROM unnest(%s::text[]) AS id ORDER BY id ON CONFLICT DO NOTHING
                """,
                [self.connection.pk, today, sorted({bounded_id(each) for each in ids})],
            )
            spent = used + max(0, cursor.rowcount)
            cursor.execute(
                "UPDATE channels_spending SET units = greatest(0, units + %s)"
                " WHERE connection_id = %s AND period_start = %s",
                [spent - reserved, self.connection.pk, start],
            )


def purse_of(connection: Connection, meter: Meter, *, now: datetime) -> ConnectionPurse:
    """The connection's purse; yesterday's list of what was paid for is thrown away on the way."""
    old = day_of(meter, now) - timedelta(days=1)
    SpentOnce.objects.filter(connection=connection, day__lt=old).delete()
    return ConnectionPurse(connection, meter, now)


def budget_used(meter: Meter, *, now: datetime) -> ConnectorError:
    """The error for an empty purse: nothing more until the next period begins."""
    begins = next_period(meter, now)
    return ConnectorError(
        "budget-used",
        f"until {begins:%Y-%m-%d}",
        permanent=False,
        retry_after_seconds=max(1.0, (begins - now).total_seconds()),
    )
