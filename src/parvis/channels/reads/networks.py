"""The connections that hear the same network as one of them."""

from __future__ import annotations

from parvis.channels.logic.networks import network_of
from parvis.channels.models import Connection


def same_network(connection: Connection) -> list[int]:
    """Ids in order, that of the connection itself among them; also of paused ones, which heard before."""
    network = network_of(connection.kind, connection.settings)
    if not network:
        return [connection.pk]
    others = Connection.objects.filter(kind=connection.kind).values_list("pk", "settings")
    found = {pk for pk, settings in others if network_of(connection.kind, settings) == network}
    return sorted(found | {connection.pk})
