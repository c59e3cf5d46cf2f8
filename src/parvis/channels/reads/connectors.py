"""Which connectors this installation knows: the setting CHANNEL_CONNECTORS, imported when first asked."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.conf import settings

from parvis.channels.logic.protocol import Connector


class UnknownConnector(KeyError):
    """No connector of that kind is installed."""


@cache
def connector(kind: str) -> Connector:
    """The connector of a kind. Raises UnknownConnector."""
    try:
        module = settings.CHANNEL_CONNECTORS[kind]
    except KeyError as error:
        raise UnknownConnector(kind) from error
    found: Connector = import_module(module).CONNECTOR
    return found


def connector_kinds() -> list[str]:
    return list(settings.CHANNEL_CONNECTORS)
