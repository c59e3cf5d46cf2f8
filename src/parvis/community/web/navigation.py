"""The pages of the community in the places of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.navigation import Page

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    pages = []
    if user.may("community.answer"):
        pages.append(Page("community", pgettext("page", "Desk"), reverse("community-desk"), "list-check"))
        pages.append(Page("community", pgettext("page", "Health"), reverse("community-health"), "activity"))
    if user.may("community.moderate"):
        pages.append(
            Page("community", pgettext("page", "Moderation"), reverse("community-moderation"), "shield-check")
        )
        pages.append(Page("community", pgettext("page", "In the inbox"), reverse("community-cases"), "inbox"))
        members = reverse("community-desk-members")
        pages.append(Page("community", pgettext("page", "Members"), members, "users"))
    if user.may("community.answer"):
        pages.append(
            Page("community", pgettext("page", "Articles"), reverse("community-article-desk"), "book")
        )
        pages.append(Page("community", pgettext("page", "Ideas"), reverse("community-desk-ideas"), "bulb"))
        pages.append(
            Page("community", pgettext("page", "Reviews"), reverse("community-desk-reviews"), "star")
        )
    if user.may("community.manage"):
        boards, site = reverse("community-desk-boards"), reverse("community-desk-site")
        pages.append(Page("community", pgettext("page", "Boards"), boards, "list-details"))
        pages.append(Page("community", pgettext("page", "Set-up"), site, "adjustments"))
        experts, badges = reverse("community-desk-experts"), reverse("community-desk-badges")
        pages.append(Page("community", pgettext("page", "Super-users"), experts, "user-star"))
        pages.append(Page("community", pgettext("page", "Badges"), badges, "certificate"))
        products, blocks = reverse("community-desk-products"), reverse("community-desk-blocks")
        pages.append(Page("community", pgettext("page", "Products"), products, "shopping-cart"))
        pages.append(Page("community", pgettext("page", "Blocks for your site"), blocks, "layout-grid"))
    return pages
