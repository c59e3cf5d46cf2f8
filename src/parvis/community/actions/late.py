"""What reaches listening and the inbox late: texts that were held, and that their author took everything back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from parvis.channels.actions.hand_over import hand_over
from parvis.channels.actions.receive import receive_items
from parvis.community.actions.house_source import community_connection
from parvis.community.actions.take_back import GONE
from parvis.community.events import CaseGrew
from parvis.community.models import KINDS, Answer, Case, find_said
from parvis.community.reads.heard import public_texts
from parvis.community.reads.items import items_of_texts, names_ever_of
from parvis.foundation.events import publish
from parvis.people.actions.identities import forget_name

TEXTS_AT_ONCE = 500


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


def forget_left(member_id: int, *, now: datetime) -> None:
    """Somebody left: their name goes from the handle under which they were heard, and what they emptied goes too."""
    connection = community_connection(now=now)
    with transaction.atomic():
        forget_name(connection.channel, str(member_id))
        for kind, model in KINDS.items():
            gone = model._default_manager.filter(
                Q(state=model.REMOVED) | Q(text__in=("", GONE)), author_id=member_id
            )
            ids = list(gone.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(ids), TEXTS_AT_ONCE):
                names = names_ever_of(kind, ids[start : start + TEXTS_AT_ONCE])
                receive_items(connection, [], cursor=None, deleted=names, now=now)
