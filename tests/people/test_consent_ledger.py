"""The ledger of consents: what holds, until when and on what basis; its seals; words from elsewhere; refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError, IntegrityError

from parvis.foundation.access import UnknownPurpose, purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.models import AuditEntry
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.erase import erase_person
from parvis.people.actions.import_consents import ImportedConsent, import_consents
from parvis.people.actions.kept_refusals import keep_refusals_of
from parvis.people.actions.purposes import decide_purpose, write_wording
from parvis.people.actions.refusals import forget_old_refusals
from parvis.people.logic.errors import BasisRefused, ObjectedBefore, RuleRefused
from parvis.people.logic.proofs import browser_of, network_of
from parvis.people.models import Consent, CurrentConsent, OptOut, Person, PurposeRule, Wording
from parvis.people.reads.proofs import proofs_of
from parvis.people.reads.purposes import rules_in_force, wording_shown, wordings_in_force
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_person

pytestmark = pytest.mark.django_db
OFFICER = Actor("user", 7, "Inès Officer")
WHY = "We asked ourselves what this does to people and wrote the answer down."
CODES = (
    "prospecting", "prospecting.email", "prospecting.sms", "prospecting.phone", "prospecting.post",
    "prospecting.network",
)  # fmt: skip


def seen(code: str) -> set[int]:
    with purpose(code):
        return set(Person.objects.values_list("pk", flat=True))


def decide(code: str, **wanted: object) -> PurposeRule:
    given = {"basis": "consent", "valid_months": 36, "keeps_months": 36, **wanted}
    return decide_purpose(code, by=OFFICER, now=NOON, **given)  # type: ignore[arg-type]


# What is said, in order → for which codes the person is seen. "" is every channel; networks only by their name.
SAID = [
    ([], ""),
    ([("", True)], "prospecting prospecting.email prospecting.sms prospecting.phone prospecting.post"),
    ([("email", True)], "prospecting.email"),
    ([("", True), ("sms", False)], "prospecting.email prospecting.phone prospecting.post"),
    ([("", False), ("phone", True)], "prospecting.phone"),
    ([("phone", True), ("", False)], ""),
    ([("network", True)], ""),
]


@pytest.mark.parametrize(("said", "left"), SAID)
def test_each_channel_has_its_own_word(said: list[tuple[str, bool]], left: str) -> None:
    with purpose("service"):
        person = make_person()
        for channel, is_given in said:
            if is_given:
                consent_to(person, "prospecting", channel=channel)
            else:
                withdraw_consent(person, purpose="prospecting", channel=channel, by=SYSTEM, now=NOON)
    assert [code for code in CODES if person.pk in seen(code)] == left.split()


def test_a_consent_is_over_on_its_day() -> None:
    now = datetime.now(UTC)
    with purpose("service"):
        fresh, old, nearer = make_person(), make_person(), make_person()
        for person, days in ((fresh, 30), (old, 37 * 31), (nearer, 37 * 31)):
            give_consent(
                person, purpose="prospecting", channel="email", wording="Yes.", wording_version="1", language="en",
                at=now - timedelta(days=days), by=SYSTEM, now=now,
            )  # fmt: skip
        # What is over for e-mail is over, whatever was said about every channel before it.
        consent_to(nearer, "prospecting", at=now - timedelta(days=38 * 31))
    assert seen("prospecting.email") == {fresh.pk}
    with purpose("service"):
        end = Consent.objects.get(person=fresh).valid_until
        assert end is not None and 36 * 28 <= (end - now).days <= 36 * 31
    # A shorter validity holds for words that are said from then on.
    decide("prospecting.email", valid_months=1)
    with purpose("service"):
        given = consent_to(fresh, "prospecting", channel="email", at=now)
        assert given.valid_until is not None and given.valid_until - now <= timedelta(days=31)


def test_exceptions_hold_only_where_the_officer_wrote_down_why() -> None:
    with purpose("service"):
        customer, pro, nobody = make_person(), make_person(), make_person()

        def note(person: Person, basis: str, channel: str = "email") -> None:
            give_consent(
                person, purpose="prospecting", channel=channel, basis=basis, wording="We write about similar things.",
                wording_version="1", language="en", by=SYSTEM, now=NOON,
            )  # fmt: skip

        for person, basis in ((customer, "existing_customer"), (pro, "professional")):
            with pytest.raises(BasisRefused):
                note(person, basis)
    with pytest.raises(RuleRefused, match="reason-missing"):
        decide("prospecting.email", allows_existing_customers=True, note="ok")
    decide("prospecting.email", allows_existing_customers=True, note=WHY)
    with purpose("service"):
        note(customer, "existing_customer")
        with pytest.raises(BasisRefused):
            note(pro, "professional")
        with pytest.raises(BasisRefused):
            note(customer, "existing_customer", "sms")
    assert seen("prospecting.email") == {customer.pk} and seen("prospecting.sms") == set()
    # Switched off again, it hides those again whom it showed; nobody has to be written anew.
    decide("prospecting.email")
    assert seen("prospecting.email") == set()
    decide("prospecting.email", allows_existing_customers=True, note=WHY)
    with purpose("service"):
        withdraw_consent(customer, purpose="prospecting", channel="email", by=SYSTEM, now=NOON)
        with pytest.raises(ObjectedBefore):
            note(customer, "existing_customer")
    assert seen("prospecting.email") == set() and nobody.pk not in seen("prospecting.email")


def test_an_interest_shows_all_who_did_not_object() -> None:
    with purpose("service"):
        silent, against, against_all, restricted = (make_person() for _ in range(4))
        withdraw_consent(against, purpose="satisfaction", channel="email", by=SYSTEM, now=NOON)
        withdraw_consent(against_all, purpose="satisfaction", by=SYSTEM, now=NOON)
    with purpose("legal_duty"):
        Person.objects.filter(pk=restricted.pk).update(is_restricted=True)
    assert seen("satisfaction.email") == set()
    decide("satisfaction.email", basis="legitimate_interest", note=WHY)
    assert seen("satisfaction.email") == {silent.pk}
    assert seen("satisfaction.sms") == set() and seen("satisfaction") == set()
    with purpose("service"):
        consent_to(against_all, "satisfaction", channel="email")
    assert seen("satisfaction.email") == {silent.pk, against_all.pk}
    with purpose("prospecting"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_find('camille', 10)")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(("code", "law"), [("prospecting.network", ""), ("contacts", "France")])
def test_what_is_off_is_off_for_those_who_agreed_too(code: str, law: str) -> None:
    name, _, channel = code.partition(".")
    with purpose("service"):
        willing, silent = make_person(), make_person()
        consent_to(willing, name, channel=channel)
    assert seen(code) == set()
    with pytest.raises(RuleRefused, match="reason-missing"):
        decide(code, jurisdiction=law)
    if law:
        with pytest.raises(RuleRefused, match="jurisdiction-missing"):
            decide(code, note=WHY)
    for beyond in ({"basis": "legitimate_interest"}, {"allows_professionals": True}):
        with pytest.raises(RuleRefused, match="not-possible"):
            decide(code, note=WHY, jurisdiction=law, **beyond)
    decide(code, note=WHY, jurisdiction=law)
    assert seen(code) == {willing.pk} and silent.pk not in seen(code)
    entry = AuditEntry.objects.filter(verb="purpose.decided").latest("id")
    assert entry.detail["note"]["to"] == WHY and entry.detail["is_on"] == {"from": None, "to": True}
    decide(code, is_on=False)
    assert seen(code) == set()


def test_the_database_holds_the_officers_rules_itself() -> None:
    row = {"basis": "consent", "is_on": True, "valid_months": 36, "keeps_months": 36, "changed_at": NOON}
    wrong = [
        {"code": "prospecting.network"},
        {"code": "contacts", "note": WHY},
        {"code": "satisfaction.email", "basis": "legitimate_interest"},
        {"code": "prospecting.email", "allows_existing_customers": True},
        {"code": "prospecting.network", "note": WHY, "basis": "legitimate_interest"},
    ]
    with purpose("legal_duty"):
        for one in wrong:
            with pytest.raises(IntegrityError, match="purpose_rule"), transaction.atomic():
                PurposeRule.objects.create(**{**row, **one})
    for name in ("service", "prospecting.email"):
        with purpose(name), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PurposeRule.objects.create(code="prospecting.email", **row)


def test_words_are_written_in_versions_and_a_consent_names_its_own() -> None:
    shipped = wordings_in_force("fr")["prospecting.email"]
    assert (shipped.version, shipped.id) == ("parvis-1", None) and "{company}" not in shipped.text
    first = write_wording("prospecting.email", language="fr", text="Oui à {company}.", by=OFFICER, now=NOON)
    assert (
        write_wording("prospecting.email", language="fr", text="Oui à {company}. ", by=OFFICER, now=NOON)
        is None
    )
    second = write_wording("prospecting.email", language="fr", text="Volontiers.", by=OFFICER, now=NOON)
    assert first is not None and second is not None and (first.version, second.version) == (1, 2)
    in_force = wordings_in_force("fr")["prospecting.email"]
    assert (in_force.text, in_force.version) == ("Volontiers.", "2")
    assert wordings_in_force("en")["prospecting.email"].version == "parvis-1"
    shown = wording_shown("prospecting.email", "fr", "1")
    assert shown is not None and shown.text.startswith("Oui à ") and "{" not in shown.text
    assert wording_shown("prospecting.email", "fr", "3") is None
    assert wording_shown("prospecting.email", "fr", "1; DROP") is None
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Wording.objects.filter(pk=first.pk).update(text="Non.")
    for text, language, code in (
        ("", "fr", "words-missing"),
        ("x" * 2001, "fr", "too-long"),
        ("Ja.", "de", "language"),
    ):
        with pytest.raises(RuleRefused, match=code):
            write_wording("prospecting.email", language=language, text=text, by=OFFICER, now=NOON)
    for code in ("service", "curiosity", "prospecting"):
        with pytest.raises(UnknownPurpose):
            write_wording(code, language="en", text="Yes.", by=OFFICER, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_changed_a_removed_and_an_added_row_show(database_addresses: tuple[str, str]) -> None:
    with purpose("service"):
        person, other = make_person(), make_person()
        for channel in ("email", "sms", "phone"):
            consent_to(person, "prospecting", channel=channel)
        consent_to(other, "prospecting")
        rows = list(Consent.objects.filter(person=person).order_by("pk"))
    connections["default"].close()

    def verdicts(statement: str, back: str) -> list[str]:
        # As somebody who has the owner's key to the database, which the application has not.
        with psycopg.connect(database_addresses[0], autocommit=True) as owner:
            owner.execute("SET parvis.purpose = 'legal_duty'")
            owner.execute("SET session_replication_role = replica")
            owner.execute(statement)
            with purpose("service"):
                found = [proof.verdict for proof in reversed(proofs_of(person.pk))]
                assert [proof.verdict for proof in proofs_of(other.pk)] == ["intact"]
            connections["default"].close()
            owner.execute(back)
        return found

    pk = rows[1].pk
    tampered = {
        f"UPDATE people_consent SET wording = 'I agree to everything.' WHERE id = {pk}":
            f"UPDATE people_consent SET wording = '{rows[1].wording}' WHERE id = {pk}",
        f"UPDATE people_consent SET at = at - interval '1 year' WHERE id = {pk}":
            f"UPDATE people_consent SET at = at + interval '1 year' WHERE id = {pk}",
        f"UPDATE people_consent SET proof = '{{\"form\": \"/other/\"}}' WHERE id = {pk}":
            f"UPDATE people_consent SET proof = '{{\"form\": \"/agree/\"}}' WHERE id = {pk}",
    }  # fmt: skip
    for statement, back in tampered.items():
        assert sorted(verdicts(statement, back)) == ["broken", "intact", "intact"], statement
    # A row taken out breaks the one after it.
    taken_out = verdicts(
        f"CREATE TABLE hidden AS SELECT * FROM people_consent WHERE id = {pk}; "
        f"DELETE FROM people_consent WHERE id = {pk}",
        "INSERT INTO people_consent SELECT * FROM hidden; DROP TABLE hidden",
    )
    assert taken_out == ["intact", "broken"]
    # A row put in, even with somebody else's seal.
    put_in = verdicts(
        f"CREATE TABLE copied AS SELECT * FROM people_consent WHERE person_id = {other.pk}; "
        f"UPDATE copied SET id = 900001, person_id = {person.pk}; INSERT INTO people_consent SELECT * FROM copied; "
        "DROP TABLE copied",
        "DELETE FROM people_consent WHERE id = 900001",
    )
    assert put_in == ["intact", "intact", "intact", "broken"]
    assert verdicts("SELECT 1", "SELECT 1") == ["intact"] * 3


def test_an_erasure_empties_the_details_and_the_seals_still_hold() -> None:
    with purpose("service"):
        person = make_person()
        make_contact_point(person, "lea@exemple.fr")
        give_consent(
            person, purpose="prospecting", wording="Yes.", wording_version="1", language="fr",
            proof={"source": "said to Nadia"}, address="203.0.113.0/24", agent="Firefox 128", form="/form/",
            act="ticked", by=SYSTEM, now=NOON,
        )  # fmt: skip
        withdraw_consent(person, purpose="prospecting", channel="email", by=SYSTEM, now=NOON)
    erase_person(person, by=SYSTEM, now=NOON)
    with purpose("legal_duty"):
        found = {proof.consent.is_given: proof for proof in proofs_of(person.pk)}
        given = found[True].consent
        assert (given.proof, given.address, given.agent, given.form) == ({}, "", "", "/form/")
        assert (found[True].verdict, found[False].verdict) == ("emptied", "intact")
        # The refusal outlives the record, without its name or its address.
        kept = OptOut.objects.get()
        assert (kept.purpose, kept.channel, kept.kind) == ("prospecting", "email", "email")
        assert "lea" not in str(kept.__dict__)
        again = make_person()
        add_contact_point(
            again, kind="email", value="Lea@exemple.fr", by=SYSTEM, now=NOON + timedelta(days=9)
        )
        assert Consent.objects.get(person=again).act == "kept_refusal"
        assert not CurrentConsent.objects.get(person=again).is_given


def test_a_refusal_is_met_by_files_and_ended_by_a_newer_word_alone() -> None:
    with purpose("service"):
        first = make_person()
        make_contact_point(first, "lea@exemple.fr")
        withdraw_consent(first, purpose="prospecting", by=SYSTEM, now=NOON)
        assert OptOut.objects.count() == 1  # by e-mail; she gave no number
        persons = [make_person() for _ in range(3)]
        for person in persons[:2]:
            make_contact_point(person, "lea@exemple.fr")
        consent_to(persons[0], "prospecting", channel="email", at=NOON - timedelta(days=5))
        assert OptOut.objects.count() == 1  # an older "yes" ends no newer "no"
        assert (
            keep_refusals_of([person.pk for person in persons], by=SYSTEM, now=NOON + timedelta(days=1)) == 2
        )
    assert seen("prospecting.email") == set()
    with purpose("service"):
        consent_to(persons[0], "prospecting", channel="email", at=NOON + timedelta(days=2))
        assert not OptOut.objects.exists()
        assert keep_refusals_of([persons[0].pk], by=SYSTEM, now=NOON + timedelta(days=3)) == 0
    assert seen("prospecting.email") == {persons[0].pk}


def test_refusals_are_kept_three_years_at_least() -> None:
    with purpose("service"):
        person = make_person()
        make_contact_point(person, "06 12 34 56 78", kind="phone")
        withdraw_consent(person, purpose="prospecting", channel="phone", by=SYSTEM, now=NOON)
    for years, gone in ((2, 0), (4, 1)):
        later = NOON + timedelta(days=years * 365)
        assert forget_old_refusals(before=later, by=SYSTEM, now=later) == gone


def test_consents_from_elsewhere_keep_their_moment_and_overrule_nothing_newer() -> None:
    now = NOON + timedelta(days=100)
    with purpose("service"):
        known, regretting = make_person(customer_number="C-1"), make_person()
        consent_to(regretting, "prospecting", channel="email", at=NOON)
        withdraw_consent(regretting, purpose="prospecting", channel="email", by=SYSTEM, now=now)
        rows = [
            ImportedConsent(
                "prospecting", NOON, customer_number="C-1", channel="email", wording="Oui.", wording_version="n-3",
                language="fr", form="https://example.org/n", act="ticked", address="203.0.113.77",
                agent="Mozilla/5.0 (X11) Gecko/20100101 Firefox/128.0", reference="4711",
            ),
            ImportedConsent("prospecting", NOON, person_id=regretting.pk, channel="email", wording="Yes."),
            ImportedConsent("prospecting", NOON, person_id=regretting.pk, channel="fax", wording="Yes."),
            ImportedConsent("prospecting", NOON, person_id=987_654, wording="Yes."),
            ImportedConsent("prospecting", NOON, person_id=known.pk, wording=" "),
            ImportedConsent("prospecting", now + timedelta(days=1), person_id=known.pk, is_given=False),
            ImportedConsent("prospecting", NOON, person_id=known.pk, basis="professional", wording="Hello."),
        ]  # fmt: skip
        results = import_consents(rows, by=OFFICER, now=now)
        assert [code for _, code in results] == [
            "", "", "no-such-purpose", "no-such-person", "words-or-moment", "words-or-moment", "basis-not-allowed",
        ]  # fmt: skip
        first = Consent.objects.get(pk=results[0][0])
        assert (first.at, first.noted_at, first.act, first.address, first.agent, first.proof) == (
            NOON, now, "imported", "203.0.113.0/24", "Firefox 128", {"act": "ticked", "reference": "4711"},
        )  # fmt: skip
        assert {proof.verdict for proof in proofs_of(regretting.pk)} == {"intact"}
    assert seen("prospecting.email") == {known.pk}
    assert AuditEntry.objects.get(verb="consents.imported").detail == {"count": 2}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_of_an_address_its_network_is_kept(written: str, kept: str) -> None:
    assert network_of(written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
            "Edge 131",
        ),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 (KHTML) Version/17.4 Mobile/15E148 Safari/604.1", "Safari 17"),
        ("curl/8.5", ""),
    ],
)
def test_of_a_browser_its_name_and_number_are_kept(written: str, kept: str) -> None:
    assert browser_of(written) == kept


def test_every_asked_purpose_has_words_in_both_languages_and_a_rule() -> None:
    rules = rules_in_force()
    for language in ("en", "fr"):
        for code, words in wordings_in_force(language).items():
            assert words.text and code in rules
    english, french = wordings_in_force("en"), wordings_in_force("fr")
    assert not [code for code in english if english[code].text == french[code].text]
