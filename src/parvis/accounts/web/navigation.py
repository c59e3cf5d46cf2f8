"""Where accounts stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page


def places(user: User) -> list[Page]:
    """One's own profile for everybody; people and teams for those who manage them."""
    pages = []
    if user.may("users.manage"):
        pages += [
            Page(
                "settings",
                pgettext("page", "People who work here"),
                address_of("users"),
                "users",
                group="people",
            ),
            Page("settings", pgettext("page", "Teams"), address_of("teams"), "users-group", group="people"),
            Page(
                "settings",
                pgettext("page", "Service accounts"),
                address_of("service-accounts"),
                "plug",
                group="people",
            ),
            Page("act", _("Invite a colleague"), address_of("user-invite"), "send"),
            Page("act", _("Add a colleague"), address_of("user-add"), "user-plus"),
        ]
    if user.may("installation.manage"):
        pages.append(
            Page(
                "settings", pgettext("page", "Log-in"), address_of("security"), "shield-lock", group="people"
            )
        )
    pages.append(
        Page("settings", pgettext("page", "My profile"), address_of("preferences"), "user", group="mine")
    )
    pages.append(Page("act", _("API tokens"), address_of("my-tokens"), "key"))
    pages.append(Page("act", _("Who may do what"), address_of("roles"), "key"))
    return pages
