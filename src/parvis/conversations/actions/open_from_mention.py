"""A public mention becomes a conversation: somebody decided that it deserves an answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.channels.reads.networks import same_network
from parvis.conversations.actions.queues import queue_for
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import ConversationsOpened
from parvis.conversations.models import Conversation, Message, ThreadReference
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.listening.models import Mention


def open_from_mention(mention: Mention, *, by: Actor, now: datetime) -> tuple[Conversation, bool]:
    """The conversation about a mention, and whether it is new: the second to ask is led to the first's.

    The mention stays where it is; its text is copied, so that retention of mentions does not empty threads.
    """
    with transaction.atomic():
        known = ThreadReference.objects.filter(
            connection_id__in=same_network(mention.connection), external_id=mention.external_id
        ).first()
        if known is not None:
            return known.conversation, False
        conversation = Conversation.objects.create(
            subject=mention.title[:300],
            queue=queue_for(mention.connection, now=now),
            identity_id=mention.identity_id,
            connection_id=mention.connection_id,
            channel=mention.channel,
            brand=mention.brand,
            mention_id=mention.pk,
            created_at=now,
            last_message_at=mention.published_at,
        )
        Message.objects.create(
            conversation=conversation,
            kind=Message.INBOUND,
            identity_id=mention.identity_id,
            connection_id=mention.connection_id,
            channel=mention.channel,
            external_id=mention.external_id,
            subject=mention.title[:300],
            text=mention.text,
            sent_at=mention.published_at,
            created_at=now,
            language=mention.language,
            language_probability=mention.language_probability,
            sentiment=mention.sentiment,
            sentiment_probability=mention.sentiment_probability,
            model_version=mention.model_version,
        )
        ThreadReference.objects.create(
            connection_id=mention.connection_id, external_id=mention.external_id, conversation=conversation
        )
        recount([conversation.pk])
        record("conversation.opened_from_mention", conversation, by=by, now=now, mention=mention.pk)
        publish(ConversationsOpened(conversation_ids=[conversation.pk]), by=by)
        tell_changed(conversation, what="opened")
        conversation.refresh_from_db()
        return conversation, True
