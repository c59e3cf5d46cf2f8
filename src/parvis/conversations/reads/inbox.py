"""The list of the inbox: one page, found by walking an index queue by queue, whatever the number of rows.

A page is a key (moment, id), not a number: page 4,000 costs what page 1 costs. The filters are answered from
the index's included columns; only the rows that are shown are read from the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from parvis.accounts.models import User
from parvis.conversations.logic.status import STATUSES
from parvis.conversations.models import Conversation
from parvis.conversations.reads.found import conversations_found

PAGE_SIZE = 30
ASSIGNEES = ("me", "none", "any")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. queue None: every visible one; assignee: an account's id, "none" or "any"."""

    queue_id: int | None = None
    status: str = "open"  # one of STATUSES, or "any"
    assignee: int | str = "any"
    channel: str = ""
    sentiment: str = ""
    waiting: bool = False  # those who wait, the longest first
    text: str = ""

    @property
    def statuses(self) -> list[str]:
        return [self.status] if self.status in STATUSES else list(STATUSES)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Conversations in order, and the keys of the pages on either side."""

    conversations: list[Conversation] = field(default_factory=list)
    next_key: str = ""
    previous_key: str = ""
    is_cut: bool = False  # of a search: more was found than is looked through


def inbox_page(
    user: User,
    filters: Filters,
    *,
    queue_ids: Sequence[int],
    after: str = "",
    before: str = "",
    most: int = PAGE_SIZE,
) -> InboxPage:
    """One page for this user. A key that cannot be read is the first page.

    queue_ids: those that the user sees (permissions.visible_queues), whatever is asked for.
    """
    queue_ids = [i for i in queue_ids if filters.queue_id in (None, i)]
    if filters.text:
        return _found_page(user, filters, queue_ids, most=most)
    forward = not (before and not after)
    key = _read_key(after or before)
    sorted_by = "waiting_since" if filters.waiting else "last_message_at"
    ascending = filters.waiting is forward
    keys = _keys(user, filters, queue_ids, sorted_by=sorted_by, ascending=ascending, key=key, most=most)
    has_more = len(keys) > most
    keys = keys[:most]
    if not forward:
        keys.reverse()
    return InboxPage(
        conversations=_rows([conversation_id for _, conversation_id in keys]),
        next_key=_written_key(keys[-1]) if keys and (has_more or not forward) else "",
        previous_key=_written_key(keys[0]) if keys and key and (forward or has_more) else "",
    )


def _keys(
    user: User,
    filters: Filters,
    queue_ids: Sequence[int],
    *,
    sorted_by: str,
    ascending: bool,
    key: tuple[datetime, int] | None,
    most: int,
) -> list[tuple[datetime, int]]:
    """The keys of one page and one more. Every (queue, status) is walked from its own end of the index."""
    compare, direction = (">", "ASC") if ascending else ("<", "DESC")
    conditions, values = _conditions(filters)
    if key is not None:
        conditions.append(f"(c.{sorted_by}, c.id) {compare} (%s, %s)")
        values += list(key)
    tail = " AND ".join(conditions)
    order = f"ORDER BY c.{sorted_by} {direction}, c.id {direction} LIMIT {most + 1}"
    own = isinstance(filters.assignee, int) and filters.assignee == user.pk and filters.queue_id is None
    if filters.waiting:
        groups, start = (
            "unnest(%s::bigint[]) AS g(queue_id)",
            "c.queue_id = g.queue_id AND c.waiting_since IS NOT NULL",
        )
        head: list[Any] = [list(queue_ids)]
        if filters.status in STATUSES:
            tail, values = f"c.status = %s AND {tail}", [filters.status, *values]
    elif own:
        # What is assigned to me is mine to see in whatever queue it is.
        groups, start = "unnest(%s::text[]) AS g(status)", "c.status = g.status"
        head = [filters.statuses]
    else:
        groups = "unnest(%s::bigint[]) AS q(queue_id) CROSS JOIN unnest(%s::text[]) AS s(status)"
        start = "c.queue_id = q.queue_id AND c.status = s.status"
        head = [list(queue_ids), filters.statuses]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.moment, c.id FROM {groups} CROSS JOIN LATERAL ("  # noqa: S608 -- parts above, values bound
            f"SELECT c.{sorted_by} AS moment, c.id FROM conversations_conversation c "
            f"WHERE {start} AND {tail} {order}) AS c "
            f"ORDER BY c.moment {direction}, c.id {direction} LIMIT {most + 1}",
            [*head, *values],
        )
        return list(cursor.fetchall())


def _conditions(filters: Filters) -> tuple[list[str], list[Any]]:
    conditions = ["c.merged_into_id IS NULL"]
    values: list[Any] = []
    if filters.assignee == "none":
        conditions.append("c.assignee_id IS NULL")
    elif isinstance(filters.assignee, int):
        conditions.append("c.assignee_id = %s")
        values.append(filters.assignee)
    if filters.channel:
        conditions.append("c.channel = %s")
        values.append(filters.channel)
    if filters.sentiment:
        conditions.append("c.sentiment = %s")
        values.append("" if filters.sentiment == "not_analysed" else filters.sentiment)
    return conditions, values


def _found_page(user: User, filters: Filters, queue_ids: Sequence[int], *, most: int) -> InboxPage:
    """Those with a message that matches, last spoken first; other filters but the words' own still hold."""
    found, is_cut = conversations_found(filters.text, queue_ids=queue_ids, user_id=user.pk)
    wanted = replace(filters, text="")
    rows = [c for c in _rows(found) if _fits(c, wanted)]
    rows.sort(key=lambda c: (c.last_message_at, c.pk), reverse=True)
    return InboxPage(conversations=rows[:most], is_cut=is_cut or len(rows) > most)


def _fits(conversation: Conversation, filters: Filters) -> bool:
    return (
        (filters.status not in STATUSES or conversation.status == filters.status)
        and (filters.queue_id is None or conversation.queue_id == filters.queue_id)
        and (filters.assignee != "none" or conversation.assignee_id is None)
        and (not isinstance(filters.assignee, int) or conversation.assignee_id == filters.assignee)
        and (not filters.channel or conversation.channel == filters.channel)
        and (not filters.sentiment or conversation.sentiment == filters.sentiment.replace("not_analysed", ""))
        and (not filters.waiting or conversation.waiting_since is not None)
    )


def _rows(ids: Sequence[int]) -> list[Conversation]:
    """The rows in the order of the ids, in one query."""
    by_id = {
        conversation.pk: conversation
        for conversation in Conversation.objects.filter(pk__in=ids).select_related("identity", "assignee")
    }
    return [by_id[conversation_id] for conversation_id in ids if conversation_id in by_id]


def _written_key(key: tuple[datetime, int]) -> str:
    return f"{key[0].timestamp():.6f}_{key[1]}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    moment, _, conversation_id = text.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(conversation_id)
    except (ValueError, OverflowError, OSError):
        return None
