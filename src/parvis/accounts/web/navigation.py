"""Where accounts stand in the navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.foundation.web.navigation import Page


def places(user: User) -> list[Page]:
    """One's own profile for everybody; people and teams for those who manage them."""
    pages = []
    if user.may("users.manage"):
        pages += [
            Page("settings", pgettext("page", "People who work here"), reverse("users"), "users", group="people"),
            Page("settings", pgettext("page", "Teams"), reverse("teams"), "users-group", group="people"),
            Page("settings", pgettext("page", "Service accounts"), reverse("service-accounts"), "plug", group="people"),
            Page("act", _("Invite a colleague"), reverse("user-invite"), "send"),
            Page("act", _("Add a colleague"), reverse("user-add"), "user-plus"),
        ]
    if user.may("installation.manage"):
        pages.append(Page("settings", pgettext("page", "Log-in"), reverse("security"), "shield-lock", group="people"))
    pages.append(Page("settings", pgettext("page", "My profile"), reverse("preferences"), "user", group="mine"))
    pages.append(Page("act", _("API tokens"), reverse("my-tokens"), "key"))
    pages.append(Page("act", _("Who may do what"), reverse("roles"), "key"))
    return pages
