"""The pages of the place Listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.clock import utc_now
from parvis.foundation.web.navigation import Page
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.alarms import unjudged

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    return _of_mentions(user) + _of_figures(user) + _of_sources(user)


def _of_mentions(user: User) -> list[Page]:
    if not can_view_mentions(user):
        return []
    return [
        Page("listen", pgettext("page", "Overview"), reverse("listen"), "chart-area-line"),
        Page("listen", pgettext("page", "Mentions"), reverse("mentions"), "messages"),
        Page("listen", pgettext("page", "Queries"), reverse("queries"), "list-details"),
    ]


def _of_sources(user: User) -> list[Page]:
    if not user.may("queries.manage"):
        return []
    return [Page("listen", pgettext("page", "Sources"), reverse("sources"), "broadcast")]


def _of_figures(user: User) -> list[Page]:
    if not user.may("figures.view"):
        return []
    news = unjudged(user, now=utc_now()).count()
    return [
        Page("listen", pgettext("page", "Alerts"), reverse("alerts"), "bell", badge=news),
        Page("listen", pgettext("page", "Campaigns"), reverse("campaigns"), "speakerphone"),
    ]
