"""Who gets personal data through the connections, for the register and for those to be told of an erasure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector
from parvis.foundation.logic.personal_data import Recipient


def recipients() -> list[Recipient]:
    """Each connection: those that can send carry persons' data out, the others are only read."""
    return [
        Recipient(
            key=f"connection:{one.slug}",
            kind="connection",
            name=f"{one.name} ({one.kind})",
            what_for=_("carries messages between the company and people")
            if sends
            else _("a source that is read"),
            gets_persons=sends,
        )
        for one in Connection.objects.filter(is_active=True).order_by("name")
        for sends in [_can_send(one.kind)]
    ]


def _can_send(kind: str) -> bool:
    try:
        return connector(kind).send is not None
    except KeyError:
        return False
