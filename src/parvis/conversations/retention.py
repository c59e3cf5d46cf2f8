"""How long what strangers wrote is kept. Conversations of customers go with their record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.conversations.actions.forget_files import forget_soon, names_of
from parvis.conversations.models import Attachment, Conversation, Message, Status, ThreadReference, Upload
from parvis.foundation.logic.retention_rules import RetentionRule, Sample

BATCH = 200


def _strangers() -> QuerySet[Conversation]:
    return Conversation.objects.filter(identity__current_link__isnull=True)


def _due(before: datetime, source: str) -> Iterator[list[int]]:
    after = 0
    while True:
        ids = list(
            _strangers()
            .filter(pk__gt=after, last_message_at__lt=before, status=Status.RESOLVED)
            .order_by("pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        if not ids:
            return
        after = ids[-1]
        yield ids


def _shown(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(
            f"#{one.pk} {one.subject or one.preview}"[:80],
            one.last_message_at,
            reverse("conversation", args=(one.pk,)),
        )
        for one in Conversation.objects.filter(pk__in=ids).order_by("pk")
    ]


def _forget(ids: Sequence[int]) -> dict[str, int]:
    with transaction.atomic():
        rows = Conversation.objects.filter(pk__in=ids)
        messages = Message.objects.filter(conversation__in=rows).count()
        files = names_of(Attachment.objects.filter(message__conversation__in=rows))
        forget_soon(
            files | set(Upload.objects.filter(conversation__in=rows).values_list("stored_name", flat=True))
        )
        ThreadReference.objects.filter(conversation__in=rows).delete()
        Conversation.objects.filter(merged_into__in=rows).update(merged_into=None)
        gone = rows.count()
        rows.delete()
        return {"conversations_conversation": gone, "conversations_message": messages}


RULES = [
    RetentionRule(
        key="conversations.strangers",
        title=_("Resolved conversations with people without a record"),
        why=_(
            "Three years after the last message, as for prospects (CNIL's reference for customer relations)."
        ),
        does=_("deleted with their files"),
        days=3 * 365,
        due=_due,
        shown=_shown,
        purge=_forget,
        total=lambda source: _strangers().count(),
    )
]
