"""What conversations keep about people: what they wrote to us and what we answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.conversations.actions.forget_files import forget_soon, names_of
from parvis.conversations.actions.strike import erase_words, find_words
from parvis.conversations.models import (
    Attachment,
    Conversation,
    FormerWords,
    Message,
    ThreadReference,
    Upload,
)
from parvis.foundation.logic.personal_data import PersonalData, Rows

EXPORTED = (
    "id", "conversation_id", "kind", "channel", "subject", "text", "sent_at", "language", "sentiment",
    "sentiment_probability", "model_version",
)  # fmt: skip


def _threads(identity_ids: Sequence[int]) -> Any:
    return Conversation.objects.filter(identity_id__in=identity_ids)


def _messages(identity_ids: Sequence[int]) -> Any:
    """What they wrote anywhere, and everything in the conversations that are theirs."""
    return Message.objects.filter(identity_id__in=identity_ids) | Message.objects.filter(
        conversation__identity_id__in=identity_ids
    )


def find(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    messages = _messages(identity_ids)
    return {
        "conversations_conversation": _threads(identity_ids).count(),
        "conversations_message": messages.count(),
        "conversations_attachment": Attachment.objects.filter(message__in=messages).count(),
        "conversations_former_words": FormerWords.objects.filter(message__in=messages).count(),
    }


def export(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, list[dict[str, Any]]]:
    """Everything said, also our notes about them: a copy owes them those too."""
    messages = _messages(identity_ids).order_by("sent_at", "id")
    return {
        "conversations_conversation": list(
            _threads(identity_ids).values(
                "id", "subject", "channel", "status", "created_at", "last_message_at"
            )
        ),
        "conversations_message": list(messages.values(*EXPORTED)),
        "conversations_attachment": list(
            Attachment.objects.filter(message__in=messages).values(
                "message_id", "name", "content_type", "size_bytes"
            )
        ),
        "conversations_former_words": list(
            FormerWords.objects.filter(message__in=messages).values("message_id", "text", "replaced_at")
        ),
    }


def erase(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    """Delete their conversations whole; in somebody else's, their words are emptied so that the rest reads on."""
    with transaction.atomic():
        counts = find(identity_ids)
        own = _threads(identity_ids)
        elsewhere = Message.objects.filter(identity_id__in=identity_ids).exclude(conversation__in=own)
        erased = Attachment.objects.filter(message__in=elsewhere) | Attachment.objects.filter(
            message__conversation__in=own
        )
        waiting = set(Upload.objects.filter(conversation__in=own).values_list("stored_name", flat=True))
        forget_soon(names_of(erased) | waiting)
        Attachment.objects.filter(message__in=elsewhere).delete()
        FormerWords.objects.filter(message__in=elsewhere).delete()
        elsewhere.update(text="", html="", subject="", identity=None, language="", sentiment="")
        ThreadReference.objects.filter(conversation__in=own).delete()
        Conversation.objects.filter(merged_into__in=own).update(merged_into=None)
        own.delete()
        return counts


def portable(rows: Rows) -> Rows:
    """What they wrote and sent; what we answered, noted and concluded is not theirs to take along."""
    said = [row for row in rows["conversations_message"] if row["kind"] == Message.INBOUND]
    kept = ("id", "conversation_id", "channel", "subject", "text", "sent_at")
    own = {row["id"] for row in said}
    files = rows["conversations_attachment"]
    return {
        "conversations_message": [{name: row[name] for name in kept} for row in said],
        "conversations_attachment": [row for row in files if row["message_id"] in own],
        "conversations_former_words": [
            row for row in rows["conversations_former_words"] if row["message_id"] in own
        ],
    }


def files(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> list[tuple[str, str]]:
    """The files that came and went with their messages."""
    found = Attachment.objects.filter(message__in=_messages(identity_ids)).order_by("pk")
    return list(found.values_list("name", "stored_name"))


DECLARATION = PersonalData(
    tables={
        "conversations_conversation": "Who turned to us and about what, to answer and to follow it up.",
        "conversations_message": "What was said, by both sides, so that nobody has to say it twice.",
        "conversations_attachment": "Files that came with messages, as proof or explanation.",
        "conversations_former_words": "What messages said before they were changed, as an answer may rest on it.",
        "conversations_upload": "Files chosen for an answer and not sent yet, for a day.",
        "conversations_thread_reference": "Identifiers of messages, to keep a thread together.",
        "conversations_presence": "Which colleague has a conversation open, for seconds.",
    },
    find=find,
    export=export,
    erase=erase,
    find_words=find_words,
    erase_words=erase_words,
    portable=portable,
    files=files,
    titles={
        "conversations_conversation": _("conversations"),
        "conversations_message": _("messages"),
        "conversations_attachment": _("files in messages"),
        "conversations_former_words": _("former words of messages"),
    },
)
