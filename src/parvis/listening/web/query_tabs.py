"""The three pages that say what is taken in and what for: queries, markets, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.components.places import Tab
from parvis.listening.permissions import can_manage_queries

if TYPE_CHECKING:
    from parvis.accounts.models import User


def query_tabs(request: HttpRequest, user: User) -> list[Tab]:
    """Nothing for those who only read: they have the first page alone."""
    if not can_manage_queries(user):
        return []
    pages = (
        ("queries", pgettext("page", "Queries"), "list-details"),
        ("markets", pgettext("page", "Markets"), "scale"),
        ("left-out", pgettext("page", "What is left out"), "filter-off"),
    )
    return [Tab(label, url := reverse(name), request.path == url, icon=icon) for name, label, icon in pages]
