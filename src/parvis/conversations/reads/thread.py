"""The messages of a conversation as they are read: the last ones first to be fetched, older on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Max, Q
from django.utils import timezone

from parvis.conversations.logic.order import reading_order
from parvis.conversations.logic.quoting import Parts, split_quoted
from parvis.conversations.models import Attachment, Conversation, FormerWords, Message

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as it is shown. shows_channel: another channel than the message before."""

    message: Message
    parts: Parts
    attachments: tuple[Attachment, ...] = ()
    shows_channel: bool = False
    starts_day: bool = False
    former: tuple[FormerWords, ...] = ()  # what it said before its author changed it, the newest first

    @property
    def pictures(self) -> list[Attachment]:
        """The files of which there is a picture to be shown."""
        return [each for each in self.attachments if each.is_shown]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Entries in reading order; older_key continues before the first one; last_id for the collision guard."""

    entries: list[Entry] = field(default_factory=list)
    older_key: str = ""
    last_id: int = 0


def thread_page(conversation: Conversation, *, before: str = "", most: int = PAGE_SIZE) -> ThreadPage:
    """The last messages, or those before a key. Three queries, however long the thread is."""
    rows = (
        Message.objects.filter(conversation=conversation)
        .select_related("identity", "author")
        .annotate(has_html=ExpressionWrapper(~Q(html=""), output_field=BooleanField()))
    )
    key = _read_key(before)
    if key is not None:
        rows = rows.filter(Q(sent_at__lt=key[0]) | Q(sent_at=key[0], id__lt=key[1]))
    newest_first = list(rows.defer("html").order_by("-sent_at", "-id")[: most + 1])
    has_older = len(newest_first) > most
    oldest_first = newest_first[:most][::-1]
    older_key = _written_key(oldest_first[0]) if has_older else ""
    messages = [oldest_first[p] for p in reading_order([(m.sent_at, m) for m in oldest_first])]
    files: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(message__in=messages).order_by("id"):
        files.setdefault(attachment.message_id, []).append(attachment)
    edited = [message.pk for message in messages if message.edited_at]
    former_words: dict[int, list[FormerWords]] = {}
    for words in FormerWords.objects.filter(message__in=edited) if edited else ():
        former_words.setdefault(words.message_id, []).append(words)
    entries = []
    former: Message | None = None
    channel = ""
    for message in messages:
        entries.append(
            Entry(
                message,
                split_quoted(message.text),
                tuple(files.get(message.pk, ())),
                shows_channel=bool(message.channel) and message.channel != channel,
                starts_day=former is None or _day(former) != _day(message),
                former=tuple(former_words.get(message.pk, ())),
            )
        )
        channel = message.channel or channel
        former = message
    last_id = Message.objects.filter(conversation=conversation).aggregate(last=Max("id"))["last"]
    return ThreadPage(entries, older_key, last_id or 0)


def _day(message: Message) -> date:
    return timezone.localdate(message.sent_at)


def _written_key(message: Message) -> str:
    return f"{message.sent_at.timestamp():.6f}_{message.pk}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    moment, _, message_id = text.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(message_id)
    except (ValueError, OverflowError, OSError):
        return None
