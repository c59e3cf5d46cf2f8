"""Whether what a connection brings is kept apart, because its place is on trial."""

from __future__ import annotations

from parvis.listening.models import Place


def is_on_trial(connection_id: int) -> bool:
    return Place.objects.filter(connection_id=connection_id, state=Place.TRIAL).exists()
