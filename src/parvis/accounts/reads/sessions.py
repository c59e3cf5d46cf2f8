"""Where an account is logged in."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from parvis.accounts.models import LoginSession, User


def sessions_of(user: User, *, now: datetime) -> QuerySet[LoginSession]:
    """Sessions that still open something, the one seen last first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return LoginSession.objects.filter(user=user, session_key__in=alive).order_by("-last_seen_at", "-id")
