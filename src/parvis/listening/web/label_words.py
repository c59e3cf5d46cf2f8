"""Intents, emotions, reaches and hours as people say them."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.foundation.web.components.quantities import counted


def intent_name(value: str) -> str:
    return {
        "complaint": pgettext("intent", "complaint"),
        "question": pgettext("intent", "question"),
        "praise": pgettext("intent", "praise"),
        "suggestion": pgettext("intent", "suggestion"),
        "purchase_interest": pgettext("intent", "purchase interest"),
        "threat_to_leave": pgettext("intent", "threat to leave"),
        "advertising": pgettext("intent", "advertising"),
        "other": pgettext("intent", "other"),
    }.get(value, value)


def emotion_name(value: str) -> str:
    return {
        "anger": pgettext("emotion", "anger"),
        "joy": pgettext("emotion", "joy"),
        "optimism": pgettext("emotion", "optimism"),
        "sadness": pgettext("emotion", "sadness"),
        "none": pgettext("emotion", "none"),
    }.get(value, value)


def reach_name(value: str) -> str:
    return _("%(n)s followers and more") % {"n": counted(int(value))}


def reach_in_words(followers: int | None) -> str:
    if followers is None:
        return ""
    return ngettext("%(n)s follower", "%(n)s followers", followers) % {"n": counted(followers)}


def weekday_name(number: int, *, is_short: bool = False) -> str:
    """1 is Monday."""
    return date_format(date(2024, 1, 1) + timedelta(days=number - 1), "D" if is_short else "l")


def hour_name(hour: int) -> str:
    """14 → 14:00–15:00."""
    return f"{hour:02d}:00–{(hour + 1) % 24:02d}:00"
