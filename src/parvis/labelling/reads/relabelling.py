"""How far labelling anew has come."""

from __future__ import annotations

from parvis.labelling.models import Relabelling


def latest_runs() -> list[Relabelling]:
    """The last pass over each kind of text, by kind."""
    return list(Relabelling.objects.order_by("kind", "-pk").distinct("kind"))
