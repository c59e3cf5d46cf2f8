"""Whether a member bought a product: asked of the record that they linked themselves, answered by yes or no."""

from __future__ import annotations

from datetime import datetime

from parvis.community.models import Member
from parvis.foundation.access import purpose
from parvis.people.reads.purchases import was_bought_by


def has_bought(member: Member, product_id: int, *, now: datetime) -> bool:
    """False for whoever linked no record. Nothing of the purchase leaves this function."""
    if member.identity_id is None:
        return False
    with purpose("service"):
        return was_bought_by(member.identity_id, product_id, by=now)
