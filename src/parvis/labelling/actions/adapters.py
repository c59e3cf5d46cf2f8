"""Which adapter labels from now on: a newer one, an earlier one again, or the shipped model alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.labelling.actions.relabel import start_relabelling
from parvis.labelling.events import AdapterActivated
from parvis.labelling.models import Adapter


def activate_adapter(adapter: Adapter, *, by: Actor, now: datetime) -> bool:
    """Label through this adapter, and label what is stored anew. Returns whether anything changed."""
    with transaction.atomic():
        if Adapter.objects.select_for_update().get(pk=adapter.pk).is_active:
            return False
        Adapter.objects.filter(is_active=True).update(is_active=False)
        Adapter.objects.filter(pk=adapter.pk).update(is_active=True, activated_at=now)
        record("labelling.adapter_activated", adapter, by=by, now=now)
        publish(AdapterActivated(adapter_id=adapter.pk), by=by)
        start_relabelling(now=now)
    return True


def use_shipped_model(*, by: Actor, now: datetime) -> bool:
    """Label by the shipped model alone. Returns whether an adapter was active."""
    with transaction.atomic():
        active = Adapter.objects.select_for_update().filter(is_active=True).first()
        if active is None:
            return False
        Adapter.objects.filter(pk=active.pk).update(is_active=False)
        record("labelling.adapter_put_aside", active, by=by, now=now)
        publish(AdapterActivated(adapter_id=0), by=by)
        start_relabelling(now=now)
    return True
