"""What the rights desk puts on Today: what is overdue or due soon, and what retention holds back for a word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.access import purpose
from parvis.foundation.logic.today import Card
from parvis.people.permissions import can_manage_rights
from parvis.people.reads.retention import held_runs
from parvis.people.reads.rights import rights_counts


def cards(user: Any, *, now: datetime) -> list[Card]:
    if not can_manage_rights(user):
        return []
    return [card for card in (_requests(now=now), _held()) if card is not None]


def _requests(*, now: datetime) -> Card | None:
    with purpose("legal_duty"):
        counts = rights_counts(today=localdate(now))
    if not counts.open:
        return None
    if counts.overdue:
        sentence = ngettext(
            "%(n)s of them is overdue: a month is the law.", "%(n)s of them are overdue: a month is the law.",
            counts.overdue,
        ) % {"n": counts.overdue}  # fmt: skip
    elif counts.soon:
        sentence = ngettext(
            "%(n)s of them is due within a week.", "%(n)s of them are due within a week.", counts.soon
        ) % {"n": counts.soon}
    else:
        sentence = _("None of them is due within a week.")
    return Card(
        key="people.rights",
        title=_("Requests by right"),
        figure=str(counts.open),
        sentence=sentence,
        url=reverse("rights"),
        act_label=_("Begin with the soonest"),
        level="risk" if counts.overdue else "notice" if counts.soon else "calm",
    )


def _held() -> Card | None:
    held = held_runs()
    if not held:
        return None
    return Card(
        key="people.retention_held",
        title=_("Retention waits for your word"),
        figure=str(sum(run.count_due for run in held)),
        sentence=_("It would remove much more than usual at once."),
        url=reverse("retention"),
        act_label=_("Look at it"),
        level="notice",
    )
