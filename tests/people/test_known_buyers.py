"""People you know bought this: both have agreed, the switch is on, and nobody else is ever named."""

from __future__ import annotations

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.consents import withdraw_consent
from parvis.people.actions.purposes import decide_purpose
from parvis.people.models import Person, Product, Purchase, Relationship
from parvis.people.reads.known_buyers import known_buyers
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_person

pytestmark = pytest.mark.django_db


def switch(is_on: bool = True) -> None:
    decide_purpose(
        "contacts", basis="consent", is_on=is_on, note="Asked for by our customers in 2026.", jurisdiction="France",
        valid_months=12, keeps_months=12, by=SYSTEM, now=NOON,
    )  # fmt: skip


def knows(one: Person, other: Person, kind: str = "knows") -> None:
    first, second = sorted((one, other), key=lambda person: person.pk)
    Relationship.objects.create(person=first, other=second, kind=kind, basis="consent", created_at=NOON)


def bought(person: Person, product: Product, *, given_back: bool = False) -> None:
    Purchase.objects.create(
        person=person, product=product, external_id=f"o{person.pk}", bought_at=NOON, amount=10, currency="EUR",
        created_at=NOON, returned_at=NOON if given_back else None,
    )  # fmt: skip


def test_both_have_agreed_and_the_switch_is_on() -> None:
    with purpose("service"):
        bike = Product.objects.create(reference="B-1", created_at=NOON)
        names = ("Asked", "Willing", "Silent", "Returned", "Colleague", "Stranger", "Restricted")
        people = {name: make_person(given_name=name) for name in names}
        me = people["Asked"]
        for name in names:
            if name != "Silent":
                consent_to(people[name], "contacts")
            if name != "Asked":
                bought(people[name], bike, given_back=name == "Returned")
                if name != "Stranger":
                    knows(me, people[name], "colleague" if name == "Colleague" else "knows")
    with purpose("legal_duty"):
        Person.objects.filter(pk=people["Restricted"].pk).update(is_restricted=True)

    def named() -> list[str]:
        return [one.given_name for one in known_buyers(me.pk, bike.pk)]

    assert named() == []  # off until somebody wrote down why
    switch()
    assert named() == ["Willing"]
    assert known_buyers(people["Silent"].pk, bike.pk) == []  # who did not agree is told nothing either
    switch(False)
    assert named() == []
    switch()
    with purpose("service"):
        withdraw_consent(me, purpose="contacts", by=SYSTEM, now=NOON)
    assert named() == []
    with purpose("service"):
        consent_to(me, "contacts")
        withdraw_consent(people["Willing"], purpose="contacts", by=SYSTEM, now=NOON)
    assert named() == []
