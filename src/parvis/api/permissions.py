"""Who may see and change webhooks: those who manage what the house is connected to."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from parvis.accounts.models import User
from parvis.api.models import WebhookDelivery, WebhookEndpoint


def can_manage_webhooks(user: User) -> bool:
    return user.may("connections.manage")


def visible_to(user: User) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.all() if can_manage_webhooks(user) else WebhookEndpoint.objects.none()


def webhook_for(user: User, webhook_id: int) -> WebhookEndpoint:
    """Raises Http404 for strangers as for nobody's."""
    found = visible_to(user).filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


def delivery_for(user: User, delivery_id: int) -> WebhookDelivery:
    """Raises Http404."""
    found = (
        WebhookDelivery.objects.select_related("endpoint")
        .filter(pk=delivery_id, endpoint__in=visible_to(user))
        .first()
    )
    if found is None:
        raise Http404
    return found
