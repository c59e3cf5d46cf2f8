"""A card of Today for ideas whose promised answer is near or late: all of them for who manages, else one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.reads.idea_desk import MOST_COUNTED, ideas_due
from parvis.foundation.logic.today import Card


def cards(user: Any, *, now: datetime) -> list[Card]:
    if not user.may("community.answer"):
        return []
    due = ideas_due(user, now=now)
    if due.late:
        sentence = ngettext(
            "An idea still has no answer on the date that its page promised.",
            "%(n)s ideas still have no answer on the date that their pages promised.",
            due.late,
        )
    elif due.soon:
        sentence = ngettext(
            "An idea is to be answered within three days.",
            "%(n)s ideas are to be answered within three days.",
            due.soon,
        )
    else:
        return []
    count = due.late or due.soon
    figure = f"{number_format(count)}+" if count >= MOST_COUNTED else number_format(count)
    return [
        Card(
            key="ideas-due",
            title=_("Ideas without an answer"),
            figure=figure,
            sentence=sentence % {"n": figure},
            url=f"{reverse('community-desk-ideas')}?view={'overdue' if due.late else 'due'}",
            act_label=_("See the ideas"),
            level="risk" if due.late else "notice",
        )
    ]
