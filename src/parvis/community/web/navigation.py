"""The pages of the community in the places of the house: eight, and what belongs to each in a strip under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    answers, moderates, manages = (user.may(f"community.{what}") for what in ("answer", "moderate", "manage"))
    found = [
        (answers, pgettext("page", "Desk"), "community-desk", "list-check", "desk"),
        (answers, pgettext("page", "Health"), "community-health", "activity", "health"),
        (moderates, pgettext("page", "Moderation"), "community-moderation", "shield-check", "moderation"),
        (answers, pgettext("page", "Articles"), "community-article-desk", "book", "articles"),
        (answers, pgettext("page", "Ideas"), "community-desk-ideas", "bulb", "ideas"),
        (answers, pgettext("page", "Reviews"), "community-desk-reviews", "star", "reviews"),
        (manages, pgettext("page", "Products"), "community-desk-products", "shopping-cart", "reviews"),
        (moderates, pgettext("page", "Members"), "community-desk-members", "users", "members"),
        (manages, pgettext("page", "Super-users"), "community-desk-experts", "user-star", "members"),
        (manages, pgettext("page", "Badges"), "community-desk-badges", "certificate", "members"),
        (manages, pgettext("page", "Set-up"), "community-desk-site", "adjustments", "set-up"),
        (manages, pgettext("page", "Boards"), "community-desk-boards", "list-details", "set-up"),
        (manages, pgettext("page", "Inbox and mail"), "community-desk-mail", "mail", "set-up"),
        (manages, pgettext("page", "Blocks for your site"), "community-desk-blocks", "layout-grid", "set-up"),
    ]
    pages = [
        Page("community", name, address_of(address), icon, group=group)
        for may, name, address, icon, group in found
        if may
    ]
    if moderates:  # among the lists of the desk, so that no third strip stands over them
        pages.append(Page("act", pgettext("page", "In the inbox"), address_of("community-cases"), "inbox"))
    return pages
