"""Addresses that a person gave. Each one also recognises the handles that already spoke from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.people.actions.kept_refusals import keep_refusals
from parvis.people.actions.links import end_link, handles_at, link_handles_of
from parvis.people.logic.contact_points import normalised
from parvis.people.logic.errors import AddressKnown
from parvis.people.models import ContactPoint, CurrentLink, Person
from parvis.people.reads.addresses import address_hash
from parvis.people.reads.canonical import record_ids


def add_contact_point(
    person: Person,
    *,
    kind: str,
    value: str,
    is_verified: bool = False,
    address_may_be_shared: bool = False,
    by: Actor,
    now: datetime,
) -> ContactPoint:
    """Keep an address of this person; one they already have is returned as it is.

    Raises NotAnAddress; AddressKnown when others gave it too, unless address_may_be_shared.
    """
    form = normalised(kind, value)
    value_hash = address_hash(kind, form)
    with transaction.atomic():
        if not address_may_be_shared:
            others = ContactPoint.objects.filter(kind=kind, value_hash=value_hash).exclude(
                person_id__in=record_ids(person.pk)
            )
            if person_ids := tuple(others.order_by("person_id").values_list("person_id", flat=True)[:5]):
                raise AddressKnown(kind, person_ids)
        point, is_new = ContactPoint.objects.get_or_create(
            person=person,
            kind=kind,
            value_hash=value_hash,
            defaults={"value": form, "is_verified": is_verified, "created_at": now},
        )
        if is_new:
            record("contact_point.added", person, by=by, now=now, kind=kind)
            link_handles_of(person, kind=kind, value=form, now=now)
            keep_refusals(person, by=by, now=now)
        return point


def remove_contact_point(
    point: ContactPoint, *, by: Actor, now: datetime, changed_owner: bool = False
) -> None:
    """Forget an address. Links that were made by it stay: whether they were wrong is a question of its own.

    changed_owner: a number that was given anew. The handles that are this address leave the person from now on;
    what they said before stays, and who gives the address next is linked by it.
    """
    with transaction.atomic():
        if changed_owner:
            for identity in handles_at(point.kind, point.value):
                link = CurrentLink.objects.filter(identity=identity).first()
                if link is not None and link.person_id in record_ids(point.person_id):
                    end_link(identity, by=by, now=now, changed_owner=True)
        record("contact_point.removed", point.person, by=by, now=now, kind=point.kind)
        point.delete()
