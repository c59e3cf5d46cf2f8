"""Themes that take ideas for a time."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from parvis.community.models import IdeaSession

MOST = 100


def idea_sessions() -> QuerySet[IdeaSession]:
    """Those that end last first."""
    return IdeaSession.objects.order_by("-closes_at", "-pk")


def open_sessions(*, now: datetime) -> QuerySet[IdeaSession]:
    """Those that take ideas now, the one that ends first before the others."""
    return IdeaSession.objects.filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")


def begun_sessions(*, now: datetime) -> QuerySet[IdeaSession]:
    """What visitors see: what has not begun is the company's plan alone."""
    return idea_sessions().filter(opens_at__lte=now)


def get_idea_session(session_id: int) -> IdeaSession:
    """Raises Http404."""
    found = IdeaSession.objects.filter(pk=min(session_id, 2**63 - 1)).first()
    if found is None:
        raise Http404("session")
    return found
