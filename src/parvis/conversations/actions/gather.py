"""Gathering items into conversations: known ones grow or join, new ones are opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database

from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Connection
from parvis.channels.reads.networks import same_network
from parvis.conversations.actions.join import move_all
from parvis.conversations.actions.queues import queue_for
from parvis.conversations.actions.recount import Figures, figures_of, write_figures
from parvis.conversations.logic.status import RESOLVED, SNOOZED, status_after, status_of_new
from parvis.conversations.logic.threading import Linked, Thread, named_ids, thread_items
from parvis.conversations.models import Conversation, ThreadReference
from parvis.foundation.database import copy_rows, next_ids

CONVERSATION_COLUMNS = (
    "id", "subject", "status", "queue_id", "identity_id", "connection_id", "channel", "brand", "created_at",
    "last_message_at", "waiting_since", "first_inbound_at", "first_reply_at", "resolved_at", "message_count",
    "preview", "language", "sentiment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """opened: ids of new conversations; queue_of: every touched conversation → its queue."""

    opened: list[int]
    queue_of: dict[int, int]


def gather_threads(
    connection: Connection,
    items: Sequence[InboundItem],
    speakers: Sequence[int | None],
    write: Callable[[Sequence[int]], None],
    *,
    now: datetime,
) -> Gathered:
    """Assign every item (in reading order) to a conversation, have it written, and settle the figures.

    write: takes the conversation id of each item and writes the messages. Foreign keys are checked at commit,
    so messages come first and conversations are written once, with their figures.
    """
    linked = [Linked(item.external_id, item.in_reply_to, item.references) for item in items]
    known = _known(connection, named_ids(linked))
    threads = thread_items(linked, known)
    fresh = iter(next_ids(Conversation, sum(not thread.conversations for thread in threads)))
    home_of = {thread: thread.conversations[0] if thread.conversations else next(fresh) for thread in threads}
    move_all({loser: home for thread, home in home_of.items() for loser in thread.conversations[1:]})

    conversation_ids = [0] * len(items)
    for thread, home in home_of.items():
        for position in thread.members:
            conversation_ids[position] = home
    write(conversation_ids)
    _remember(connection, home_of, known)
    figures = figures_of(list(home_of.values()))
    new = {thread: home for thread, home in home_of.items() if not thread.conversations}
    queue_of = _open(connection, items, speakers, new, figures, now=now)
    queue_of |= _grow(connection, items, home_of, figures, now=now)
    return Gathered(opened=sorted(new.values()), queue_of=queue_of)


def _known(connection: Connection, external_ids: Sequence[str]) -> dict[str, int]:
    """External id → conversation, whichever connection of the network heard it. A mailbox also knows what it was
    lent to: answers to a contact form."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT external_id, conversation_id FROM conversations_thread_reference "
            "WHERE connection_id = ANY(%s) AND external_id = ANY(%s)",
            [same_network(connection), list(external_ids)],
        )
        return dict(cursor.fetchall())


def _remember(connection: Connection, home_of: dict[Thread, int], known: dict[str, int]) -> None:
    copy_rows(
        ThreadReference._meta.db_table,
        ("connection_id", "external_id", "conversation_id"),
        (
            (connection.pk, name, home)
            for thread, home in home_of.items()
            for name in thread.external_ids
            if name not in known
        ),
    )


def _open(
    connection: Connection,
    items: Sequence[InboundItem],
    speakers: Sequence[int | None],
    new: dict[Thread, int],
    figures: dict[int, Figures],
    *,
    now: datetime,
) -> dict[int, int]:
    if not new:
        return {}
    queue = queue_for(connection, now=now)
    is_history = connection.kind == "file"

    def row(thread: Thread, home: int) -> tuple[object, ...]:
        found = figures[home]
        first = items[thread.members[0]]
        asker = next((p for p in thread.members if not items[p].outbound and speakers[p]), None)
        status = status_of_new(
            is_waiting=found.waiting_since is not None,
            last_is_inbound=found.last_kind == "inbound",
            is_history=is_history,
        )
        return (
            home,
            next((items[p].title for p in thread.members if items[p].title), "")[:300],
            status,
            queue.pk,
            speakers[asker] if asker is not None else None,
            connection.pk,
            connection.channel,
            (first.author.handle if first.outbound else first.recipient_handle)[:200],
            found.created_at,
            found.last_message_at,
            found.waiting_since,
            found.first_inbound_at,
            found.first_reply_at,
            found.last_message_at if status == RESOLVED else None,
            found.message_count,
            found.preview,
            found.language,
            found.sentiment,
        )

    copy_rows(
        Conversation._meta.db_table, CONVERSATION_COLUMNS, (row(thread, home) for thread, home in new.items())
    )
    return dict.fromkeys(new.values(), queue.pk)


def _grow(
    connection: Connection,
    items: Sequence[InboundItem],
    home_of: dict[Thread, int],
    figures: dict[int, Figures],
    *,
    now: datetime,
) -> dict[int, int]:
    """Known conversations that got more: figures, and the status that a new question or answer asks for."""
    grown = {home: thread for thread, home in home_of.items() if thread.conversations}
    if not grown:
        return {}
    # Held until the end, so that a colleague's act at the same moment comes after.
    rows = list(Conversation.objects.select_for_update(of=("self",)).filter(pk__in=grown).order_by("pk"))
    write_figures([figures[home] for home in grown])
    changed = []
    for conversation in rows:
        found = figures[conversation.pk]
        members = [items[p] for p in grown[conversation.pk].members]
        answered_at = found.last_answer_at
        status = status_after(
            conversation.status,
            has_new_question=any(
                not item.outbound
                and not item.is_automatic
                and (answered_at is None or item.published_at > answered_at)
                for item in members
            ),
            has_new_answer=any(item.outbound for item in members),
            is_waiting=found.waiting_since is not None,
            is_history=connection.kind == "file",
        )
        if status != conversation.status:
            conversation.status = status
            conversation.resolved_at = found.last_message_at if status == RESOLVED else None
            conversation.snoozed_until = conversation.snoozed_until if status == SNOOZED else None
            changed.append(conversation)
    Conversation.objects.bulk_update(changed, ["status", "resolved_at", "snoozed_until"])
    return {conversation.pk: conversation.queue_id for conversation in rows}
