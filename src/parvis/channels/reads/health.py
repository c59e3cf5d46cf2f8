"""How well a source hears: in one value for its screen and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from parvis.channels.logic.coverage import coverage_sentence
from parvis.channels.logic.meters import period_start
from parvis.channels.logic.protocol import Meter
from parvis.channels.models import Connection, SourceState, Spending
from parvis.channels.reads.connectors import UnknownConnector, connector
from parvis.channels.reads.streams import is_streamed


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """None: not known. stream: "" (none), open, waiting (to be opened again). spent: units of the present period."""

    succeeded_at: datetime | None = None
    newest_at: datetime | None = None
    lag_seconds: float | None = None
    stream: str = ""
    stream_since: datetime | None = None
    rate_left: int | None = None
    rate_limit: int | None = None
    rate_resets_at: datetime | None = None
    next_try_at: datetime | None = None
    gap_at: datetime | None = None
    count_changed: int = 0
    count_deleted: int = 0
    spent: int | None = None
    spent_limit: int | None = None
    spent_period: str = ""
    does_not_see: str = ""


def health_of(connection: Connection, *, now: datetime) -> SourceHealth:
    """What is known of one connection now."""
    return healths_of([connection], now=now)[connection.pk]


def healths_of(connections: Sequence[Connection], *, now: datetime) -> dict[int, SourceHealth]:
    """The same of many, by id, with as many queries as of one."""
    states = SourceState.objects.in_bulk([each.pk for each in connections])
    meters = {each.pk: meter for each in connections if (meter := _meter_of(each)) is not None}
    spendings = Spending.objects.filter(connection__in=list(meters)) if meters else ()
    units = {(each.connection_id, each.period_start): each.units for each in spendings}
    found = {}
    for connection in connections:
        meter = meters.get(connection.pk)
        health = _health(connection, states.get(connection.pk) or SourceState(), now=now)
        if meter is not None:
            health = replace(
                health,
                spent=units.get((connection.pk, period_start(meter, now)), 0),
                spent_limit=meter.limit(connection.settings),
                spent_period=meter.period,
            )
        found[connection.pk] = health
    return found


def _health(connection: Connection, state: SourceState, *, now: datetime) -> SourceHealth:
    is_rate_current = state.rate_resets_at is None or state.rate_resets_at > now
    return SourceHealth(
        succeeded_at=state.succeeded_at or (connection.fetched_at if not connection.failing_since else None),
        newest_at=state.newest_at,
        lag_seconds=state.lag_seconds,
        stream=_stream_state(connection, state),
        stream_since=state.stream_since,
        rate_left=state.rate_left if is_rate_current else None,
        rate_limit=state.rate_limit,
        rate_resets_at=state.rate_resets_at if is_rate_current else None,
        next_try_at=state.next_try_at if state.next_try_at and state.next_try_at > now else None,
        gap_at=state.gap_at,
        count_changed=state.count_changed,
        count_deleted=state.count_deleted,
        does_not_see=coverage_sentence(connection.kind),
    )


def _stream_state(connection: Connection, state: SourceState) -> str:
    try:
        is_held = connection.is_active and is_streamed(connection)
    except UnknownConnector:
        return ""
    return (state.stream_state or "waiting") if is_held else ""


def _meter_of(connection: Connection) -> Meter | None:
    try:
        return connector(connection.kind).meter
    except UnknownConnector:
        return None
