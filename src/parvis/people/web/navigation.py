"""The pages of persons in the places of the house."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.navigation import Page
from parvis.people.permissions import can_edit_people, can_manage_people, can_manage_rights, can_view_people


def places(user: Any) -> list[Page]:
    pages = []
    if can_view_people(user):
        pages += [
            Page("people", pgettext("page", "All records"), reverse("people"), "address-book"),
            Page("people", pgettext("page", "Groups"), reverse("segments"), "users-group"),
            Page("people", pgettext("page", "Organisations"), reverse("organizations"), "building"),
            Page("people", pgettext("page", "Journey"), reverse("journey"), "route"),
        ]
    if can_edit_people(user):
        title = pgettext("page", "Duplicates")
        pages.append(Page("people", title, reverse("duplicates"), "users"))
    if can_manage_people(user):
        pages += [
            Page(
                "settings",
                pgettext("page", "Files of customers"),
                reverse("customer-imports"),
                "file-spreadsheet",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Conflicts with other systems"),
                reverse("sync-conflicts"),
                "arrows-exchange",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Own fields"),
                reverse("custom-fields"),
                "forms",
                group="customers",
            ),
            Page("settings", pgettext("page", "Tags"), reverse("tags"), "tags", group="customers"),
            Page(
                "settings",
                pgettext("page", "Products"),
                reverse("products"),
                "shopping-cart",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Files of purchases"),
                reverse("purchase-imports"),
                "table-import",
                group="customers",
            ),
        ]
    if can_manage_rights(user):
        pages += [
            Page("people", pgettext("page", "Rights requests"), reverse("rights"), "shield-check"),
            Page(
                "settings",
                pgettext("page", "Retention"),
                reverse("retention"),
                "hourglass",
                group="customers",
            ),
            Page(
                "settings", pgettext("page", "Register"), reverse("register"), "file-text", group="customers"
            ),
        ]
    if user.may("installation.manage"):
        title = pgettext("page", "Accounts shown by log-in")
        pages.append(Page("settings", title, reverse("proof-networks"), "key", group="customers"))
    if user.may("privacy.manage"):
        title = pgettext("page", "Purposes and consent")
        pages.append(Page("settings", title, reverse("purposes"), "shield-check", group="customers"))
    return pages
