"""The page of labelling inside Listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parvis.foundation.web.addresses import address_of
from parvis.foundation.web.navigation import Page
from parvis.labelling.permissions import can_correct

if TYPE_CHECKING:
    from parvis.accounts.models import User


def places(user: User) -> list[Page]:
    if not can_correct(user):
        return []
    return [Page("listen", pgettext("page", "Label quality"), address_of("label-quality"), "target")]
