"""Handles that a human said are not this person's: not proposed again."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.foundation.secrets import keyed_hash
from parvis.people.models import RefusedLink


def pair_hash(identity_id: int, person_id: int) -> str:
    """All that is kept of a refused pair."""
    return keyed_hash("refused-links", f"{identity_id}:{person_id}")


def refused_among(identity_id: int, person_ids: Iterable[int]) -> set[int]:
    """Those of the persons that were refused for this handle."""
    hashes = {pair_hash(identity_id, pk): pk for pk in person_ids}
    kept = RefusedLink.objects.filter(pair_hash__in=hashes).values_list("pair_hash", flat=True)
    return {hashes[one] for one in kept}
