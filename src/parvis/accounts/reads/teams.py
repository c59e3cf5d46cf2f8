"""Teams with the people in them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from parvis.accounts.models import Membership, Team


def teams_with_members() -> QuerySet[Team]:
    """Every team by name with its memberships and their accounts; two queries."""
    return Team.objects.order_by("name").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("user").order_by("-is_lead", "user__name"))
    )
