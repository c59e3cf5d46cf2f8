"""What can be done with records of other capabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.conversations.models import Conversation
from parvis.foundation.logic.record_actions import RecordAction


def actions_for(user: Any, kind: str, record_ids: Sequence[int]) -> dict[int, list[RecordAction]]:
    """A mention can become a conversation, or lead to the one it became. One query for a whole list."""
    if kind != "mention" or not user.may("conversations.answer") or not user.may("mentions.view"):
        return {}
    opened = Conversation.objects.filter(mention_id__in=record_ids, merged_into=None)
    known = dict(opened.values_list("mention_id", "pk"))
    return {record_id: [_action(record_id, known.get(record_id))] for record_id in record_ids}


def _action(mention_id: int, conversation_id: int | None) -> RecordAction:
    if conversation_id is not None:
        url = reverse("conversation", args=[conversation_id])
        return RecordAction(_("Go to its conversation"), url, "conversations.view", "get", "messages")
    url = reverse("open-from-mention", args=[mention_id])
    return RecordAction(_("Open a conversation"), url, "conversations.answer", "post", "message-circle")
