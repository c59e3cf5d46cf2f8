"""The page of choices by link, the one click out of mails (RFC 8058), and links that open nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.mail import get_connection
from django.test import Client
from django.urls import reverse

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.secrets import derived_key
from parvis.people.actions.choices import close_links
from parvis.people.actions.consents import withdraw_consent
from parvis.people.actions.erase import erase_person
from parvis.people.actions.joins import join_persons
from parvis.people.actions.permitted_mail import send_permitted_mail
from parvis.people.actions.purposes import decide_purpose, write_wording
from parvis.people.logic.choices_link import Link, read, written
from parvis.people.logic.errors import NotPermitted
from parvis.people.logic.unsubscribe import unsubscribe_headers
from parvis.people.models import Consent, CurrentConsent, OptOut, Person
from parvis.people.reads.choices import is_permitted
from parvis.people.reads.choices_links import choices_url, stop_url
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_person
from tests.peers.smtp import smtp_server

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def lea(db: None) -> Person:
    with purpose("service"):
        person = make_person(given_name="Léa", family_name="Roux", language="fr")
        make_contact_point(person, "lea.roux@exemple.fr")
        consent_to(person, "prospecting", channel="email", at=utc_now() - timedelta(days=2))
    return person


def path(url: str) -> str:
    return urlsplit(url).path


def page_of(person: Person, **how: Any) -> str:
    with purpose("legal_duty"):
        return path(choices_url(person.pk, now=utc_now(), **how))


def way_out(person: Person, code: str = "prospecting.email") -> str:
    with purpose("legal_duty"):
        return path(stop_url(person.pk, code, now=utc_now()))


def allowed(person: Person) -> set[str]:
    codes = [
        "prospecting.email", "prospecting.sms", "prospecting.phone", "prospecting.post", "satisfaction.email",
        "satisfaction.sms", "satisfaction.phone", "profiling", "research",
    ]  # fmt: skip
    return {code for code in codes if is_permitted((person.pk,), code)}


def shown(client: Client, url: str) -> dict[str, str]:
    """What the form of the page would send when nothing is touched."""
    fields: dict[str, Any] = {"allow": []}
    for group in client.get(url).context["groups"]:
        for one in group["choices"]:
            fields[f"words-{one['code']}"] = one["version"]
            if one["is_allowed"]:
                fields["allow"].append(one["code"])
    return fields


def test_the_page_speaks_the_persons_language_and_names_nobody(client: Client, lea: Person) -> None:
    response = client.get(page_of(lea))
    html = response.content.decode()
    assert response.status_code == 200 and 'lang="fr"' in html and "Vos choix" in html
    assert "l•••x@exemple.fr" in html and "Roux" not in html and "lea.roux" not in html
    assert response["Referrer-Policy"] == "no-referrer" and "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert "<script>" not in html and client.get(page_of(lea), HTTP_ACCEPT_LANGUAGE="en").status_code == 200
    client.cookies["parvis_language"] = "en"
    assert "Your choices" in client.get(page_of(lea)).content.decode()


def test_a_get_changes_nothing_and_a_post_changes_what_differs(client: Client, lea: Person) -> None:
    url = page_of(lea)
    for address in (url, f"{url}?act=withdraw", f"{url}?allow=research", way_out(lea)):
        assert client.get(address).status_code == client.head(address).status_code == 200
    with purpose("service"):
        assert Consent.objects.count() == 1
    fields = shown(client, url)
    assert fields["allow"] == ["prospecting.email"]
    assert client.post(url, fields).status_code == 302  # as it was: no new word
    with purpose("service"):
        assert Consent.objects.count() == 1
    fields["allow"] = ["satisfaction.sms", "prospecting.post"]
    done = client.post(url, fields, HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="203.0.113.77")
    assert done.status_code == 302 and "Enregistré" in client.get(done["Location"]).content.decode()
    assert allowed(lea) == {"satisfaction.sms", "prospecting.post"}
    with purpose("service"):
        rows = {(row.purpose, row.channel): row for row in Consent.objects.order_by("pk")[1:]}
    assert {about: row.is_given for about, row in rows.items()} == {
        ("prospecting", "email"): False, ("satisfaction", "sms"): True, ("prospecting", "post"): True,
    }  # fmt: skip
    given = rows["satisfaction", "sms"]
    assert (given.act, given.form, given.address, given.agent) == (
        "ticked",
        "/choices/",
        "203.0.113.0/24",
        "Firefox 128",
    )
    assert (given.language, given.wording_version) == ("fr", "parvis-1") and "SMS" in given.wording
    assert given.valid_until is not None


def test_a_consent_names_the_words_that_were_on_the_page(client: Client, lea: Person) -> None:
    url = page_of(lea)
    fields = shown(client, url)
    write_wording("research", language="fr", text="Un mot nouveau.", by=SYSTEM, now=NOON)
    fields["allow"].append("research")
    client.post(url, fields)
    with purpose("service"):
        assert Consent.objects.get(purpose="research").wording_version == "parvis-1"
        withdraw_consent(lea, purpose="research", by=SYSTEM, now=utc_now())
    fields = shown(client, url)
    assert fields["words-research"] == "1"
    client.post(url, {**fields, "allow": ["research"]})
    with purpose("service"):
        again = Consent.objects.filter(purpose="research").order_by("-pk")[0]
        assert (again.wording, again.wording_version, again.agreed_id is None) == (
            "Un mot nouveau.",
            "1",
            False,
        )
        count = Consent.objects.count()
    # Words that were never in force: nothing of what was sent is noted.
    wrong = {**shown(client, url), "allow": ["profiling"], "words-profiling": "99"}
    assert client.post(url, wrong).status_code == 409
    with purpose("service"):
        assert Consent.objects.count() == count


def test_everything_is_taken_back_and_objected_to_by_one_button(client: Client, lea: Person) -> None:
    decide_purpose(
        "satisfaction.email", basis="legitimate_interest", note="Asked once, after a purchase.", valid_months=36,
        keeps_months=36, by=SYSTEM, now=NOON,
    )  # fmt: skip
    url = page_of(lea)
    assert "pesé notre intérêt" in client.get(url).content.decode()
    assert allowed(lea) == {"prospecting.email", "satisfaction.email"}
    for _ in range(2):
        assert client.post(url, {"act": "withdraw"}).status_code == 302
    assert allowed(lea) == {"satisfaction.email"}
    for _ in range(2):
        assert client.post(url, {"act": "object"}).status_code == 302
    assert allowed(lea) == set()
    with purpose("service"):
        refused = set(CurrentConsent.objects.filter(is_given=False).values_list("purpose", flat=True))
        assert refused == {"prospecting", "satisfaction", "profiling", "research", "contacts"}
        assert Consent.objects.filter(is_given=False).count() == len(refused)  # said twice, noted once
        assert OptOut.objects.filter(purpose="prospecting", channel="email").count() == 1


def test_a_person_speaks_for_all_their_records(client: Client, lea: Person) -> None:
    with purpose("service"):
        other = make_person()
        withdraw_consent(other, purpose="research", by=SYSTEM, now=NOON)
        join_persons(lea, other=other, by=SYSTEM, now=NOON, evidence="agent_decided")
    url = page_of(lea)
    client.post(url, {**shown(client, url), "allow": ["research"]})
    assert allowed(lea) == {"research"} == allowed(other)
    client.post(way_out(other, "research"))
    assert allowed(lea) == set() == allowed(other)


def test_one_click_stops_it_without_cookie_question_or_redirect(lea: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(way_out(lea), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200 and not response.cookies
    assert allowed(lea) == set()
    with purpose("service"):
        assert Consent.objects.filter(is_given=False).count() == 1
        assert Consent.objects.get(is_given=False).act == "one_click"
    assert client.post(page_of(lea), {"act": "object"}).status_code == 302  # cookies may be blocked


def bad_links(lea: Person) -> list[str]:
    good = page_of(lea).split("/")[2]
    stop = way_out(lea).split("/")[2]
    key = derived_key("choices-links")
    until = utc_now() + timedelta(days=1)
    return [
        reverse("choices", args=["x" * 60]),
        reverse("choices", args=[good[:-1] + ("A" if good[-1] != "A" else "B")]),
        reverse("choices", args=[good + "A"]),
        reverse("choices", args=[stop]),  # made for another use
        reverse("choices-stop", args=[good]),
        page_of(lea, lasts=timedelta(hours=-2)),
        reverse("choices", args=[written(Link(987_654, "choices", until, 3), key=key)]),
        reverse("choices", args=[written(Link(987_654, "choices", until, 0), key=key)]),
        reverse("choices-stop", args=[written(Link(lea.pk, "stop:curiosity", until, 0), key=key)]),
        reverse("choices", args=[written(Link(lea.pk, "choices", until, 0), key=b"another key")]),
        reverse("choices", args=["%00%ff"]),
    ]


def test_links_that_open_nothing_all_answer_the_same(client: Client, lea: Person) -> None:
    answers = set()
    for url in bad_links(lea):
        for response in (client.get(url), client.post(url, {"act": "object"})):
            assert response.status_code in (404, 429), url
            if response.status_code == 404:
                # Tokens against forgery are new each time, and the form for the language carries the address back.
                html = re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())
                answers.add(re.sub(r'name="next" value="[^"]*"', "", html))
        cache.clear()
    assert len(answers) == 1 and "Léa" not in answers.pop()
    with purpose("service"):
        assert Consent.objects.count() == 1


def test_closed_links_open_no_more_and_new_ones_do(client: Client, lea: Person) -> None:
    old, old_way_out = page_of(lea), way_out(lea)
    with purpose("service"):
        close_links(lea, by=SYSTEM, now=NOON)
    assert client.get(old).status_code == client.post(old_way_out).status_code == 404
    assert client.get(page_of(lea)).status_code == 200
    # After an erasure the page is gone, and a way out that was sent before does no harm.
    still = way_out(lea)
    erase_person(lea, by=SYSTEM, now=NOON)
    assert client.get(page_of(lea)).status_code == 404
    assert client.post(still).status_code in (200, 404)


def test_guessing_is_slowed_down_and_a_good_link_is_not(client: Client, lea: Person) -> None:
    answers = [client.get(reverse("choices", args=["x" * 60])).status_code for _ in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert client.get(page_of(lea)).status_code == 200
    url = way_out(lea)
    assert [client.post(url).status_code for _ in range(61)][-2:] == [200, 429]


@pytest.mark.parametrize("use", ["choices", "stop:prospecting.email"])
def test_a_link_says_what_it_was_made_of(use: str) -> None:
    link = Link(2**62, use, NOON.replace(minute=0, second=0, microsecond=0), 65_535)
    text = written(link, key=b"k")
    assert read(text, key=b"k", now=NOON - timedelta(days=1)) == link
    assert read(text, key=b"k", now=NOON + timedelta(days=1)) is None and len(text) < 100


def test_mails_go_to_whom_the_database_shows_and_carry_the_way_out(
    client: Client, lea: Person, settings: Any
) -> None:
    settings.ORIGIN = "https://parvis.example"
    with purpose("service"):
        silent = make_person()
        make_contact_point(silent, "silent@exemple.fr")
    with smtp_server() as server:
        backend = get_connection(
            "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=server.port, use_tls=False
        )

        def send(person: Person, code: str = "prospecting.email") -> str:
            return send_permitted_mail(
                person.pk, code=code, subject="Nos\r\nBcc: x@y.example offres", text="Bonjour !",
                html="<p>Bonjour</p>", connection=backend, now=utc_now(),
            )  # fmt: skip

        assert send(lea) == "lea.roux@exemple.fr"
        for person, code in (
            (silent, "prospecting.email"),
            (lea, "satisfaction.email"),
            (lea, "prospecting.sms"),
        ):
            with pytest.raises(NotPermitted):
                send(person, code)
        assert len(server.taken) == 1
        mail = message_from_bytes(server.taken[0].content, policy=policy.default)
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and mail["Bcc"] is None
        address = str(mail["List-Unsubscribe"]).strip(" <>")
        body = mail.get_body(("plain",))
        assert body is not None and address in body.get_content() and "Arrêter" in body.get_content()
        assert urlsplit(address).netloc == "parvis.example"
        # What a mail program does with it.
        answer = client.post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        with pytest.raises(NotPermitted):
            send(lea)
        # The same address on another record that agreed: the refusal of the address is older than the word.
        with purpose("service"):
            twin = make_person()
            make_contact_point(twin, "lea.roux@exemple.fr")
            consent_to(twin, "prospecting", channel="email", at=NOON)
        with pytest.raises(NotPermitted):
            send(twin)
        assert len(server.taken) == 1


def test_headers_are_for_addresses_that_a_mail_program_can_use() -> None:
    assert unsubscribe_headers("https://a.example/x/") == {
        "List-Unsubscribe": "<https://a.example/x/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "List-Unsubscribe-Post" not in unsubscribe_headers(
        "http://a.example/x/"
    )  # RFC 8058 asks for https
    for wrong in ("/x/", "https://a.example/x>\r\nBcc: y", "mailto:a@b.example"):
        with pytest.raises(ValueError, match="no address"):
            unsubscribe_headers(wrong)
