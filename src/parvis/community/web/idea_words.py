"""What becomes of ideas, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from parvis.community.logic.ideas import IdeaPromise, clock_of

STATUSES: dict[str, Any] = {
    "new": pgettext_lazy("status of an idea", "New"),
    "under_review": pgettext_lazy("status of an idea", "Under consideration"),
    "planned": pgettext_lazy("status of an idea", "Planned"),
    "in_work": pgettext_lazy("status of an idea", "In work"),
    "done": pgettext_lazy("status of an idea", "Done"),
    "declined": pgettext_lazy("status of an idea", "Not planned"),
    "merged": pgettext_lazy("status of an idea", "Merged"),
}
# In the house's shell; the public pages have classes of their own (ideas.css).
TONES = {
    "new": "neutral", "under_review": "information", "planned": "accent", "in_work": "accent", "done": "success",
    "declined": "neutral", "merged": "neutral",
}  # fmt: skip
VIEWS: dict[str, Any] = {
    "due": pgettext_lazy("ideas at the desk", "Waiting for an answer"),
    "overdue": pgettext_lazy("ideas at the desk", "Overdue"),
    "mine": pgettext_lazy("ideas at the desk", "In my charge"),
    "new": pgettext_lazy("ideas at the desk", "New"),
    "open": pgettext_lazy("ideas at the desk", "All that are open"),
    "done": pgettext_lazy("ideas at the desk", "Done"),
    "declined": pgettext_lazy("ideas at the desk", "Not planned"),
}


def clock_words(
    *, due_at: datetime | None, answered_at: datetime | None, status: str, now: datetime
) -> tuple[str, str]:
    """("due" | "overdue" | "", the sentence)."""
    clock = clock_of(due_at=due_at, answered_at=answered_at, status=status, now=now)
    if due_at is None or clock not in ("due", "overdue"):
        return "", ""
    day = {"day": date_format(localtime(due_at), "DATE_FORMAT")}
    if clock == "due":
        return clock, _("An answer is due by %(day)s.") % day
    return clock, _("An answer was due by %(day)s. It is late.") % day


def clock_at_desk(
    *, due_at: datetime | None, answered_at: datetime | None, status: str, now: datetime
) -> tuple[str, str]:
    """("due" | "overdue" | "", a few words)."""
    clock = clock_of(due_at=due_at, answered_at=answered_at, status=status, now=now)
    if due_at is None or clock not in ("due", "overdue"):
        return "", ""
    day = {"day": date_format(localtime(due_at), "SHORT_DATE_FORMAT")}
    return clock, (_("Answer due by %(day)s") if clock == "due" else _("Overdue since %(day)s")) % day


def promise_words(promise: IdeaPromise, *, votes: int = 0) -> str:
    """votes: of an idea that has no date yet; past the number, its voters are too new for one (logic/ideas.py)."""
    if votes >= promise.votes:
        return _(
            "It has enough votes for a date; the night sets it, once those who voted have been here for a day."
        )
    return _("Every idea with %(votes)d votes gets an answer within %(days)d days.") % {
        "votes": promise.votes,
        "days": promise.days,
    }
