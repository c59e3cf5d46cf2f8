"""What a person's page shows of conversations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.permissions import visible_to
from parvis.conversations.web.words import duration
from parvis.foundation.clock import utc_now
from parvis.people.logic.panels import PersonPanel


def open_conversations(user: Any, identity_ids: Sequence[int]) -> list[PersonPanel]:
    """Open conversations with them, and whether they wait."""
    found = visible_to(user).filter(identity_id__in=identity_ids, merged_into=None).exclude(status="resolved")
    # The newest, and what is said of all of them beside it: one statement.
    told = found.annotate(count=Window(Count("pk")), waits=Window(Min("waiting_since")))
    held = told.order_by("-last_message_at", "pk").values_list("pk", "count", "waits")[:1]
    if not held:
        return []
    newest, count, waits = held[0]
    return [
        PersonPanel(
            key="conversations.open",
            title=ngettext("Open conversation", "Open conversations", count),
            figure=str(count),
            sentence=_("Waiting for an answer for %(time)s.") % {"time": duration(utc_now() - waits)}
            if waits
            else "",
            url=reverse("conversation", args=[newest]),
            act_label=_("Answer") if waits else _("Read"),
            icon="messages",
        )
    ]
