"""The pages of the community in the places of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.navigation import Page

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    if not user.may("community.moderate"):
        return []
    return [
        Page("community", pgettext("page", "Moderation"), reverse("community-moderation"), "shield-check")
    ]
