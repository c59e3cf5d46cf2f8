"""The pages of figures, in the place Value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page
from parvis.reporting.permissions import can_manage_reports

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    if not user.may("figures.view"):
        return []
    pages = [Page("value", pgettext("page", "Figures"), address_of("figures"), "chart-line")]
    if can_manage_reports(user):
        pages.append(Page("value", pgettext("page", "Reports"), address_of("reports"), "report"))
    return pages
