"""Persons and identities for tests. Persons need `with purpose("service")` around the call."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from parvis.foundation.access import purpose as for_purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.secrets import seal
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.joins import join_persons
from parvis.people.actions.links import link_identity
from parvis.people.logic.contact_points import normalised
from parvis.people.logic.handles import handle_key
from parvis.people.models import (
    Consent,
    ContactPoint,
    Identity,
    Person,
    PersonLink,
    ProofNetwork,
    SuggestedJoin,
)
from parvis.people.reads.addresses import address_hash
from tests.factories.channels import NOON

_numbers = count(1)


def make_identity(
    handle: str = "", *, channel: str = "twitter", at: datetime = NOON, **fields: Any
) -> Identity:
    handle = handle or f"handle{next(_numbers)}"
    return Identity.objects.create(
        channel=channel,
        handle=handle,
        handle_key=handle_key(channel, handle),
        first_seen_at=at,
        last_seen_at=at,
        **fields,
    )


def make_person(**fields: Any) -> Person:
    number = next(_numbers)
    return Person.objects.create(
        **{
            "given_name": "Camille",
            "family_name": f"Martin{number}",
            "customer_number": f"C{number:06}",
            "created_at": NOON,
            "origin": "agent",
            **fields,
        }
    )


def make_contact_point(
    person: Person, value: str, *, kind: str = "email", at: datetime = NOON
) -> ContactPoint:
    """An address that the person gave; recognises nobody by itself (add_contact_point does)."""
    form = normalised(kind, value)
    return ContactPoint.objects.create(
        person=person, kind=kind, value=form, value_hash=address_hash(kind, form), created_at=at
    )


def consent_to(person: Person, purpose: str, *, channel: str = "", at: datetime = NOON) -> Consent:
    return give_consent(
        person,
        purpose=purpose,
        channel=channel,
        wording="I agree to be asked.",
        wording_version="1",
        language="en",
        proof={"form": "/agree/"},
        by=SYSTEM,
        now=at,
    )


def plant_four_persons() -> None:
    """One plain, one who consented, one who did and is restricted, one who took it back."""
    with for_purpose("legal_duty"):
        for number, name in enumerate(("Plain", "Willing", "Restricted", "Regretting")):
            person = make_person(
                family_name=name, given_name="Zoé", city="Lyon", customer_number=f"Z-{number}"
            )
            make_contact_point(person, f"{name}@example.org")
            link_identity(
                make_identity(f"{name}@example.org", channel="email"), person=person, by=SYSTEM, now=NOON
            )
            if name != "Plain":
                consent_to(person, "prospecting")
            if name == "Regretting":
                withdraw_consent(person, purpose="prospecting", by=SYSTEM, now=NOON)
        Person.objects.filter(family_name="Restricted").update(is_restricted=True)


def make_join(*persons: Person, at: datetime = NOON) -> PersonLink:
    """Two records joined, new ones unless they are given."""
    one, other = persons or (make_person(), make_person())
    return join_persons(one, other=other, by=SYSTEM, now=at)


def make_suggestion(*persons: Person, probability: float = 0.995, at: datetime = NOON) -> SuggestedJoin:
    """A pair that waits in the queue of duplicates."""
    one, other = persons or (make_person(), make_person())
    return SuggestedJoin.objects.create(
        older_id=min(one.pk, other.pk),
        newer_id=max(one.pk, other.pk),
        probability=probability,
        reasons=[
            ["", "any two records", -15.0],
            ["surname", "same", 12.6],
            ["phone", "one digit differs", 10.0],
        ],
        made_at=at,
    )


def make_network(*, kind: str = "mastodon", secret: str = "s3cret", **fields: Any) -> ProofNetwork:
    """A network that nobody answers for, unless `address` says otherwise."""
    number = next(_numbers)
    return ProofNetwork.objects.create(
        **{
            "kind": kind,
            "name": f"m{number}.example",
            "address": f"https://m{number}.example",
            "channel": "mastodon" if kind == "mastodon" else "discourse",
            "domain": f"m{number}.example" if kind == "mastodon" else "",
            "handle_claim": "" if kind == "mastodon" else "sub",
            "client_id": "parvis",
            "sealed_client_secret": seal({"client_secret": secret}),
            "created_at": NOON,
            **fields,
        }
    )
