"""The screens: happy, stranger, wrong method, empty, French, a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.plugs import plugged
from parvis.people.actions.links import end_link, link_identity
from parvis.people.logic.panels import PersonPanel
from parvis.people.logic.timeline import TimelineEntry
from parvis.people.models import Consent, ContactPoint, CurrentLink, Identity, IdentityLink, Person
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_identity, make_person

pytestmark = pytest.mark.django_db
SAID: list[tuple[int, TimelineEntry]] = []


def said(
    identity_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """What the upper capabilities would hold."""
    fitting = [entry for pk, entry in SAID if pk in identity_ids and (before is None or entry.at < before)]
    return sorted(fitting, key=lambda entry: entry.at, reverse=True)[:most]


def open_conversations(user: User, identity_ids: Sequence[int]) -> list[PersonPanel]:
    return [PersonPanel("open", "Open conversations", "2", url="/inbox/", act_label="Open them")]


@pytest.fixture(autouse=True)
def plugs(settings: Any) -> Iterator[None]:
    SAID.clear()
    settings.TIMELINE = [f"{__name__}.said"]
    settings.PERSON_PANELS = [f"{__name__}.open_conversations"]
    plugged.cache_clear()
    yield
    plugged.cache_clear()


def say(identity: Identity, text: str, *, minute: int = 0, **fields: Any) -> None:
    at = NOON + timedelta(minutes=minute)
    given = {
        "kind": "message",
        "by_us": False,
        "author_name": str(identity),
        "channel": identity.channel,
        **fields,
    }
    SAID.append((identity.pk, TimelineEntry(at=at, text=text, url_name="", url_args=(), **given)))


@pytest.fixture
def agent(client: Client) -> User:
    user = make_user(name="Nadia")
    client.force_login(user)
    return user


@pytest.fixture
def lea(db: None) -> Person:
    with purpose("service"):
        person = make_person(
            given_name="Léa", family_name="Roux", customer_number="C-00123", city="Lyon", language="fr"
        )
        make_contact_point(person, "lea@exemple.fr")
        identity = make_identity("lea@exemple.fr", channel="email", display_name="Léa R.")
        link_identity(identity, person=person, evidence="same_email_given", by=SYSTEM, now=NOON)
        say(identity, "Where is my parcel?", minute=5, sentiment="negative", language="en")
        say(identity, "On its way.", minute=6, by_us=True, kind="reply", author_name="Nadia")
    return person


def handle_of(person: Person) -> Identity:
    with purpose("service"):
        return CurrentLink.objects.select_related("identity").get(person=person).identity


def page(client: Client, name: str, *args: int, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def test_the_record_reads_like_a_letter(client: Client, agent: User, lea: Person) -> None:
    html = page(client, "person", lea.pk)
    for words in ("Léa Roux", "C-00123", "Lyon", "French", "What was said last", "Where is my parcel?", "On its way.",
                  "Open conversations", "lea@exemple.fr", "Why do we know this?", "No other record has it",
                  "Parvis, by exact comparison", "99%", "contract with the customer"):  # fmt: skip
        assert words in html, words


def test_the_record_of_an_identity_that_said_nothing(client: Client, agent: User) -> None:
    with purpose("service"):
        person = make_person(customer_number=None, city="", given_name="", family_name="Blank")
    html = page(client, "person", person.pk)
    assert "Nothing was said yet" in html and "No handle is linked" in html and "No customer number" in html
    assert "no consent was noted" in html


SCREENS_OF_PERSON = ["person", "person-timeline", "person-change", "person-consents"]
SCREENS_OF_IDENTITY = ["identity", "identity-link", "identity-unlink", "person-card"]
LISTS = ["people", "person-new", "person-duplicates"]


@pytest.mark.parametrize("name", SCREENS_OF_PERSON + SCREENS_OF_IDENTITY + LISTS)
def test_every_screen_asks_for_the_permission_and_speaks_french(
    client: Client, lea: Person, name: str
) -> None:
    args = (
        [lea.pk] if name in SCREENS_OF_PERSON else [handle_of(lea).pk] if name in SCREENS_OF_IDENTITY else []
    )
    url = reverse(name, args=args)
    assert client.get(url).status_code == 302
    client.force_login(make_user(roles=("marketer",)))
    assert client.get(url).status_code == 403
    client.force_login(make_user(language="fr"))
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Language"] == "fr"
    english = (
        "Create the record",
        "Why do we know",
        "What they allow",
        "Everything that was said",
        "Unlink",
        "Find a",
    )
    assert not [words for words in english if words in response.content.decode()]


@pytest.mark.parametrize("name", SCREENS_OF_PERSON + SCREENS_OF_IDENTITY)
def test_an_unknown_id_is_not_found(client: Client, agent: User, name: str) -> None:
    for pk in (999_999, 10**18, 10**30):
        assert client.get(reverse(name, args=[pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"),
    [("people", "post"), ("person", "post"), ("identity", "post"), ("person-card", "post"), ("person", "delete"),
     ("person-timeline", "post"), ("person-duplicates", "post"), ("contact-point-add", "get")],
)  # fmt: skip
def test_a_wrong_method_is_refused(client: Client, agent: User, lea: Person, name: str, method: str) -> None:
    args = [] if name in LISTS else [handle_of(lea).pk if name in SCREENS_OF_IDENTITY else lea.pk]
    assert getattr(client, method)(reverse(name, args=args)).status_code == 405


def test_a_restricted_record_is_shown_to_the_officer_alone(client: Client, agent: User, lea: Person) -> None:
    identity = handle_of(lea)
    with purpose("legal_duty"):
        Person.objects.filter(pk=lea.pk).update(is_restricted=True)
    assert client.get(reverse("person", args=[lea.pk])).status_code == 404
    for name, args in (("people", []), ("identity", [identity.pk]), ("person-card", [identity.pk])):
        html = client.get(reverse(name, args=args), {"q": "lea"}).content.decode()
        assert "Roux" not in html and "C-00123" not in html, name
    client.force_login(make_user(roles=("data_protection_officer",)))
    html = page(client, "person", lea.pk)
    assert "Restricted" in html and "Where is my parcel?" in html
    # The officer watches; linking is for those who answer.
    assert "Unlink" not in html
    assert client.post(reverse("identity-unlink", args=[identity.pk])).status_code == 403
    assert client.post(reverse("contact-point-add", args=[lea.pk])).status_code == 403


def test_the_list_searches_and_narrows(client: Client, agent: User) -> None:
    assert "No records yet" in page(client, "people")
    with purpose("service"):
        for given, family, number in (
            ("Zoé", "Éluard", "C-00123"),
            ("Max", "Dupont", "X 77"),
            ("", "", "N-1"),
        ):
            make_person(given_name=given, family_name=family, customer_number=number)
        make_contact_point(Person.objects.get(family_name="Dupont"), "06 12 34 56 78", kind="phone")

    def names(**query: str) -> list[str]:
        html = page(client, "people", **query)
        return [name for name in ("Zoé Éluard", "Max Dupont", "N-1<") if name in html]

    assert names() == ["Zoé Éluard", "Max Dupont", "N-1<"]
    html = page(client, "people")
    assert html.index("Max Dupont") < html.index("Zoé Éluard") < html.index("N-1<")
    assert names(letter="e") == ["Zoé Éluard"]
    assert names(letter="~") == ["N-1<"]
    assert names(letter="zz' OR true") == names()
    for typed in ("zoe", "ZOÉ", "elu", "zoe éluard", "C-00123", "c00123", "00123", "c-001"):
        assert names(q=typed) == ["Zoé Éluard"], typed
    for typed in ("x77", "X 77", "06.12.34.56.78", "+33612345678"):
        assert names(q=typed) == ["Max Dupont"], typed
    for typed in ("luard", "061234", "%", "' OR true --", "zoe dupont", "\x00"):
        assert names(q=typed) == ([] if typed != "\x00" else names()), typed
    assert "Nobody is called so" in page(client, "people", q="nobody")
    assert "Nobody under this letter" in page(client, "people", letter="w")


def test_the_list_goes_on_where_it_stopped_and_back(client: Client, agent: User) -> None:
    with purpose("service"):
        for number in range(120):
            make_person(given_name="", family_name=f"Same{number % 7}", customer_number=f"K{number:03}")
    seen: list[str] = []
    query: dict[str, str] = {}
    pages = []
    while True:
        response = client.get(reverse("people"), query)
        rows = response.context["page"]
        pages.append([row.customer_number for row in rows.rows])
        seen += pages[-1]
        if rows.after is None:
            break
        query = {"after": rows.after}
    assert [len(one) for one in pages] == [50, 50, 20]
    assert sorted(seen) == sorted({f"K{number:03}" for number in range(120)})
    back = client.get(reverse("people"), {"before": response.context["page"].before}).context["page"]
    assert [row.customer_number for row in back.rows] == pages[1]
    first = client.get(reverse("people"), {"before": back.before}).context["page"]
    assert [row.customer_number for row in first.rows] == pages[0] and first.before is None


def count_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["people", "person", "person-card", "person-consents", "identity"])
def test_one_and_three_rows_take_the_same_number_of_queries(
    client: Client, agent: User, lea: Person, name: str
) -> None:
    identity = handle_of(lea)
    with purpose("service"):
        consent_to(lea, "prospecting")
    url = reverse(
        name,
        args=[] if name == "people" else [identity.pk if name in ("identity", "person-card") else lea.pk],
    )
    one = count_of(client, url)
    with purpose("service"):
        for number in range(2):
            consent_to(lea, "satisfaction", channel=("email", "sms")[number])
            make_contact_point(lea, f"lea{number}@exemple.fr")
            for person in (lea, make_person(family_name="Other")):
                other = make_identity(channel="mastodon")
                link_identity(other, person=person, by=SYSTEM, now=NOON)
                say(other, "Hello", minute=10 + number)
            end_link(identity, by=SYSTEM, now=NOON)
            link_identity(identity, person=lea, by=SYSTEM, now=NOON)
    assert count_of(client, url) == one


def test_the_timeline_is_filtered_and_continued(client: Client, agent: User, lea: Person) -> None:
    identity = handle_of(lea)
    for minute in range(10, 70):
        say(identity, f"Word {minute}.", minute=minute, channel=("sms", "email")[minute % 2])
    html = page(client, "person", lea.pk)
    assert "Word 69." in html and "Word 45." in html and "Word 44." not in html
    before = client.get(reverse("person", args=[lea.pk])).context["before"].isoformat()
    older = page(client, "person-timeline", lea.pk, before=before)
    assert "<html" not in older and "Word 44." in older and "Word 45." not in older
    assert "Where is my parcel?" not in page(client, "person-timeline", lea.pk, by="us")
    assert "On its way." in page(client, "person-timeline", lea.pk, by="us")
    assert "Where is my parcel?" in page(client, "person-timeline", lea.pk, mood="negative")
    assert "Word" not in page(client, "person-timeline", lea.pk, mood="negative")
    assert "Word 68." in page(client, "person-timeline", lea.pk, channel="sms")
    assert "Word 69." not in page(client, "person-timeline", lea.pk, channel="sms")
    assert "Nothing like this was found" in page(client, "person", lea.pk, channel="carrier pigeon")
    assert page(client, "person", lea.pk, before="yesterday", by="nobody")


def test_markup_in_names_and_words_is_shown_as_text(client: Client, agent: User) -> None:
    evil = "<script>alert(1)</script>"
    with purpose("service"):
        person = make_person(given_name=evil, family_name=evil, city=evil, customer_number=evil[:80])
        identity = make_identity(evil, display_name=evil)
        link_identity(identity, person=person, detail={"note": evil}, by=SYSTEM, now=NOON)
        end_link(identity, by=SYSTEM, now=NOON, reason=evil)
        link_identity(identity, person=person, detail={"note": evil}, by=SYSTEM, now=NOON)
        say(identity, evil, channel=evil, sentiment=evil, language='"><b>')
    for name, pk in (("person", person.pk), ("identity", identity.pk), ("person-card", identity.pk),
                     ("identity-unlink", identity.pk), ("identity-link", identity.pk)):  # fmt: skip
        assert evil not in page(client, name, pk), name
    assert evil not in page(client, "people") and evil not in page(client, "people", q=evil)


def test_a_record_is_created_from_a_handle(client: Client, agent: User) -> None:
    identity = make_identity("zoe@exemple.fr", channel="email", display_name="Zoé LE ROUX")
    say(identity, "Bonjour, mon train était en retard.", language="fr")
    html = page(client, "person-new", identity=identity.pk)
    assert 'value="zoe@exemple.fr"' in html and 'value="Zoé"' in html and 'value="LE ROUX"' in html
    assert "Bonjour, mon train" in html
    response = client.post(
        reverse("person-new"),
        {
            "identity": identity.pk,
            "given_name": "Zoé",
            "family_name": "Le Roux",
            "email": "zoe@exemple.fr",
            "language": "fr",
        },
    )
    with purpose("service"):
        person = Person.objects.get()
        assert response["Location"] == reverse("person", args=[person.pk])
        assert (person.created_by_id, person.language) == (agent.pk, "fr")
        link = IdentityLink.objects.get()
        assert (link.evidence, link.decided_by_name, link.identity_id) == (
            "record_created",
            "Nadia",
            identity.pk,
        )
    # A second time leads to the record that is there.
    assert client.get(reverse("person-new"), {"identity": identity.pk})["Location"] == response["Location"]


def test_a_likely_duplicate_is_shown_before_a_second_record_is_made(
    client: Client, agent: User, lea: Person
) -> None:
    identity = make_identity("lea.r@autre.fr", channel="email")
    given = {"identity": identity.pk, "given_name": "lea", "family_name": "roux", "email": "lea.r@autre.fr"}
    assert "Léa Roux" in page(client, "person-duplicates", given_name="Léa", family_name="Roux")
    assert "Léa Roux" in page(client, "person-duplicates", email="LEA@exemple.fr")
    assert "Léa Roux" in page(client, "person-duplicates", customer_number="C-00123")
    assert page(client, "person-duplicates", given_name="Léa").strip() == ""
    response = client.post(reverse("person-new"), given)
    assert response.status_code == 200 and "It is another person" in response.content.decode()
    assert reverse("identity-link", args=[identity.pk]) in response.content.decode()
    assert client.post(reverse("person-new"), {**given, "is_another_person": "1"}).status_code == 302
    with purpose("service"):
        assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"given_name": "Max", "customer_number": "C-00123", "is_another_person": "1"},
            "belongs to Léa Roux",
        ),
        ({"given_name": "Max", "email": "max@"}, "not a complete e-mail address"),
        ({"given_name": "Max", "phone": "3615"}, "not a complete phone number"),
        ({}, "needs a name"),
        ({"given_name": "x" * 121}, "121"),
    ],
)
def test_a_refused_record_keeps_what_was_typed(
    client: Client, agent: User, lea: Person, given: dict[str, str], words: str
) -> None:
    response = client.post(reverse("person-new"), given)
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html and all(value in html for value in given.values())
    with purpose("service"):
        assert Person.objects.count() == 1


def test_the_way_back_never_leads_elsewhere(client: Client, agent: User) -> None:
    for asked, leads in (
        ("/inbox/7/", "/inbox/7/"),
        ("https://evil.example/", None),
        ("//evil.example", None),
    ):
        response = client.post(reverse("person-new"), {"given_name": asked, "next": asked})
        with purpose("service"):
            made = Person.objects.get(given_name=asked)
        assert response["Location"] == leads or (
            leads is None and response["Location"] == reverse("person", args=[made.pk])
        )


def test_a_record_is_changed(client: Client, agent: User, lea: Person) -> None:
    url = reverse("person-change", args=[lea.pk])
    given = {
        "given_name": "Léa",
        "family_name": "Roux",
        "customer_number": "C-00123",
        "city": "Paris",
        "language": "fr",
    }
    assert client.post(url, given)["Location"] == reverse("person", args=[lea.pk])
    assert "Paris" in page(client, "person", lea.pk)
    with purpose("service"):
        make_person(customer_number="C-2")
    response = client.post(url, {**given, "customer_number": "C-2"})
    assert response.status_code == 400 and "belongs to" in response.content.decode()


def test_a_handle_is_linked_by_search_and_taken_apart_with_numbers(
    client: Client, agent: User, lea: Person
) -> None:
    identity = make_identity("lea_tweets", display_name="Lea Roux")
    say(identity, "Late again!", kind="mention")
    say(identity, "Hello?")
    html = page(client, "identity-link", identity.pk)
    assert "Léa Roux" in html  # proposed by the name that the handle shows, chosen by a human
    assert "Nobody is called so" in page(client, "identity-link", identity.pk, q="nobody")
    response = client.post(
        reverse("identity-link", args=[identity.pk]),
        {"person": lea.pk, "evidence": "person_said", "note": "On the phone"},
    )
    assert response["Location"] == reverse("person", args=[lea.pk])
    html = page(client, "person", lea.pk)
    assert "Late again!" in html and "On the phone" in html and "The person said so themselves" in html
    asked = page(client, "identity-unlink", identity.pk)
    assert "2 entries leave" in asked and "1 message" in asked and "1 mention" in asked
    fragment = client.get(
        reverse("identity-unlink", args=[identity.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in fragment and "2 entries leave" in fragment
    response = client.post(reverse("identity-unlink", args=[identity.pk]), {"reason": "Her sister"})
    assert response["Location"] == reverse("person", args=[lea.pk])
    html = page(client, "person", lea.pk)
    assert "Late again!" not in html and "Her sister" in html and "Where is my parcel?" in html
    assert "Late again!" in page(client, "identity", identity.pk)
    # Undo posts without a body.
    client.post(f"{reverse('identity-link', args=[identity.pk])}?person={lea.pk}")
    assert "Late again!" in page(client, "person", lea.pk)


def test_a_linked_handle_is_refused_in_words(client: Client, agent: User, lea: Person) -> None:
    with purpose("service"):
        other = make_person()
    response = client.post(
        reverse("identity-link", args=[handle_of(lea).pk]), {"person": other.pk}, follow=True
    )
    assert "already linked to Léa Roux" in response.content.decode()
    assert (
        client.post(reverse("identity-link", args=[handle_of(lea).pk]), {"person": 10**9}).status_code == 404
    )
    assert client.post(reverse("identity-link", args=[handle_of(lea).pk]), {"person": "x"}).status_code == 400
    client.post(reverse("identity-unlink", args=[handle_of(lea).pk]))
    with purpose("service"):
        assert not CurrentLink.objects.exists()
        last = IdentityLink.objects.latest("pk").identity_id
    response = client.post(reverse("identity-unlink", args=[last]), follow=True)
    assert "linked to nobody any more" in response.content.decode()


def test_addresses_are_added_and_forgotten(client: Client, agent: User, lea: Person) -> None:
    url = reverse("contact-point-add", args=[lea.pk])
    assert client.post(url, {"address": "06 12 34 56 78"}).status_code == 302
    assert "+33 6 12 34 56 78" in page(client, "person", lea.pk)
    response = client.post(url, {"address": "lea@nowhere"})
    assert response.status_code == 400 and "not a complete e-mail address" in response.content.decode()
    with purpose("service"):
        other = make_person()
        point = make_contact_point(other, "other@exemple.fr")
    response = client.post(url, {"address": "other@exemple.fr"})
    assert response.status_code == 400 and "Several people share it" in response.content.decode()
    assert client.post(url, {"address": "other@exemple.fr", "may_be_shared": "on"}).status_code == 302
    assert client.post(reverse("contact-point-remove", args=[lea.pk, point.pk])).status_code == 404
    with purpose("service"):
        own = ContactPoint.objects.get(person=lea, kind="phone")
    assert client.post(reverse("contact-point-remove", args=[lea.pk, own.pk])).status_code == 302
    with purpose("service"):
        assert not ContactPoint.objects.filter(pk=own.pk).exists()


def test_consent_is_noted_with_its_words_and_withdrawn(client: Client, agent: User, lea: Person) -> None:
    url = reverse("person-consents", args=[lea.pk])
    assert "needs no consent" in page(client, "person-consents", lea.pk)
    assert (
        client.post(
            url, {"purpose": "prospecting", "channel": "email", "wording": " ", "source": "phone"}
        ).status_code
        == 400
    )
    given = {
        "purpose": "prospecting",
        "channel": "email",
        "wording": "I agree to offers by mail.",
        "source": "phone, 2 March",
    }
    assert client.post(url, given).status_code == 302
    html = page(client, "person-consents", lea.pk)
    assert "I agree to offers by mail." in html and "phone, 2 March" in html
    assert "to propose offers" in page(client, "person", lea.pk)
    assert (
        client.post(url, {"withdraw": "1", "purpose": "prospecting", "channel": "email"}).status_code == 302
    )
    assert client.post(url, {"withdraw": "1", "purpose": "curiosity"}).status_code == 403
    with purpose("service"):
        assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]
    client.force_login(make_user(roles=("data_protection_officer",)))
    assert client.post(url, given).status_code == 302


def test_the_card_names_a_known_person_and_offers_a_record_to_an_unknown_one(
    client: Client, agent: User, lea: Person
) -> None:
    card = page(client, "person-card", handle_of(lea).pk)
    assert "<html" not in card and "Léa Roux" in card and "C-00123" in card and "Where is my parcel?" in card
    stranger = make_identity("somebody", followers=12)
    say(stranger, "Hello?")
    card = page(client, "person-card", stranger.pk, next="/inbox/7/")
    for words in (
        "somebody",
        "We know this handle",
        "1 message",
        "12",
        "Create the record",
        "Link to a record",
        "next=/inbox/7/",
    ):
        assert words in card, words
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/9/"}
    fragment = client.get(reverse("person-card", args=[stranger.pk]), headers=asked).content.decode()
    assert "next=/inbox/9/" in fragment
    ours = make_identity("us", is_ours=True)
    assert "own accounts" in page(client, "person-card", ours.pk)
    assert "Create the record" not in page(client, "person-card", ours.pk)


NAMES_OF_ACTS: dict[str, Callable[[Person], dict[str, str]]] = {
    "identity-link": lambda person: {"person": str(person.pk)},
    "identity-unlink": lambda person: {},
    "person-change": lambda person: {"given_name": "X"},
    "person-new": lambda person: {"given_name": "X"},
    "contact-point-add": lambda person: {"address": "x@exemple.fr"},
    "person-consents": lambda person: {"withdraw": "1", "purpose": "prospecting"},
}


@pytest.mark.parametrize("name", sorted(NAMES_OF_ACTS))
def test_a_stranger_changes_nothing(client: Client, lea: Person, name: str) -> None:
    args = [] if name == "person-new" else [handle_of(lea).pk if name.startswith("identity") else lea.pk]
    client.force_login(make_user(roles=("employee",)))
    assert client.post(reverse(name, args=args), NAMES_OF_ACTS[name](lea)).status_code == 403
    with purpose("legal_duty"):
        assert (Person.objects.count(), IdentityLink.objects.count(), Consent.objects.count()) == (1, 1, 0)
