"""What was done to webhooks, for the audit log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.api.web.words import EVENTS, REASONS

VERBS: dict[str, Any] = {
    "webhook.created": _("added a webhook"),
    "webhook.changed": _("changed a webhook"),
    "webhook.enabled": _("switched a webhook on"),
    "webhook.disabled": _("switched a webhook off"),
    "webhook.deleted": _("deleted a webhook"),
    "webhook.secret_renewed": _("renewed the secret of a webhook"),
    "webhook.tested": _("tested a webhook"),
    "webhook.replayed": _("sent a delivery again"),
}
OBJECTS: dict[str, Any] = {
    "api.webhookendpoint": pgettext_lazy("object", "Webhook"),
    "api.webhookdelivery": pgettext_lazy("object", "Delivery of a webhook"),
}
DETAILS: dict[str, Any] = {
    "url": pgettext_lazy("audit detail", "address"),
    "events": pgettext_lazy("audit detail", "events"),
    "event": pgettext_lazy("audit detail", "event"),
    "reason": pgettext_lazy("audit detail", "why"),
}
VALUES: dict[str, Any] = {"events": EVENTS, "event": EVENTS, "webhook.disabled:reason": REASONS}
