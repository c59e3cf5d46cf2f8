from __future__ import annotations

from collections.abc import Iterator

import pytest

from parvis.foundation.access import UnknownPurpose, purpose
from parvis.foundation.audit import Actor
from parvis.foundation.models import AuditEntry, StoredEvent
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.persons import change_person, create_person
from parvis.people.logic.errors import (
    AddressKnown,
    CustomerNumberTaken,
    IdentityLinked,
    NameMissing,
    NotAnAddress,
)
from parvis.people.logic.replay import ConsentRow, current_consents
from parvis.people.models import Consent, CurrentConsent, Person
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_identity, make_person

CLERK = Actor("user", 7, "Nadia")


@pytest.fixture(autouse=True)
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def test_a_record_is_kept_as_it_was_given() -> None:
    person = create_person(
        given_name=" Zoé ", family_name="Le\u0300 Roux", customer_number=" C-00123 ", language="fr", city="Lyon",
        emails=["Zoe@Exemple.fr", "zoe@exemple.fr"], phones=["06 12 34 56 78"], by=CLERK, now=NOON,
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.given_name, person.family_name, person.customer_number) == ("Zoé", "Lè Roux", "C-00123")
    assert (person.created_by_id, person.origin, person.created_at) == (7, "agent", NOON)
    assert list(person.contact_points.order_by("kind").values_list("kind", "value")) == [
        ("email", "zoe@exemple.fr"), ("phone", "+33612345678"),
    ]  # fmt: skip
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"person.created", "contact_point.added"}
    assert StoredEvent.objects.get(name="parvis.people.events.PersonCreated").payload == {
        "person_id": person.pk
    }


def test_a_taken_customer_number_is_refused_by_name() -> None:
    owner = make_person(customer_number="C-1", given_name="Léa", family_name="Roux")
    with pytest.raises(CustomerNumberTaken) as refused:
        create_person(given_name="Max", customer_number="C-1", by=CLERK, now=NOON)
    assert (refused.value.person_id, refused.value.name) == (owner.pk, "Léa Roux")
    with pytest.raises(CustomerNumberTaken):
        change_person(make_person(), customer_number="C-1", by=CLERK, now=NOON)
    assert change_person(owner, customer_number="C-1", by=CLERK, now=NOON) is False


def test_a_number_of_a_hidden_record_is_refused_without_a_name() -> None:
    with purpose("legal_duty"):
        make_person(customer_number="C-1", is_restricted=True)
    with pytest.raises(CustomerNumberTaken) as refused:
        create_person(given_name="Max", customer_number="C-1", by=CLERK, now=NOON)
    assert (refused.value.person_id, refused.value.name) == (None, "")


def test_a_known_address_is_pointed_at_and_may_be_shared() -> None:
    owner = make_person()
    make_contact_point(owner, "family@exemple.fr")
    with pytest.raises(AddressKnown) as refused:
        create_person(given_name="Max", emails=["Family@exemple.fr"], by=CLERK, now=NOON)
    assert (refused.value.kind, refused.value.person_ids) == ("email", (owner.pk,))
    assert Person.objects.count() == 1
    create_person(
        given_name="Max", emails=["family@exemple.fr"], address_may_be_shared=True, by=CLERK, now=NOON
    )
    assert Person.objects.count() == 2


def test_nothing_is_left_of_a_record_that_was_refused() -> None:
    taken = make_identity()
    create_person(taken, given_name="Léa", by=CLERK, now=NOON)
    before = (Person.objects.count(), AuditEntry.objects.count(), StoredEvent.objects.count())
    with pytest.raises(IdentityLinked):
        create_person(taken, given_name="Max", by=CLERK, now=NOON)
    with pytest.raises(NotAnAddress):
        create_person(given_name="Max", phones=["3615"], by=CLERK, now=NOON)
    with pytest.raises(NameMissing):
        create_person(make_identity(), given_name=" \u200b ", by=CLERK, now=NOON)
    assert (Person.objects.count(), AuditEntry.objects.count(), StoredEvent.objects.count()) == before


def test_a_change_is_noted_by_field_and_not_by_value() -> None:
    person = make_person(city="Lyon", family_name="Roux")
    assert change_person(person, city="Paris", family_name="Roux", by=CLERK, now=NOON) is True
    assert person.city == Person.objects.get().city == "Paris"
    entry = AuditEntry.objects.get(verb="person.changed")
    assert entry.detail == {"fields": ["city"]}
    assert "Lyon" not in str(entry.detail)
    with pytest.raises(TypeError):
        change_person(person, is_restricted=True, by=CLERK, now=NOON)
    with pytest.raises(NameMissing):
        change_person(person, given_name="", family_name="", customer_number="", by=CLERK, now=NOON)
    assert Person.objects.get().family_name == "Roux"


def test_consent_is_kept_with_its_words_and_taken_back_in_one_step() -> None:
    person = make_person(language="fr")
    given = give_consent(
        person, purpose="prospecting", channel="email", wording="J'accepte les offres.", wording_version="2026-01",
        language="fr", proof={"form": "/agree/"}, by=CLERK, now=NOON,
    )  # fmt: skip
    assert (given.wording, given.proof) == ("J'accepte les offres.", {"form": "/agree/"})
    assert CurrentConsent.objects.get().is_given
    withdrawn = withdraw_consent(person, purpose="prospecting", channel="email", by=CLERK, now=NOON)
    assert not CurrentConsent.objects.get().is_given
    assert list(Consent.objects.order_by("id")) == [given, withdrawn]
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"consent.given", "consent.withdrawn"}
    with pytest.raises(ValueError, match="names the words"):
        give_consent(
            person, purpose="prospecting", wording=" ", wording_version="1", language="fr", by=CLERK, now=NOON
        )
    for name in ("curiosity", "service"):
        with pytest.raises(UnknownPurpose):
            withdraw_consent(person, purpose=name, by=CLERK, now=NOON)


def test_the_projection_of_consents_equals_the_replayed_ledger() -> None:
    person = make_person()
    for channel in ("email", "", "sms", "phone"):
        consent_to(person, "prospecting", channel=channel)
    withdraw_consent(person, purpose="prospecting", channel="sms", by=CLERK, now=NOON)

    def replayed() -> dict[tuple[str, str], bool]:
        rows = Consent.objects.order_by("id").values_list("purpose", "channel", "is_given")
        return current_consents(ConsentRow(*row) for row in rows)

    def now() -> dict[tuple[str, str], bool]:
        return {
            (p, c): given
            for p, c, given in CurrentConsent.objects.values_list("purpose", "channel", "is_given")
        }

    assert now() == replayed() == {
        ("prospecting", ""): True, ("prospecting", "sms"): False, ("prospecting", "phone"): True,
    }  # fmt: skip
    withdraw_consent(person, purpose="prospecting", by=CLERK, now=NOON)
    assert now() == replayed() == {("prospecting", ""): False}
    with purpose("prospecting"):
        assert not Person.objects.exists()
