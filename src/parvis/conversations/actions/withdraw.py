"""Honouring deletions: what its author took back where it was said is emptied here, so that the rest reads on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from parvis.channels.models import Connection
from parvis.channels.reads.networks import same_network
from parvis.conversations.models import Attachment, FormerWords, Message


def withdraw_messages(connection_id: int, external_ids: Sequence[str]) -> int:
    """Empty what customers wrote under these ids; our answers and notes stay. Returns how many there were."""
    with transaction.atomic():
        taken_back = Message.objects.filter(
            connection__in=same_network(Connection.objects.get(pk=connection_id)),
            external_id__in=list(external_ids),
            kind=Message.INBOUND,
        )
        Attachment.objects.filter(message__in=taken_back).delete()
        FormerWords.objects.filter(message__in=taken_back).delete()
        return taken_back.update(
            text="",
            html="",
            subject="",
            language="",
            language_probability=None,
            sentiment="",
            sentiment_probability=None,
            edited_at=None,
        )
