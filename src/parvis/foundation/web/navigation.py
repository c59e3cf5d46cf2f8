"""The seven places and the pages inside them, put together from what each capability offers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext

from parvis.foundation.plugs import plugged
from parvis.foundation.web.addresses import address_of

# Order and icons of the places; a place that a role does not use is not shown.
PLACES = ("today", "inbox", "listen", "community", "people", "value", "workplace", "settings")
ICONS = {
    "today": "sun",
    "inbox": "inbox",
    "listen": "ear",
    "community": "users-group",
    "people": "address-book",
    "value": "chart-line",
    "workplace": "building",
    "settings": "settings",
}


# The settings are many: they stand in groups, one's own first.
GROUPS = ("mine", "people", "customers", "channels", "operation")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a place: what a capability's `places(user)` returns.

    A page whose place is "act" stands in the command bar alone ("Import a file").
    """

    place: str
    label: str
    url: str
    icon: str = ""
    badge: int = 0
    group: str = ""  # one of GROUPS in the settings; elsewhere any word, the name of its first page


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    label: str
    url: str
    icon: str
    pages: tuple[Page, ...] = ()
    is_current: bool = False
    badge: int = 0


def place_label(key: str) -> str:
    """The name of a place as people say it."""
    return {
        "today": pgettext("place", "Today"),
        "inbox": pgettext("place", "Inbox"),
        "listen": pgettext("place", "Listen"),
        "community": pgettext("place", "Community"),
        "people": pgettext("place", "People"),
        "value": pgettext("place", "Value"),
        "workplace": pgettext("place", "Workplace"),
        "settings": pgettext("place", "Settings"),
    }[key]


def group_label(key: str) -> str:
    """What a group of settings is about."""
    return {
        "mine": pgettext("group of settings", "My account"),
        "people": pgettext("group of settings", "People"),
        "customers": pgettext("group of settings", "Customers"),
        "channels": pgettext("group of settings", "Channels"),
        "operation": pgettext("group of settings", "Operation"),
    }[key]


def navigation_for(request: HttpRequest) -> list[Place]:
    """The places that this account uses, the one it is in marked by the address."""
    pages: list[Page] = []
    for places_of in plugged("NAVIGATION"):
        pages += places_of(request.user)
    found: list[Place] = []
    for key in PLACES:
        here = [page for page in pages if page.place == key]
        inside = tuple(sorted(here, key=_order_of_group))
        if inside:
            found.append(
                Place(
                    key,
                    place_label(key),
                    inside[0].url,
                    ICONS[key],
                    inside,
                    badge=sum(p.badge for p in inside),
                )
            )
    return _mark_current(found, request.path)


def _order_of_group(page: Page) -> int:
    return GROUPS.index(page.group) if page.group in GROUPS else len(GROUPS)


def _mark_current(found: list[Place], path: str) -> list[Place]:
    def fit(place: Place) -> int:
        # A page that stands in no menu (/settings/roles/) belongs to the place of its first folder.
        beside = 1 if path.split("/")[1] == place.key else 0
        return max((_fit(page.url, path) for page in place.pages), default=0) or beside

    best = max(found, key=fit, default=None)
    return [replace(place, is_current=place is best and fit(place) > 0) for place in found]


def _fit(url: str, path: str) -> int:
    """How much of the path a page covers. The page at / covers itself alone."""
    return len(url) if path == url or (path.startswith(url) and url != "/") else 0


def places(user: Any) -> list[Page]:
    """The pages of the floor itself."""
    pages = [Page("today", place_label("today"), address_of("today"), ICONS["today"])]
    if user.may("jobs.manage"):
        pages.append(
            Page("settings", pgettext("page", "Jobs"), address_of("jobs"), "refresh", group="operation")
        )
        operation = pgettext("page", "Operation")
        pages.append(Page("settings", operation, address_of("operation"), "activity", group="operation"))
    if user.may("audit.view"):
        pages.append(
            Page("settings", pgettext("page", "Audit log"), address_of("audit"), "shield", group="operation")
        )
    return pages
