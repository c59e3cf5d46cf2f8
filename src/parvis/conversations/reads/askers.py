"""Customers who wait in the inbox with a question that others might have, and what the community has on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from parvis.accounts.models import User
from parvis.community.actions.house_source import KIND
from parvis.community.reads.question_list import QuestionRow
from parvis.community.reads.similar import similar_questions
from parvis.conversations.logic.asked import question_in
from parvis.conversations.models import Conversation, Message, Status
from parvis.conversations.permissions import visible_to

LOOKS_BACK = timedelta(days=14)
MOST, MOST_LOOKED_AT = 12, 100


@dataclass(frozen=True, slots=True)
class Asker:
    """nearest: the likeliest question of the community; it need not be the same one."""

    conversation: Conversation
    question: str
    nearest: QuestionRow | None


def askers(user: User, *, now: datetime) -> list[Asker]:
    """Those who wait for an answer of ours, the newest first; what came from the community is there already."""
    newest = Message.objects.filter(conversation=OuterRef("pk"), kind=Message.INBOUND, is_automatic=False)
    waiting = (
        visible_to(user)
        .filter(status=Status.OPEN, waiting_since__gt=now - LOOKS_BACK, merged_into=None)
        .exclude(channel=KIND)
        .select_related("identity", "queue")
        .annotate(last_words=Subquery(newest.order_by("-sent_at", "-pk").values("text")[:1]))
        .order_by("-waiting_since", "-pk")[:MOST_LOOKED_AT]
    )
    asked = [(one, words) for one in waiting if (words := question_in(one.last_words or ""))]
    return [
        Asker(one, words, next(iter(similar_questions(None, words, most=1)), None))
        for one, words in asked[:MOST]
    ]
