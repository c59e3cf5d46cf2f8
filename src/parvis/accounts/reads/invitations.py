"""Invitations that wait for an answer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from parvis.accounts.models import Invitation


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Neither used nor taken back nor too old, the newest first; a hundred at most."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now).order_by("-id")[:100]
