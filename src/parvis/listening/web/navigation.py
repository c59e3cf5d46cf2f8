"""The pages of the place Listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parvis.foundation.clock import utc_now
from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.alarms import unjudged_count

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    return _of_mentions(user) + _of_figures(user) + _of_sources(user)


def _of_mentions(user: User) -> list[Page]:
    if not can_view_mentions(user):
        return []
    return [
        Page("listen", pgettext("page", "Overview"), address_of("listen"), "chart-area-line"),
        Page("listen", pgettext("page", "Mentions"), address_of("mentions"), "messages"),
        Page("listen", pgettext("page", "Queries"), address_of("queries"), "list-details"),
    ]


def _of_sources(user: User) -> list[Page]:
    if not user.may("queries.manage"):
        return []
    return [Page("listen", pgettext("page", "Sources"), address_of("sources"), "broadcast")]


def _of_figures(user: User) -> list[Page]:
    if not user.may("figures.view"):
        return []
    news = unjudged_count(user, now=utc_now())
    return [
        Page("listen", pgettext("page", "Alerts"), address_of("alerts"), "bell", badge=news),
        Page("listen", pgettext("page", "Campaigns"), address_of("campaigns"), "speakerphone"),
    ]
