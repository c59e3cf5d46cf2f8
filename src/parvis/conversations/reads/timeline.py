"""What was said with a person's identities, for the timeline of their record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.accounts.models import User
from parvis.conversations.permissions import visible_queues
from parvis.people.logic.timeline import EVERYTHING, Choice, TimelineEntry, tells

# Theirs and ours by one walk down an index each, for each handle: a list of handles with an order, or one condition
# over both tables, would read and sort every message. Written in SQL, for models would take ten times as long to
# put it together as PostgreSQL to answer. {m}: what is looked for among messages; {readable}: what the viewer may open.
_NEWEST = """
    SELECT m.id, m.sent_at, m.channel, m.kind, left(m.text, 2000), m.conversation_id, m.sentiment, m.language,
        coalesce(u.name, nullif(i.display_name, ''), i.handle, '')
    FROM ({parts}) found JOIN conversations_message m ON m.id = found.id
    LEFT JOIN accounts_user u ON u.id = m.author_id LEFT JOIN people_identity i ON i.id = m.identity_id
    ORDER BY m.sent_at DESC, m.id DESC LIMIT %(most)s"""
_THEIRS = """
    SELECT said.id FROM unnest(%(ids)s::bigint[]) AS asked(id) CROSS JOIN LATERAL (
        SELECT m.id FROM conversations_message m {joined}
        WHERE m.identity_id = asked.id AND {m} AND {readable}
        ORDER BY m.sent_at DESC, m.id DESC LIMIT %(most)s) said"""
_OURS = """
    SELECT told.id FROM unnest(%(ids)s::bigint[]) AS asked(id)
    JOIN conversations_conversation c ON c.identity_id = asked.id CROSS JOIN LATERAL (
        SELECT m.id FROM conversations_message m
        WHERE m.conversation_id = c.id AND m.kind = 'outbound' AND {m} AND {readable}
        ORDER BY m.sent_at DESC, m.id DESC LIMIT %(most)s) told"""
_JOINED = "JOIN conversations_conversation c ON c.id = m.conversation_id"


@tells("message", "reply", narrows=True)
def messages_of_identities(
    identity_ids: Sequence[int],
    *,
    viewer: User,
    before: datetime | None,
    most: int,
    choice: Choice = EVERYTHING,
) -> list[TimelineEntry]:
    """Messages by these identities, and our answers in the conversations with them, newest first. No notes.

    Only from conversations that the viewer may open; whoever answers for data protection reads all of them.
    """
    readable = _readable(viewer)
    if not identity_ids or readable is None:
        return []
    conditions, values = _looked_for(choice)
    if before is not None:
        conditions += " AND m.sent_at < %(before)s"
    filled = {"m": conditions, "readable": readable, "joined": "" if readable == "true" else _JOINED}
    parts = ([] if choice.said_by == "us" else [_THEIRS]) + ([] if choice.said_by == "them" else [_OURS])
    statement = _NEWEST.format(parts=" UNION ".join(parts).format(**filled))
    values |= {"ids": list(identity_ids), "most": most, "before": before, **_rights(viewer, readable)}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        TimelineEntry(
            at=at,
            channel=channel,
            kind="reply" if kind == "outbound" else "message",
            text=text,
            by_us=kind == "outbound",
            author_name=author,
            url_name="conversation",
            url_args=(conversation_id,),
            sentiment=sentiment,
            language=language,
            ref=f"message:{pk}",
        )
        for pk, at, channel, kind, text, conversation_id, sentiment, language, author in rows
    ]


def _looked_for(choice: Choice) -> tuple[str, dict[str, Any]]:
    """What a filter asks of a message, and the values it names."""
    kind = {"message": "m.kind = 'inbound'", "reply": "m.kind = 'outbound'"}.get(
        choice.kind, "m.kind <> 'note'"
    )
    conditions, values = [kind], dict[str, Any]()
    if choice.channel:
        conditions.append("m.channel = %(channel)s")
        values["channel"] = choice.channel
    if choice.sentiment:
        conditions.append("m.sentiment = %(sentiment)s")
        values["sentiment"] = "" if choice.sentiment == "none" else choice.sentiment
    if choice.since is not None:
        conditions.append("m.sent_at >= %(since)s")
        values["since"] = choice.since
    return " AND ".join(conditions), values


def _readable(viewer: User) -> str | None:
    """The condition on a conversation `c`; None: nothing of it."""
    if viewer.may("privacy.manage") or viewer.may("conversations.view_all"):
        return "true"
    if not viewer.may("conversations.view"):
        return None
    return "(c.queue_id = ANY(%(queues)s::bigint[]) OR c.assignee_id = %(viewer)s)"


def _rights(viewer: User, readable: str) -> dict[str, Any]:
    if readable == "true":
        return {}
    return {"queues": list(visible_queues(viewer).values_list("id", flat=True)), "viewer": viewer.pk}
