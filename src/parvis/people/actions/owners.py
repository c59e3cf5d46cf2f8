"""Who looks after a person: one account in charge, or nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.events import PersonChanged
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person


def set_owner(person: Person, owner: User | None, *, by: Actor, now: datetime) -> bool:
    """Returns whether it changed. Raises NotKept for an account that is closed or may not see records."""
    if owner is not None and not (owner.is_active and not owner.is_service and owner.may("people.view")):
        raise NotKept("owner-unfit", about="owner")
    with transaction.atomic():
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        before, after = held.owner_id, owner.pk if owner else None
        if before == after:
            return False
        held.owner = person.owner = owner
        held.save(update_fields=["owner"])
        record("person.owner_set", held, by=by, now=now, owner={"from": before, "to": after})
        publish(PersonChanged(held.pk, ["owner"]), by=by)
        return True
