"""Which programs outside are told what happens here, for the register and for those to be told of an erasure."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from parvis.api.models import WebhookEndpoint
from parvis.foundation.logic.personal_data import Recipient


def recipients() -> list[Recipient]:
    """Each webhook: it is told ids, with which its program may read what its token allows."""
    return [
        Recipient(
            key=f"webhook:{one.pk}",
            kind="webhook",
            name=f"{one.name} ({urlsplit(one.url).hostname})",
            what_for=_("a program that is told what happens here"),
        )
        for one in WebhookEndpoint.objects.order_by("name", "pk")
    ]
