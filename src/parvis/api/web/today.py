"""A card of Today for webhooks that were switched off because nothing arrived there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.api.permissions import can_manage_webhooks
from parvis.api.reads.webhooks import disabled_by_failure
from parvis.foundation.logic.today import Card


def cards(user: Any, *, now: datetime) -> list[Card]:
    if not can_manage_webhooks(user):
        return []
    count = disabled_by_failure().count()
    if not count:
        return []
    return [
        Card(
            key="webhooks-disabled",
            title=_("Webhooks switched off"),
            figure=number_format(count),
            sentence=ngettext(
                "%(n)s webhook took nothing for days and was switched off. What it missed can be sent again.",
                "%(n)s webhooks took nothing for days and were switched off. What they missed can be sent again.",
                count,
            )
            % {"n": number_format(count)},
            url=reverse("webhooks"),
            act_label=_("See the webhooks"),
            level="risk",
        )
    ]
