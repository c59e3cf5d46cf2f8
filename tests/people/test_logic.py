from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.people.logic.contact_points import (
    NotAnAddress,
    address_in,
    normalised_email,
    normalised_phone,
    readable_phone,
    written_forms,
)
from parvis.people.logic.evidence import EVIDENCE, LEGAL_BASES, UnknownEvidence, evidence, evidence_of_address
from parvis.people.logic.names import split_name, tidy
from parvis.people.logic.replay import ConsentRow, LinkRow, covers, current_consents, current_links


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        (" Lea.Roux@Exemple.FR ", "lea.roux@exemple.fr"),
        ("<lea@exemple.fr>", "lea@exemple.fr"),
        ("mailto:lea@exemple.fr", "lea@exemple.fr"),
        ("ＬＥＡ@exemple.fr", "lea@exemple.fr"),  # full-width letters, as some phones type them
        ("lea+sncf@exemple.fr", "lea+sncf@exemple.fr"),  # the tag stays
        ("l.e.a@gmail.com", "l.e.a@gmail.com"),  # the dots stay
        ("léa@bücher.example", "léa@xn--bcher-kva.example"),  # RFC 3492's own example of a domain
    ],
)
def test_email_addresses_have_one_form(typed: str, form: str) -> None:
    assert normalised_email(typed) == form
    assert normalised_email(form) == form


@pytest.mark.parametrize(
    "typed",
    ["", "lea", "lea@", "@exemple.fr", "lea@exemple", "a@b@c.fr", "le a@exemple.fr", "lea@exemple..fr", "lea@-.fr",
     "lea@exemple.fr, max@exemple.fr", "x" * 300 + "@exemple.fr", "lea@" + "é" * 80 + ".fr"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        normalised_email(typed)
    assert refused.value.kind == "email"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("06\u202f12\u00a034‑56-78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("+330612345678", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("tel:+33612345678", "+33612345678"),
        ("01 44 55 66 77", "+33144556677"),
        ("0690 12 34 56", "+590690123456"),  # Guadeloupe keeps its own country code
        ("0692 12 34 56", "+262692123456"),  # La Réunion
        ("0596 12 34 56", "+596596123456"),  # Martinique
        ("+44 20 7946 0958", "+442079460958"),
        ("+1 (212) 555-0123", "+12125550123"),
    ],
)
def test_phone_numbers_have_one_form(typed: str, form: str) -> None:
    assert normalised_phone(typed) == form
    assert normalised_phone(form) == form


@pytest.mark.parametrize(
    "typed", ["", "3615", "612345678", "00", "0012", "06 12 34 56", "06 12 34 56 789", "+33 6 12 34 56", "+0123456789",
              "000123456789", "06 12 AB 56 78", "+331234567890123456", "٠٦١٢٣٤٥٦٧٨" * 2]
)  # fmt: skip
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        normalised_phone(typed)


@given(st.text(max_size=40))
def test_any_text_has_a_stable_form_or_none(typed: str) -> None:
    found = address_in(typed)
    if found is not None:
        kind, form = found
        assert (normalised_email if kind == "email" else normalised_phone)(form) == form


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_every_written_form_of_a_french_number_leads_back_to_it(typed: str) -> None:
    form = normalised_phone(typed)
    assert {normalised_phone(written) for written in written_forms("phone", form) if written[0] in "+0"} == {
        form
    }
    assert typed in written_forms("phone", form)


def test_phone_numbers_are_shown_as_they_are_read_aloud() -> None:
    assert readable_phone("+33612345678") == "+33 6 12 34 56 78"
    assert readable_phone("+442079460958") == "+442079460958"


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        ("Marie Dupont", ("Marie", "Dupont")),
        ("DUPONT Marie", ("Marie", "DUPONT")),
        ("Marie DUPONT", ("Marie", "DUPONT")),
        ("Anne de La Tour", ("Anne", "de La Tour")),
        ("Jean-Pierre O'Neil", ("Jean-Pierre", "O'Neil")),
        ("Léa 🚆 Roux", ("Léa", "Roux")),
        ("Zoé", ("Zoé", "")),
        ("   ", ("", "")),
        ("Quai n° 9", ("", "")),
    ],
)
def test_a_display_name_is_proposed_in_two_parts(shown: str, parts: tuple[str, str]) -> None:
    assert split_name(shown) == parts


def test_names_keep_their_letters_and_lose_what_cannot_be_seen() -> None:
    assert tidy(" Zoe\u0301 \n Le\u0300\tRoux ") == "Zoé Lè Roux"
    assert tidy("\u202eevil\x00\u200b") == "evil"  # direction override, NUL, zero-width space
    assert tidy("x" * 500) == "x" * 120


def test_a_machine_links_by_exact_evidence_only() -> None:
    exact = {code for code, one in EVIDENCE.items() if one.is_exact}
    proved = {"code_sent_back", "code_in_profile", "network_log_in"}  # by the person themselves
    assert exact == {"same_email_given", "same_phone_given", "form_email"} | proved
    assert {
        evidence_of_address(channel) for channel in ("email", "form", "sms", "phone", "whatsapp")
    } == exact - proved
    assert all(one.legal_basis in LEGAL_BASES and 0.9 <= one.probability < 1 for one in EVIDENCE.values())
    with pytest.raises(UnknownEvidence):
        evidence("same_first_name")


def test_the_ledger_of_links_is_read_in_order() -> None:
    made, ended = LinkRow(1, 10, 100, None), LinkRow(2, 10, 100, 1)
    assert current_links([made]) == {10: (100, 1)}
    assert current_links([made, ended]) == {}
    assert current_links([made, ended, LinkRow(3, 10, 200, None)]) == {10: (200, 3)}
    # A row that ends something else ends nothing here.
    assert current_links([made, LinkRow(2, 10, 100, 99)]) == {10: (100, 1)}


def test_a_word_about_every_channel_replaces_those_about_one() -> None:
    every, sms = ConsentRow("prospecting", "", True), ConsentRow("prospecting", "sms", False)
    assert current_consents([every, sms]) == {("prospecting", ""): True, ("prospecting", "sms"): False}
    assert current_consents([sms, every]) == {("prospecting", ""): True}
    said = current_consents([every, sms])
    assert covers(said, purpose="prospecting", channel="email")
    assert not covers(said, purpose="prospecting", channel="sms")
    assert not covers(said, purpose="profiling", channel="email")
