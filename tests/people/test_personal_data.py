from __future__ import annotations

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people import models
from parvis.people.actions.links import link_identity
from parvis.people.models import Consent, IdentityLink, Person
from parvis.people.personal_data import DECLARATION, erase, export, find
from tests.architecture.test_models import WITHOUT_PERSONAL_DATA
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_identity, make_person

pytestmark = pytest.mark.django_db


def planted() -> tuple[Person, Person, list[int]]:
    with purpose("service"):
        persons = [make_person(given_name=name, family_name="Roux", city="Lyon") for name in ("Léa", "Max")]
        ids = []
        for person in persons:
            make_contact_point(person, f"{person.pk}@exemple.fr")
            consent_to(person, "prospecting")
            for channel in ("twitter", "sms"):
                identity = make_identity(
                    f"handle-of-{person.pk}", channel=channel, display_name=f"{person} {channel}"
                )
                link_identity(identity, person=person, detail={"note": f"{person}'s"}, by=SYSTEM, now=NOON)
                ids.append(identity.pk)
    return persons[0], persons[1], ids


def test_every_table_is_declared_with_each_of_its_personal_columns() -> None:
    tables = {model._meta.db_table: model for model in vars(models).values() if hasattr(model, "_meta")}
    tables = {name: model for name, model in tables.items() if name.startswith("people_")}
    assert set(DECLARATION.tables) == set(tables) - WITHOUT_PERSONAL_DATA
    for name in ("people_person", "people_contact_point", "people_identity"):
        columns = {field.name for field in tables[name]._meta.fields} - {"id", "person", "is_ours"}
        assert not [column for column in columns if column not in DECLARATION.tables[name]], name


def test_what_speaks_of_a_person_is_found_and_handed_over_whole() -> None:
    _, _, ids = planted()
    counts = {
        "people_person": 1, "people_contact_point": 1, "people_identity": 2, "people_identity_link": 2,
        "people_current_link": 2, "people_consent": 1, "people_current_consent": 1,
    }  # fmt: skip
    found = find(ids[:1])
    assert {table: count for table, count in found.items() if count} == counts
    given = export(ids[:1])
    assert {table: len(rows) for table, rows in given.items() if rows} == counts
    assert given["people_person"][0]["given_name"] == "Léa"
    assert "Max" not in str(given) and "value_hash" not in str(given)
    assert find([]) == dict.fromkeys(found, 0)
    assert not Person.objects.exists()  # the purpose ended with the call


def test_an_erased_person_leaves_proof_without_details() -> None:
    lea, max_, ids = planted()
    done = erase(ids[:1])
    assert (done["people_person"], done["people_contact_point"], done["people_identity"]) == (1, 1, 2)
    with purpose("legal_duty"):
        everything = str(
            [
                list(model.objects.values())
                for model in (Person, IdentityLink, Consent, models.Identity, models.ContactPoint)
            ]
        )
        for words in ("Léa", f"handle-of-{lea.pk}", f"{lea.pk}@exemple.fr", "/agree/"):
            count = everything.count(words)
            assert count == (1 if words == "/agree/" else 0), words  # Max's own proof stays
        assert "Max" in everything and f"handle-of-{max_.pk}" in everything
        assert IdentityLink.objects.filter(person=lea).count() == 4  # made and ended, twice
        assert Consent.objects.filter(person=lea).count() == 1
    with purpose("service"):
        assert list(Person.objects.values_list("given_name", flat=True)) == ["Max"]
    assert erase(ids[:1])["people_person"] == 0


def test_a_handle_without_a_person_is_made_anonymous_and_our_own_is_kept() -> None:
    stranger, ours = make_identity("stranger"), make_identity("us", is_ours=True)
    assert erase([stranger.pk, ours.pk])["people_identity"] == 1
    stranger.refresh_from_db()
    ours.refresh_from_db()
    assert (stranger.handle, ours.handle) == (f"erased-{stranger.pk}", "us")
    # Somebody who speaks again from that handle is somebody new to us.
    assert make_identity("stranger").pk != stranger.pk
