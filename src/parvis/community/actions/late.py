"""A text that was held and is shown now: listening and the inbox have gone past its number already."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.channels.actions.hand_over import hand_over
from parvis.channels.actions.receive import receive_items
from parvis.community.actions.house_source import community_connection
from parvis.community.events import CaseGrew
from parvis.community.models import Answer, Case, find_said
from parvis.community.reads.heard import public_texts
from parvis.community.reads.items import items_of_texts
from parvis.foundation.events import publish


def hear_late(kind: str, text_id: int, *, now: datetime) -> None:
    """Doing it again changes nothing: the channel's receipts and the conversation know what they have."""
    text = find_said(kind, text_id)
    if text is None or not text.is_shown:
        return
    connection = community_connection(now=now)
    with transaction.atomic():
        if connection.is_active and public_texts(kind).filter(pk=text_id).exists():
            receive_items(connection, items_of_texts([text], addressed=False), cursor=None, now=now)
        if not isinstance(text, Answer):
            return
        case = Case.objects.filter(question_id=text.question_id, handed_position__gte=text.position).first()
        if case is not None:
            batch = hand_over(connection, items_of_texts([text], addressed=True), now=now)
            publish(CaseGrew(case.pk, batch.pk))
