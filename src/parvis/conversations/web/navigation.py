"""The pages of this capability."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from parvis.conversations.permissions import can_manage_queues
from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page


def places(user: Any) -> list[Page]:
    pages = []
    if user.may("conversations.view"):
        pages.append(Page("inbox", pgettext("page", "Inbox"), address_of("inbox"), "inbox"))
    if can_manage_queues(user):
        pages.append(
            Page("settings", pgettext("page", "Queues"), address_of("queues"), "list", group="channels")
        )
    return pages
