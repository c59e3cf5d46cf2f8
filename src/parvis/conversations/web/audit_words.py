"""What was done in the inbox, for the audit log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.conversations.models import Queue

VERBS: dict[str, Any] = {
    "conversation.assigned": _("gave a conversation to somebody"),
    "conversation.released": _("put a conversation back into its queue"),
    "conversation.moved": _("moved a conversation to another queue"),
    "conversation.status_changed": _("changed the status of a conversation"),
    "conversation.merged": _("joined a conversation into another one"),
    "conversation.opened_from_mention": _("opened a conversation from a public mention"),
    "message.retried": _("sent an answer again"),
    "queue.created": _("made a queue"),
    "queue.changed": _("changed a queue"),
}
OBJECTS: dict[str, Any] = {
    "conversations.conversation": pgettext_lazy("object", "Conversation"),
    "conversations.message": pgettext_lazy("object", "Message"),
    "conversations.queue": pgettext_lazy("object", "Queue"),
}


def _names_of_queues(ids: Collection[int]) -> dict[int, str]:
    return dict(Queue.objects.filter(pk__in=ids).values_list("pk", "name"))


_STATUSES = {
    "open": pgettext_lazy("status", "open"),
    "pending": pgettext_lazy("status", "pending"),
    "snoozed": pgettext_lazy("status", "snoozed"),
    "resolved": pgettext_lazy("status", "resolved"),
}
DETAILS: dict[str, Any] = {
    "queue": pgettext_lazy("audit detail", "queue"),
    "assignee": pgettext_lazy("audit detail", "with"),
    "status": pgettext_lazy("audit detail", "status"),
    "conversation.merged:into": pgettext_lazy("audit detail", "into conversation"),
    "mention": pgettext_lazy("audit detail", "mention"),
    "is_default": pgettext_lazy("audit detail", "takes what no other takes"),
    "connections": pgettext_lazy("audit detail", "fed by"),
    # As earlier releases wrote them.
    "conversation.moved:value": pgettext_lazy("audit detail", "queue"),
    "conversation.assigned:value": pgettext_lazy("audit detail", "with"),
    "conversation.released:value": pgettext_lazy("audit detail", "with"),
    "conversation.status_changed:value": pgettext_lazy("audit detail", "status"),
}
VALUES: dict[str, Any] = {"status": _STATUSES, "conversation.status_changed:value": _STATUSES}
REFERENCES = {
    "queue": "queue", "conversation.moved:value": "queue",
    "conversation.assigned:value": "user", "conversation.released:value": "user",
}  # fmt: skip
NAMES_OF = {"queue": _names_of_queues}
