"""The pages of persons in the places of the house."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from parvis.foundation.web.navigation import Page
from parvis.people.permissions import can_view_people


def places(user: Any) -> list[Page]:
    if not can_view_people(user):
        return []
    return [Page("people", pgettext("page", "All records"), reverse("people"), "address-book")]
