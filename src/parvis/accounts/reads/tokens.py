"""Tokens and service accounts as their screens list them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from parvis.accounts.models import ApiToken, User


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Every token of an account that was not revoked, the newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("-id")


def service_accounts(*, now: datetime) -> QuerySet[User]:
    """Accounts of programs by name, with who answers for them and how many tokens open them."""
    usable = Q(api_tokens__revoked_at=None) & ~Q(api_tokens__expires_at__lte=now)
    return (
        User.objects.filter(owner__isnull=False)
        .select_related("owner")
        .annotate(token_count=Count("api_tokens", filter=usable & Q(api_tokens__isnull=False)))
        .order_by("name", "id")
    )
