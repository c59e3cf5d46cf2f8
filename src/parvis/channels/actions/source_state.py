"""Writing down how well a source hears: what came of the last fetch, what may still be asked, how late we are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from parvis.channels.logic.items import InboundItem, Page, RateBudget
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection, SourceState


def note_heard(
    connection: Connection, pages: Sequence[Page], *, now: datetime, stream_state: str = ""
) -> None:
    """A fetch that went well, or what a stream brought."""
    items = [item for page in pages for item in page.items]
    rates = [page.rate for page in pages if page.rate is not None]
    with transaction.atomic():
        state = _locked(connection)
        state.succeeded_at = now
        state.next_try_at = None
        _note_newest(state, items, now=now)
        if rates:
            _note_rate(state, rates[-1])
        if any(page.has_gap for page in pages):
            state.gap_at = now
        _note_stream(state, stream_state, now=now)
        state.save()


def note_refused(
    connection: Connection, error: ConnectorError, *, now: datetime, stream_state: str = ""
) -> None:
    """A fetch or a stream that failed; when the channel says until when to stay away, that is kept to."""
    with transaction.atomic():
        state = _locked(connection)
        if error.retry_after_seconds:
            state.next_try_at = now + timedelta(seconds=error.retry_after_seconds)
        if error.code == "rate-limited":
            state.rate_left, state.rate_resets_at = 0, state.next_try_at
        _note_stream(state, stream_state, now=now)
        state.save()


def _locked(connection: Connection) -> SourceState:
    state, _ = SourceState.objects.select_for_update().get_or_create(connection=connection)
    return state


def _note_newest(state: SourceState, items: Sequence[InboundItem], *, now: datetime) -> None:
    newest = max((item.published_at for item in items), default=None)
    if newest is not None and (state.newest_at is None or newest >= state.newest_at):
        state.newest_at = newest
        state.lag_seconds = max(0.0, (now - newest).total_seconds())


def _note_rate(state: SourceState, rate: RateBudget) -> None:
    state.rate_left, state.rate_limit, state.rate_resets_at = rate.left, rate.limit, rate.resets_at


def _note_stream(state: SourceState, stream_state: str, *, now: datetime) -> None:
    if state.stream_state != stream_state:
        state.stream_state, state.stream_since = stream_state, now
