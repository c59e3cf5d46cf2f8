"""Taking in what a visitor sent by a contact form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import RejectedRow
from parvis.channels.models import Connection


def take_contact(connection: Connection, *, fields: Mapping[str, str], external_id: str, now: datetime) -> bool:
    """One submission becomes one item, also when it is sent twice. Returns whether it could be read."""
    from parvis.channels.connectors.form.parse import parse_form

    item = parse_form(fields, external_id=external_id, now=now)
    if isinstance(item, RejectedRow):
        return False
    receive_items(connection, [item], cursor=None, now=now)
    return True
