"""The rows behind a figure: messages of a period, and conversations with the time to their first answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from parvis.accounts.models import User
from parvis.conversations.models import Conversation, Message
from parvis.conversations.permissions import visible_queues
from parvis.foundation.logic.periods import Period

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RowsPage:
    rows: list[Any] = field(default_factory=list)
    next_key: str = ""
    count: int = 0


def messages_of_period(user: User, period: Period, *, kind: str, after: str = "") -> RowsPage:
    """Messages received, sent, or both, newest first."""
    rows = Message.objects.filter(sent_at__gte=period.start_at, sent_at__lt=period.end_at)
    rows = (
        rows.filter(kind=kind)
        if kind in (Message.INBOUND, Message.OUTBOUND)
        else rows.exclude(kind=Message.NOTE)
    )
    if not user.may("conversations.view_all"):
        rows = rows.filter(conversation__queue__in=visible_queues(user))
    return _page(rows.select_related("identity", "author").defer("html"), "sent_at", after=after)


def first_replies_of_period(user: User, period: Period, *, after: str = "") -> RowsPage:
    """Conversations that began in the period and have an answer, newest first."""
    rows = Conversation.objects.filter(
        first_inbound_at__gte=period.start_at,
        first_inbound_at__lt=period.end_at,
        first_reply_at__isnull=False,
    )
    if not user.may("conversations.view_all"):
        rows = rows.filter(queue__in=visible_queues(user))
    return _page(rows.select_related("identity", "assignee", "queue"), "first_inbound_at", after=after)


def _page(rows: QuerySet[Any], by: str, *, after: str) -> RowsPage:
    count = rows.count()
    moment, _, last_id = after.partition("_")
    try:
        at, number = datetime.fromtimestamp(float(moment), UTC), int(last_id)
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at}, id__lt=number))
    except (ValueError, OverflowError, OSError):
        pass
    found = list(rows.order_by(f"-{by}", "-id")[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    key = f"{getattr(last, by).timestamp():.6f}_{last.pk}" if last else ""
    return RowsPage(found[:PAGE_SIZE], key, count)
