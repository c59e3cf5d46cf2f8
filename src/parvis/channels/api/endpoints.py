"""The group that the endpoints of channels belong to, and what they refuse."""

from __future__ import annotations

from parvis.channels.actions.webhook import SignatureRefused
from parvis.channels.logic.protocol import ConnectorError
from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem
from parvis.foundation.received_files import ReceivedTooLarge

MOST_UPLOAD_BYTES = 500 * 1024 * 1024


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, ConnectorError):
        return Problem(
            409, "channel-refused", f"The channel or the file refused: {error.code}.", reason=error.code
        )
    if isinstance(error, ReceivedTooLarge):
        return Problem(413, "too-large", f"A file has at most {MOST_UPLOAD_BYTES} bytes.")
    if isinstance(error, SignatureRefused):
        return Problem(
            401, "signature-refused", "No signature of these minutes fits the connection's secret."
        )
    return None


ENDPOINTS = Endpoints(
    "Connections", explain="Mailboxes, feeds, forms and webhooks; files that are imported.", refusal=refusal
)
MANAGE = {"permission": "connections.manage"}
IMPORT = {"permission": "mentions.import"}
