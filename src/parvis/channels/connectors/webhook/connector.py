"""The `webhook` connector: nothing is fetched, another program delivers; every delivery is signed."""

from __future__ import annotations

from parvis.channels.logic.protocol import Connector, ConnectorError, SettingField, Settings
from parvis.foundation.logic.webhook_signatures import BadSecret, secret_bytes


def check(settings: Settings, secrets: Settings) -> None:
    """Whether the secret can sign at all. Raises ConnectorError."""
    try:
        secret_bytes(str(secrets.get("webhook_secret", "")))
    except BadSecret:
        raise ConnectorError("malformed", "whsec_ and base64 of 24 to 64 bytes", permanent=True) from None


CONNECTOR = Connector(
    kind="webhook",
    icon="plug-connected",
    fields=(SettingField("webhook_secret", kind="password", secret=True),),
    check=check,
)
