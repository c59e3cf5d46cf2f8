"""What was said with a person's identities, for the timeline of their record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from parvis.accounts.models import User
from parvis.conversations.models import Message
from parvis.conversations.permissions import visible_queues
from parvis.people.logic.timeline import TimelineEntry, tells


@tells("message", "reply")
def messages_of_identities(
    identity_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """Messages by these identities, and our answers in the conversations with them, newest first. No notes.

    Only from conversations that the viewer may open; whoever answers for data protection reads all of them.
    """
    if not identity_ids:
        return []
    # Two walks down an index each; one condition with OR over both tables would read every message.
    own = Q(identity__in=identity_ids)
    ours = Q(kind=Message.OUTBOUND, conversation__identity__in=identity_ids)
    if not viewer.may("privacy.manage"):
        own, ours = own & _readable(viewer), ours & _readable(viewer)
    found = {
        message.pk: message for part in (own, ours) for message in _newest(part, before=before, most=most)
    }
    rows = sorted(found.values(), key=lambda message: (message.sent_at, message.pk), reverse=True)[:most]
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


def _readable(viewer: User) -> Q:
    if viewer.may("conversations.view_all"):
        return Q()
    if not viewer.may("conversations.view"):
        return Q(pk__in=[])
    queue_ids = list(visible_queues(viewer).values_list("id", flat=True))
    return Q(conversation__queue__in=queue_ids) | Q(conversation__assignee=viewer)


def _newest(part: Q, *, before: datetime | None, most: int) -> QuerySet[Message]:
    said = Message.objects.filter(part).exclude(kind=Message.NOTE)
    if before is not None:
        said = said.filter(sent_at__lt=before)
    return said.select_related("author", "identity").defer("html").order_by("-sent_at", "-id")[:most]
