"""The lists of the desk, and what lies in the inbox beside them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.permissions import account_of
from parvis.foundation.web.components.places import Tab

LISTS = ("unanswered", "mine", "waiting", "hot", "articles", "first")
CASES = "cases"


def labels_of_lists() -> dict[str, str]:
    return {
        "unanswered": _("Unanswered"),
        "mine": _("Asked of me"),
        "waiting": _("Waiting for acceptance"),
        "hot": _("Hot this week"),
        "articles": _("Worth an article"),
        "first": _("Newcomers’ first texts"),
    }


def desk_tabs(request: HttpRequest, *, chosen: str, unanswered: int | None = None) -> list[Tab]:
    desk, labels = reverse("community-desk"), labels_of_lists()
    tabs = [
        Tab(
            labels[name],
            f"{desk}?list={name}",
            is_current=name == chosen,
            count=unanswered if name == "unanswered" else None,
        )
        for name in LISTS
    ]
    if account_of(request).may("community.moderate"):
        tabs.append(Tab(pgettext("page", "In the inbox"), reverse("community-cases"), chosen == CASES))
    return tabs
