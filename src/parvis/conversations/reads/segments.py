"""What segments of people may ask about conversations: how they stand, how they sound, when they last wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from parvis.conversations.models import Status
from parvis.people.logic.segments import (
    IDS,
    Compiled,
    SegmentField,
    number_condition,
    presence_condition,
    recency_condition,
)

_HEADING = pgettext_lazy("conditions", "Conversations")
_THEIRS = (
    "(SELECT l.person_id, c.status, c.sentiment, c.channel, c.last_message_at FROM people_current_link l "
    "JOIN conversations_conversation c ON c.identity_id = l.identity_id WHERE c.merged_into_id IS NULL)"
)
_SENTIMENTS = (
    ("negative", pgettext_lazy("sentiment", "negative")),
    ("neutral", pgettext_lazy("sentiment", "neutral")),
    ("positive", pgettext_lazy("sentiment", "positive")),
)


def conditions() -> list[SegmentField]:
    """For settings.SEGMENT_CONDITIONS."""
    return [
        SegmentField(
            "conversation_status",
            pgettext_lazy("condition", "Has a conversation that is"),
            _HEADING,
            "choice",
            presence_condition(_THEIRS, "x.status = %s"),
            tuple((value, label) for value, label in Status.choices),
        ),
        SegmentField(
            "conversation_sentiment",
            pgettext_lazy("condition", "Last sounded"),
            _HEADING,
            "choice",
            presence_condition(_THEIRS, "x.sentiment = %s"),
            _SENTIMENTS,
        ),
        SegmentField(
            "conversations",
            pgettext_lazy("condition", "Number of conversations"),
            _HEADING,
            "number",
            _count,
        ),
        SegmentField(
            "last_conversation",
            pgettext_lazy("condition", "Last conversation"),
            _HEADING,
            "recency",
            recency_condition(_THEIRS, "x.last_message_at"),
        ),
    ]


def _count(operator: str, value: Any, now: datetime) -> Compiled:
    rows = f"(SELECT count(*) FROM {_THEIRS} x WHERE x.person_id = ANY({IDS}))"  # noqa: S608 -- our own text
    return number_condition(rows, operator, value)
