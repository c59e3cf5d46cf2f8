"""Taking in what a visitor sent by a contact form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from parvis.channels.actions.receive import receive_items
from parvis.channels.connectors.form.parse import parse_form
from parvis.channels.models import Connection


def take_contact(
    connection: Connection, *, fields: Mapping[str, str], submission_id: str, now: datetime
) -> None:
    """One submission becomes one item addressed to us, also when it is sent twice. Raises ConnectorError."""
    item = parse_form(fields, submission_id=submission_id, now=now)
    receive_items(connection, [item], cursor=None, now=now)
