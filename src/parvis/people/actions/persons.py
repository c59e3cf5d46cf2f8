"""Making and changing records of persons. A record is made by somebody who decides it, never by a mention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.links import link_identity
from parvis.people.events import PersonChanged, PersonCreated
from parvis.people.logic.contact_points import EMAIL, PHONE, normalised
from parvis.people.logic.errors import AddressKnown, CustomerNumberTaken, NameMissing
from parvis.people.logic.names import tidy
from parvis.people.logic.rights import ErasedBefore
from parvis.people.models import ContactPoint, Identity, Person
from parvis.people.reads.addresses import address_hash
from parvis.people.reads.tombstones import erased_addresses, erased_numbers, hold_off_erasures

# Where somebody looks at whom they write down; everything else is a program that repeats what it has.
HUMAN_ORIGINS = ("agent", "form", "demo")
CHANGEABLE = {"given_name": 120, "family_name": 120, "customer_number": 80, "language": 5, "city": 120}


def create_person(
    identity: Identity | None = None,
    *,
    given_name: str = "",
    family_name: str = "",
    customer_number: str = "",
    language: str = "",
    city: str = "",
    emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    address_may_be_shared: bool = False,
    has_come_back: bool = False,
    origin: str = "agent",
    by: Actor,
    now: datetime,
) -> Person:
    """A new record, with the handle it was made from linked to it.

    Raises CustomerNumberTaken; AddressKnown unless address_may_be_shared (families share one);
    IdentityLinked; NotAnAddress; NameMissing when nothing would tell the record from others; ErasedBefore where a
    program hands in who was erased, unless has_come_back. A colleague decides for themselves whom they speak with.
    """
    fields = _tidied(
        given_name=given_name,
        family_name=family_name,
        customer_number=customer_number,
        language=language,
        city=city,
    )
    addresses = [(EMAIL, value) for value in emails] + [(PHONE, value) for value in phones]
    addresses = list(dict.fromkeys((kind, normalised(kind, value)) for kind, value in addresses))
    if not (fields["given_name"] or fields["family_name"] or fields["customer_number"] or addresses):
        raise NameMissing
    with transaction.atomic():
        _refuse_taken_number(fields["customer_number"])
        if not address_may_be_shared:
            _refuse_known_address(addresses)
        if origin not in HUMAN_ORIGINS and not has_come_back:
            _refuse_erased(addresses, fields["customer_number"])
        person = _saved(Person(**fields, origin=origin, created_at=now, created_by_id=by.id))
        record("person.created", person, by=by, now=now, origin=origin)
        publish(PersonCreated(person.pk), by=by)
        if identity is not None:
            link_identity(identity, person=person, evidence="record_created", by=by, now=now)
        for kind, value in addresses:
            add_contact_point(person, kind=kind, value=value, address_may_be_shared=True, by=by, now=now)
        return person


def change_person(person: Person, *, by: Actor, now: datetime, **changes: Any) -> bool:
    """Change the named fields; the audit log keeps which ones, not what stood there. Returns whether any changed.

    Raises CustomerNumberTaken, NameMissing, TypeError for a field that is not a person's to change.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"not a person's to change: {sorted(unknown)}")
    with transaction.atomic():
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        tidied = _tidied(**changes)
        changed = sorted(name for name, value in tidied.items() if getattr(held, name) != value)
        if not changed:
            return False
        if "customer_number" in changed:
            _refuse_taken_number(tidied["customer_number"], besides=held.pk)
        for name in changed:
            setattr(held, name, tidied[name])
            setattr(person, name, tidied[name])
        if not (held.given_name or held.family_name or held.customer_number or held.contact_points.exists()):
            raise NameMissing
        _saved(held, update_fields=changed)
        record("person.changed", held, by=by, now=now, fields=changed)
        publish(PersonChanged(held.pk, changed), by=by)
        return True


def _tidied(**fields: str) -> dict[str, Any]:
    tidied: dict[str, Any] = {
        name: tidy(value or "", most=CHANGEABLE[name]) for name, value in fields.items()
    }
    if "customer_number" in tidied:
        tidied["customer_number"] = tidied["customer_number"] or None
    return tidied


def _saved(person: Person, **how: Any) -> Person:
    try:
        with transaction.atomic():
            person.save(**how)
    except IntegrityError as error:
        if "customer_number" not in str(error):
            raise
        # Somebody else was a moment faster.
        raise CustomerNumberTaken(None) from error
    return person


def _refuse_taken_number(number: str | None, *, besides: int | None = None) -> None:
    """The number is one in the whole house; what may be told about its owner depends on the purpose."""
    if number is None:
        return
    with purpose("legal_duty"):
        owners = Person.objects.filter(customer_number=number)
        if besides is not None:
            owners = owners.exclude(pk=besides)
        owner_id = owners.values_list("pk", flat=True).first()
    if owner_id is None:
        return
    owner = Person.objects.filter(pk=owner_id).first()
    raise CustomerNumberTaken(owner.pk if owner else None, str(owner) if owner else "")


def _refuse_erased(addresses: Sequence[tuple[str, str]], number: str | None) -> None:
    hold_off_erasures()
    if erased_addresses(addresses) or (number and erased_numbers([number])):
        raise ErasedBefore


def _refuse_known_address(addresses: Sequence[tuple[str, str]]) -> None:
    for kind, value in addresses:
        known = ContactPoint.objects.filter(kind=kind, value_hash=address_hash(kind, value))
        if person_ids := tuple(known.order_by("person_id").values_list("person_id", flat=True)[:5]):
            raise AddressKnown(kind, person_ids)
