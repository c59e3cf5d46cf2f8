"""What a customer wrote to us in public and changed afterwards says here what it says there; the former words stay
to be read, since an answer may have been given to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from parvis.channels.actions.receive import mark_taken
from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Batch
from parvis.channels.reads.batches import items_of
from parvis.channels.reads.networks import same_network
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.models import Conversation, FormerWords, Message
from parvis.labelling.reads.labels import labels_for

MOST_FORMER = 20  # of one message; who changes more often has the oldest forgotten


def change_messages(batch_id: int, *, now: datetime) -> int:
    """Write the new words of a batch over the old. Returns how many messages changed; unknown ones are nothing."""
    batch = Batch.objects.select_related("connection").get(pk=batch_id)
    items = {item.external_id: item for item in items_of(batch)}
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).select_related("connection").get(pk=batch_id)
        if batch.payload is None:
            return 0
        found = (
            Message.objects.select_for_update()
            .filter(
                connection__in=same_network(batch.connection),
                external_id__in=list(items),
                kind=Message.INBOUND,
            )
            .order_by("pk")
        )
        changed = [
            one
            for one in found
            # What was taken back, or emptied for somebody who is forgotten, stays empty.
            if one.text and (one.text, one.subject) != _words(items[one.external_id])
        ]
        labels = labels_for(
            [items[one.external_id].text for one in changed], languages=settings.INSTALLATION_LANGUAGES
        )
        FormerWords.objects.bulk_create(
            FormerWords(message=one, subject=one.subject, text=one.text, replaced_at=now) for one in changed
        )
        for one, label in zip(changed, labels, strict=True):
            one.text, one.subject = _words(items[one.external_id])
            one.html, one.edited_at = "", now
            one.language, one.language_probability = label.language, label.language_probability
            if one.model_version != "human":
                one.sentiment, one.sentiment_probability = label.sentiment, label.sentiment_probability
                one.model_version = label.model_version
            one.save()
            old = one.former.order_by("-id").values_list("pk", flat=True)[MOST_FORMER:]
            FormerWords.objects.filter(pk__in=list(old)).delete()
        homes = sorted({one.conversation_id for one in changed})
        if homes:
            recount(homes)
            for conversation in Conversation.objects.filter(pk__in=homes):
                tell_changed(conversation, what="edited")
        mark_taken(batch, now=now)
    return len(changed)


def _words(item: InboundItem) -> tuple[str, str]:
    return item.text, item.title[:300]
