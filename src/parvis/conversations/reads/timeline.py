"""What was said with a person's identities, for the timeline of their record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from parvis.conversations.models import Message
from parvis.people.logic.timeline import TimelineEntry


def messages_of_identities(
    identity_ids: Sequence[int], *, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """Messages by these identities, and our answers in the conversations with them, newest first. No notes."""
    if not identity_ids:
        return []
    said = Message.objects.filter(
        Q(identity__in=identity_ids) | Q(kind=Message.OUTBOUND, conversation__identity__in=identity_ids)
    ).exclude(kind=Message.NOTE)
    if before is not None:
        said = said.filter(sent_at__lt=before)
    rows = said.select_related("author", "identity").defer("html").order_by("-sent_at", "-id")[:most]
    return [
        TimelineEntry(
            at=message.sent_at,
            channel=message.channel,
            kind="reply" if message.kind == Message.OUTBOUND else "message",
            text=message.text[:2000],
            by_us=message.kind == Message.OUTBOUND,
            author_name=str(message.author or message.identity or ""),
            url_name="conversation",
            url_args=(message.conversation_id,),
            sentiment=message.sentiment,
            language=message.language,
            ref=f"message:{message.pk}",
        )
        for message in rows
    ]
