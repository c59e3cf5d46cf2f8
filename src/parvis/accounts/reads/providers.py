"""The company's own log-ins."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from parvis.accounts.models import LoginProvider


def providers() -> QuerySet[LoginProvider]:
    """All of them, with how many accounts each is known to."""
    return LoginProvider.objects.annotate(account_count=Count("identities")).order_by("name", "id")


def open_providers() -> QuerySet[LoginProvider]:
    """Those offered on the log-in page."""
    return LoginProvider.objects.filter(is_active=True).order_by("name", "id")
