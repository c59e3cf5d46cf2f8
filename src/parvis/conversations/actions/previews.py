"""Pictures among the files of messages, made anew in the background so that the thread may show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.models import Attachment, Conversation
from parvis.foundation.files import forget_files, store_file, stored_path
from parvis.foundation.pictures import looks_like_picture, made_anew

PREVIEWS_JOB = "conversations.make_previews"
MOST_AT_ONCE = 500  # of those that waited: files from before there were previews, or whose job was lost


def make_previews(message_ids: Sequence[int], *, now: datetime) -> int:
    """Look at the files of these messages that nobody looked at. Returns how many may be shown.

    Must not run inside a transaction: a picture may take seconds.
    """
    waiting = Attachment.objects.filter(message__in=message_ids, width=None).order_by("id")
    return _make(waiting.select_related("message"), now=now)


def make_waiting_previews(*, now: datetime) -> int:
    """Look at what waited for whatever reason, the newest first."""
    waiting = Attachment.objects.filter(width=None).order_by("-id")
    return _make(waiting.select_related("message")[:MOST_AT_ONCE], now=now)


def _make(attachments: Iterable[Attachment], *, now: datetime) -> int:
    shown: set[int] = set()
    count = 0
    for attachment in attachments:
        if _make_one(attachment, now=now):
            count += 1
            shown.add(attachment.message.conversation_id)
    for conversation in Conversation.objects.filter(pk__in=shown):
        tell_changed(conversation, what="pictures")
    return count


def _make_one(attachment: Attachment, *, now: datetime) -> bool:
    row = Attachment.objects.filter(pk=attachment.pk)
    try:
        with stored_path(attachment.stored_name).open("rb") as file:
            content = file.read() if looks_like_picture(file.read(12)) and not file.seek(0) else b""
    except (FileNotFoundError, ValueError):
        content = b""
    made = made_anew(content) if content else None
    if made is None:
        row.update(width=0, height=0)
        return False
    large_name, small_name = store_file(made.large), store_file(made.small)
    is_there = row.update(large_name=large_name, small_name=small_name, width=made.width, height=made.height)
    if not is_there:  # erased meanwhile; what is new is left to the nightly search for files without a row
        forget_files({large_name, small_name}, now=now)
    return bool(is_there)
