"""Writing what a person or another model says of customers' messages; the plug LABELLED_TEXTS."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_batch
from parvis.conversations.models import Conversation
from parvis.conversations.reads import labelled_texts as read
from parvis.labelling.logic.texts import HUMAN, NewLabel, TextSource

CHANGED = """
UPDATE conversations_message AS m
SET sentiment = said.sentiment, sentiment_probability = said.probability, model_version = said.version
FROM unnest(%s::bigint[], %s::text[], %s::float8[], %s::text[]) AS said(id, sentiment, probability, version)
WHERE m.id = said.id AND (%s OR m.model_version <> %s)
  AND (m.sentiment, m.sentiment_probability, m.model_version)
      IS DISTINCT FROM (said.sentiment, said.probability, said.version)
RETURNING m.conversation_id
"""


def set_sentiments(labels: Sequence[NewLabel], *, over_human: bool = False) -> int:
    """How many messages changed; their conversations' mood follows.

    A person's word is written over only where a person says so.
    """
    with transaction.atomic():
        with database.cursor() as cursor:
            cursor.execute(
                CHANGED,
                [
                    [label.id for label in labels],
                    [label.sentiment for label in labels],
                    [label.sentiment_probability for label in labels],
                    [label.model_version for label in labels],
                    over_human,
                    HUMAN,
                ],
            )
            touched = [row[0] for row in cursor.fetchall()]
        if touched:
            conversation_ids = sorted(set(touched))
            recount(conversation_ids)
            queues = Conversation.objects.filter(pk__in=conversation_ids).values_list("pk", "queue_id")
            tell_batch(queues, known=conversation_ids)
    return len(touched)


MESSAGES = TextSource(
    kind="message",
    name=_("Customers' messages"),
    visible=read.visible,
    texts=read.texts,
    newest=read.newest,
    after=read.after,
    last_id=read.last_id,
    relabel=set_sentiments,
)
