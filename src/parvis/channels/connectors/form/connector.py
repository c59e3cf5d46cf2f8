"""The `form` connector as the rest of Parvis sees it.

Nothing is fetched: the page hands over what was filled in. Answers go out by mail, through the mail
connection that the setting `reply_connection_id` names; the sender of answers looks it up, as connectors do
not know each other.
"""

from __future__ import annotations

from parvis.channels.logic.protocol import Connector

CONNECTOR = Connector(
    kind="form",
    icon="forms",
    is_addressed=True,
)
