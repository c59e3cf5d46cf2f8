"""The pages of this capability."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.conversations.permissions import can_manage_queues
from parvis.foundation.web.navigation import Page


def places(user: Any) -> list[Page]:
    pages = []
    if user.may("conversations.view"):
        pages.append(Page("inbox", pgettext("page", "Inbox"), reverse("inbox"), "inbox"))
    if can_manage_queues(user):
        pages.append(
            Page("settings", pgettext("page", "Queues"), reverse("queues"), "list", group="channels")
        )
    return pages
