"""Writing messages and attachments of a batch by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Connection
from parvis.conversations.logic.mail_html import clean_mail_html
from parvis.conversations.models import Message
from parvis.enrichment.logic.labels import Labels
from parvis.foundation.database import copy_rows

MESSAGE_COLUMNS = (
    "id", "conversation_id", "kind", "identity_id", "connection_id", "channel", "external_id", "in_reply_to",
    "subject", "text", "html", "sent_at", "created_at", "delivery", "delivery_detail", "is_automatic",
    "language", "language_probability", "sentiment", "sentiment_probability", "model_version",
)  # fmt: skip
ATTACHMENT_COLUMNS = ("message_id", "name", "content_type", "size_bytes", "stored_name")


def write_messages(
    connection: Connection,
    items: Sequence[InboundItem],
    labels: Sequence[Labels],
    message_ids: Sequence[int],
    conversation_ids: Sequence[int],
    speakers: Sequence[int | None],
    *,
    now: datetime,
) -> None:
    """COPY the items in as messages; all sequences run in parallel."""
    languages = _languages(items, labels, conversation_ids)

    def rows() -> Iterator[tuple[object, ...]]:
        for p, item in enumerate(items):
            label = labels[p]
            yield (
                message_ids[p],
                conversation_ids[p],
                Message.OUTBOUND if item.outbound else Message.INBOUND,
                speakers[p],
                connection.pk,
                connection.channel,
                item.external_id,
                item.in_reply_to,
                item.title[:300],
                item.text,
                clean_mail_html(item.html) if item.html else "",
                item.published_at,
                now,
                Message.SENT if item.outbound else "",
                "",
                item.is_automatic,
                languages[p],
                label.language_probability if label.language else None,
                label.sentiment,
                label.sentiment_probability if label.sentiment else None,
                label.model_version,
            )

    copy_rows(Message._meta.db_table, MESSAGE_COLUMNS, rows())


def write_attachments(items: Sequence[InboundItem], message_ids: Sequence[int]) -> None:
    copy_rows(
        "conversations_attachment",
        ATTACHMENT_COLUMNS,
        (
            (message_id, a.name[:200], a.content_type[:120], a.size_bytes, a.stored_name)
            for item, message_id in zip(items, message_ids, strict=True)
            for a in item.attachments
            if a.stored_name
        ),
    )


def _languages(
    items: Sequence[InboundItem], labels: Sequence[Labels], conversation_ids: Sequence[int]
) -> list[str]:
    """Our own words are not analysed, but search needs their stems: the customer's language in the thread."""
    spoken: dict[int, str] = {}
    for label, conversation_id in zip(labels, conversation_ids, strict=True):
        if label.language:
            spoken.setdefault(conversation_id, label.language)
    return [
        (item.language[:5] or spoken.get(conversation_id, "")) if item.outbound else label.language
        for item, label, conversation_id in zip(items, labels, conversation_ids, strict=True)
    ]
