"""Webhooks and their deliveries as screens and endpoints list them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from parvis.api.models import WebhookDelivery, WebhookEndpoint

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    deliveries: list[WebhookDelivery]
    next_key: str


def page_of_deliveries(
    endpoint: WebhookEndpoint, *, state: str = "", after: str = "", most: int = PAGE
) -> DeliveryPage:
    """The deliveries of an address with what came of each try, the newest first; two queries."""
    found = endpoint.deliveries.prefetch_related("tries").order_by("-id")
    if state:
        found = found.filter(state=state)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(id__lt=int(after))
    rows = list(found[: most + 1])
    return DeliveryPage(rows[:most], str(rows[most - 1].pk) if len(rows) > most else "")


def endpoints_hearing(event: str) -> QuerySet[WebhookEndpoint]:
    """The addresses that are told of this kind of event."""
    return WebhookEndpoint.objects.filter(is_active=True, events__contains=[event]).order_by("id")


def disabled_by_failure() -> QuerySet[WebhookEndpoint]:
    """Addresses that were switched off because nothing arrived there any more."""
    return WebhookEndpoint.objects.filter(is_active=False, disabled_reason__in=["failing", "gone"])
