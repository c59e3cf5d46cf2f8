"""Codes of webhooks in people's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENTS: dict[str, Any] = {
    "conversations.opened": _("Conversations are opened"),
    "messages.received": _("Messages come in"),
    "reply.sent": _("An answer is sent"),
    "reply.failed": _("An answer does not arrive"),
    "conversation.status_changed": _("A conversation changes its status"),
    "mentions.stored": _("Mentions come in"),
    "alarm.raised": _("An alert is raised"),
    "person.created": _("A customer’s record is made"),
    "person.changed": _("A customer’s record is changed"),
    "identities.linked": _("Handles are linked to records"),
    "identity.unlinked": _("A handle is taken apart from its record"),
    "consent.changed": _("A customer consents or withdraws"),
    "webhook.test": _("A test"),
}
STATES: dict[str, tuple[Any, str]] = {
    "waiting": (pgettext_lazy("delivery of a webhook", "on its way"), "information"),
    "delivered": (pgettext_lazy("delivery of a webhook", "taken"), "success"),
    "failed": (pgettext_lazy("delivery of a webhook", "not taken"), "danger"),
}
REASONS: dict[str, Any] = {
    "by-hand": _("Switched off by hand."),
    "failing": _("Switched off because nothing arrived there for days."),
    "gone": _("Switched off because the receiver answered that it wants nothing more (410)."),
}
REFUSALS: dict[str, Any] = {
    "unknown-event": _("There is no such event."),
    "no-event": _("Choose at least one event."),
    "address-unfit": _("The address must begin with http:// or https:// and name a server, without log-in."),
    "secret-unfit": _("A secret is whsec_ and base64 of 24 to 64 bytes."),
    "not-replayable": _("This delivery is still on its way."),
}
ERRORS: dict[str, Any] = {
    "address-forbidden": _("The address lies inside a private network."),
    "name-unknown": _("There is no server of this name."),
    "unreachable": _("The server does not answer."),
    "timeout": _("The server took too long."),
    "certificate-refused": _("The server’s certificate is not to be trusted."),
    "too-large": _("The answer was too large."),
    "malformed-response": _("The answer could not be read."),
    "malformed-address": _("The address cannot be read."),
}
