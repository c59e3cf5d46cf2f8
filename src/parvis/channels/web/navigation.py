"""Where connections and imports stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page


def places(user: User) -> list[Page]:
    """Imports belong to listening, connections to the settings."""
    pages = []
    if user.may("mentions.import"):
        pages += [
            Page("listen", pgettext("page", "Imports"), address_of("imports"), "upload"),
            Page("act", _("Import a file"), address_of("import-start"), "upload"),
        ]
    if user.may("connections.manage"):
        pages += [
            Page(
                "settings",
                pgettext("page", "Connections"),
                address_of("connections"),
                "plug",
                group="channels",
            ),
            Page("act", _("Add a connection"), address_of("connection-choose"), "plus"),
        ]
    return pages
