"""Where webhooks and the documentation of the machine interface stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.models import User
from parvis.api.permissions import can_manage_webhooks
from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page


def places(user: User) -> list[Page]:
    pages = []
    if can_manage_webhooks(user):
        label = pgettext("page", "Webhooks")
        pages.append(Page("settings", label, address_of("webhooks"), "plug-connected", group="channels"))
    pages.append(Page("act", _("Read the documentation of the API"), address_of("api-docs"), "book"))
    return pages
