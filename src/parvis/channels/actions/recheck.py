"""Asking a channel again for posts we have, to find those that were deleted while nobody was told.

A little at a time, in the order in which they came: what came in the last thirty days is gone through again
and again. A source that is asked only for what is new would otherwise keep what its author took back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.channels.actions.fetch import note_failure
from parvis.channels.actions.receive import receive_items
from parvis.channels.actions.spend import budget_used, purse_of
from parvis.channels.logic.protocol import ConnectorError, PurseEmpty
from parvis.channels.models import Connection, Receipt, SourceState
from parvis.channels.reads.connectors import connector
from parvis.foundation.secrets import unseal

KEPT_WATCH = timedelta(days=30)
CALLS_A_TIME = 5
# A server that does not understand the question shows nothing: that is no deletion of everything.
BELIEVED_WHOLE = 10


def recheck_connection(connection_id: int, *, now: datetime) -> int:
    """Ask for the next posts in turn. Returns how many were gone. Raises ConnectorError after noting it."""
    connection = Connection.objects.get(pk=connection_id)
    known = connector(connection.kind)
    if known.recheck is None or not connection.is_active:
        return 0
    purse = purse_of(connection, known.meter, now=now) if known.meter else None
    gone_count = 0
    try:
        for _ in range(CALLS_A_TIME):
            receipts = _next_receipts(connection, most=known.recheck_at_once, now=now)
            if not receipts:
                break
            asked = _with_newest(connection, [external_id for _pk, external_id in receipts])
            gone = known.recheck(
                connection.settings, unseal(connection.sealed_secrets), asked, purse=purse, now=now
            )
            if len(asked) >= BELIEVED_WHOLE and gone >= set(asked):
                raise ConnectorError(
                    "malformed-response", "nothing is left of all that was asked for", permanent=False
                )
            receive_items(connection, [], cursor=None, now=now, deleted=sorted(gone & set(asked)))
            SourceState.objects.filter(connection=connection).update(rechecked_receipt_id=receipts[-1][0])
            gone_count += len(gone & set(asked))
    except PurseEmpty:
        assert known.meter is not None
        raise budget_used(known.meter, now=now) from None
    except ConnectorError as error:
        if error.code == "rate-limited":
            note_failure(connection, error, now=now)
        raise
    return gone_count


def _with_newest(connection: Connection, asked: list[str]) -> list[str]:
    """Few are asked for together with the newest, so that an answer that knows none of our posts is noticed."""
    missing = BELIEVED_WHOLE - len(asked)
    if missing <= 0:
        return asked
    newest = Receipt.objects.filter(connection=connection).exclude(external_id__in=asked).order_by("-pk")
    return [*asked, *newest.values_list("external_id", flat=True)[:missing]]


def _next_receipts(connection: Connection, *, most: int, now: datetime) -> list[tuple[int, str]]:
    """(id, external id) of the next posts; at the end of the row it begins again with the oldest."""
    state, _ = SourceState.objects.get_or_create(connection=connection)
    lately = Receipt.objects.filter(connection=connection, batch__received_at__gt=now - KEPT_WATCH)
    rows = (
        lately.filter(pk__gt=state.rechecked_receipt_id or 0).order_by("pk").values_list("pk", "external_id")
    )
    found = list(rows[:most])
    if not found and state.rechecked_receipt_id:
        SourceState.objects.filter(connection=connection).update(rechecked_receipt_id=None)
    return found
