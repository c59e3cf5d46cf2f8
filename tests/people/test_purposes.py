"""Screens and endpoints of purposes, proofs and links to choices; the privacy model names only what is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parvis.foundation.access import purpose
from parvis.people.models import Consent, Person, PurposeRule, Wording
from parvis.people.reads.choices import is_permitted
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.people import consent_to, make_person

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
WHY = "Asked once after an order, with a way out in every letter."


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_user(roles=("data_protection_officer",), name="Inès"))
    return client


def decided(**wanted: Any) -> dict[str, Any]:
    return {"basis": "consent", "valid_months": "36", "keeps_months": "36", **wanted}


def test_the_officer_decides_with_a_reason_or_not_at_all(officer: Client) -> None:
    page = officer.get(reverse("purposes")).content.decode()
    assert "To propose offers, by e-mail" in page and "words: as they come with Parvis" in page
    url = reverse("purpose", args=["satisfaction.email"])
    refused = officer.post(url, decided(basis="legitimate_interest", note="ok"))
    assert refused.status_code == 400 and "Write down why first" in refused.content.decode()
    assert not PurposeRule.objects.exists()
    assert officer.post(url, decided(basis="legitimate_interest", note=WHY)).status_code == 302
    assert "interest" in officer.get(reverse("purposes")).content.decode()
    with purpose("service"):
        person = make_person()
    assert is_permitted((person.pk,), "satisfaction.email")
    # What a purpose cannot rest on is not even asked; sent nevertheless, it is not taken.
    network = reverse("purpose", args=["prospecting.network"])
    html = officer.get(network).content.decode()
    assert "allows_professionals" not in html and 'name="basis"' not in html and 'name="is_on"' in html
    officer.post(
        network, decided(is_on="on", note=WHY, basis="legitimate_interest", allows_professionals="on")
    )
    rule = PurposeRule.objects.get(code="prospecting.network")
    assert (rule.basis, rule.is_on, rule.allows_professionals) == ("consent", True, False)
    for code in ("service", "legal_duty", "prospecting", "curiosity"):
        assert officer.get(reverse("purpose", args=[code])).status_code == 404
    assert officer.post(url, decided(valid_months="0")).status_code == 400


def test_new_words_are_a_new_version(officer: Client) -> None:
    url = reverse("purpose", args=["research"])
    sent = {"act": "words", "language": "en", "text": "May we learn from what you said?"}
    for _ in range(2):
        assert officer.post(url, sent).status_code == 302
    assert Wording.objects.get().by_name == "Inès"
    html = officer.get(url).content.decode()
    assert html.count("May we learn from what you said?") == 2 and "as it comes with Parvis" in html
    assert officer.post(url, {**sent, "text": " "}).status_code == 400


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_proof_is_read_and_taken_away(officer: Client, language: str) -> None:
    with purpose("service"):
        person, other = make_person(given_name="Léa"), make_person()
        given = consent_to(person, "prospecting", channel="email")
    client = officer
    client.force_login(make_user(roles=("agent",), language=language))
    words = {"en": "The seal is intact", "fr": "Le sceau est intact"}[language]
    page = client.get(reverse("person-consent-proof", args=[person.pk, given.pk])).content.decode()
    assert words in page and given.seal in page and "I agree to be asked." in page
    file = client.get(reverse("person-consent-proof-file", args=[person.pk, given.pk]))
    assert file["Content-Type"].startswith("text/plain") and words in file.content.decode()
    assert client.get(reverse("person-consent-proof", args=[other.pk, given.pk])).status_code == 404


def test_a_colleague_makes_a_link_and_closes_all(client: Client) -> None:
    with purpose("service"):
        person = make_person()
    client.force_login(make_user(roles=("agent",)))
    html = client.post(reverse("person-choices-link", args=[person.pk])).content.decode()
    found = re.search(r"http://testserver(/choices/[\w-]+/)", html)
    assert found is not None
    assert client.get(found[1]).status_code == 200
    assert client.post(reverse("person-choices-close", args=[person.pk])).status_code == 302
    assert client.get(found[1]).status_code == 404
    client.force_login(make_user(roles=("data_protection_officer",)))
    assert client.post(reverse("person-choices-link", args=[person.pk])).status_code == 200
    client.force_login(make_user(roles=("marketer",)))
    assert client.post(reverse("person-choices-link", args=[person.pk])).status_code == 403


def test_a_basis_beyond_consent_is_noted_where_it_is_allowed(client: Client) -> None:
    with purpose("service"):
        person = make_person()
    client.force_login(make_user(roles=("agent",)))
    url = reverse("person-consents", args=[person.pk])
    told = {
        "purpose": "prospecting",
        "channel": "email",
        "basis": "existing_customer",
        "wording": "Told.",
        "source": "x",
    }
    refused = client.post(url, told)
    assert refused.status_code == 400 and "has not allowed this" in refused.content.decode()
    assert (
        client.post(url, {**told, "purpose": "profiling", "basis": "consent"}).status_code == 400
    )  # no such channel
    with purpose("service"):
        assert not Consent.objects.exists()


def test_programs_decide_write_and_read_proofs() -> None:
    api = api_as("administrator")
    assert api.ask("PUT", "purposes/contacts", {"note": WHY}).status_code == 422
    assert api.ask("PUT", "purposes/contacts", {"note": WHY, "jurisdiction": "France"}).status_code == 200
    assert api.ask("PUT", "purposes/service", {"note": WHY}).status_code == 404
    listed = {one["code"]: one for one in api.ask("GET", "purposes").json()["items"]}
    assert listed["contacts"]["is_on"] is True and listed["prospecting.network"]["is_on"] is False
    written = api.ask("POST", "purposes/research/wordings", {"language": "fr", "text": "Oui."}).json()
    assert {one["language"]: one["version"] for one in written["in_force"]} == {"en": "parvis-1", "fr": "1"}
    with purpose("service"):
        person = make_person(customer_number="C-9")
    row = {"customer_number": "C-9", "purpose": "prospecting", "channel": "sms", "wording": "Yes.",
           "said_at": "2026-03-02T10:15:00+01:00", "address": "203.0.113.7", "act": "ticked"}  # fmt: skip
    done = api.ask(
        "POST", "people/consents/import", {"rows": [row, {**row, "channel": "network", "wording": ""}]}
    ).json()
    assert [one["code"] for one in done["results"]] == ["", "words-or-moment"]
    proof = api.ask("GET", f"people/{person.pk}/consents/{done['results'][0]['consent_id']}/proof").json()
    assert (proof["seal_is"], proof["address"], proof["details"]) == (
        "intact",
        "203.0.113.0/24",
        {"act": "ticked"},
    )
    assert proof["at"].startswith("2026-03-02T09:15:00")
    url = api.ask("POST", f"people/{person.pk}/choices-link", {}).json()["url"]
    assert Client().get(re.sub(r"^https?://[^/]+", "", url)).status_code == 200
    assert api.ask("POST", f"people/{person.pk}/choices-links/close", {}).status_code == 200
    assert Client().get(re.sub(r"^https?://[^/]+", "", url)).status_code == 404
    with purpose("service"):
        assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(("language", "name"), [("en", "privacy.md"), ("fr", "privacy.fr.md")])
def test_the_privacy_model_is_shown_and_names_tests_that_are_there(
    client: Client, language: str, name: str
) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    other = (ROOT / "docs" / ("privacy.fr.md" if language == "en" else "privacy.md")).read_text(
        encoding="utf-8"
    )
    assert named and not [path for path in named if not (ROOT / path).exists()]
    assert named == set(re.findall(r"`(tests/[\w/]+\.py)`", other))
    assert text.count("\n|") == other.count("\n|") and text.count("\n- ") == other.count("\n- ")
    client.force_login(make_user(roles=("agent",), language=language))
    html = client.get(reverse("privacy-model")).content.decode()
    assert '<table class="table">' in html and "tests/people/test_consent_enforced.py" in html
    assert {"en": "Where this ends", "fr": "Les limites"}[language] in html
