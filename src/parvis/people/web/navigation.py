"""The pages of persons in the places of the house."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page
from parvis.people.permissions import can_edit_people, can_manage_people, can_manage_rights, can_view_people


def places(user: Any) -> list[Page]:
    pages = []
    if can_view_people(user):
        pages += [
            Page("people", pgettext("page", "All records"), address_of("people"), "address-book"),
            Page("people", pgettext("page", "Groups"), address_of("segments"), "users-group"),
            Page("people", pgettext("page", "Organisations"), address_of("organizations"), "building"),
            Page("people", pgettext("page", "Journey"), address_of("journey"), "route"),
        ]
    if can_edit_people(user):
        title = pgettext("page", "Duplicates")
        pages.append(Page("people", title, address_of("duplicates"), "users"))
    if can_manage_people(user):
        pages += [
            Page(
                "settings",
                pgettext("page", "Files of customers"),
                address_of("customer-imports"),
                "file-spreadsheet",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Conflicts with other systems"),
                address_of("sync-conflicts"),
                "arrows-exchange",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Own fields"),
                address_of("custom-fields"),
                "forms",
                group="customers",
            ),
            Page("settings", pgettext("page", "Tags"), address_of("tags"), "tags", group="customers"),
            Page(
                "settings",
                pgettext("page", "Products"),
                address_of("products"),
                "shopping-cart",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Files of purchases"),
                address_of("purchase-imports"),
                "table-import",
                group="customers",
            ),
        ]
    if can_manage_rights(user):
        pages += [
            Page("people", pgettext("page", "Rights requests"), address_of("rights"), "shield-check"),
            Page(
                "settings",
                pgettext("page", "Retention"),
                address_of("retention"),
                "hourglass",
                group="customers",
            ),
            Page(
                "settings",
                pgettext("page", "Register"),
                address_of("register"),
                "file-text",
                group="customers",
            ),
        ]
    if user.may("installation.manage"):
        title = pgettext("page", "Accounts shown by log-in")
        pages.append(Page("settings", title, address_of("proof-networks"), "key", group="customers"))
    if user.may("privacy.manage"):
        title = pgettext("page", "Purposes and consent")
        pages.append(Page("settings", title, address_of("purposes"), "shield-check", group="customers"))
    return pages
