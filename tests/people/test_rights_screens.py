"""The rights desk in the browser's eyes: its screens, its public form and the copy behind its link."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from parvis.people.actions.erasures import run_erasure
from parvis.people.actions.rights_archive import build_archive
from parvis.people.models import CurrentConsent, Erasure, Person, RightsArchive, RightsRequest, RightsStep
from tests.factories.accounts import make_user
from tests.factories.people import consent_to, make_contact_point, make_person
from tests.factories.rights import EMAIL, NAME, PUBLIC, SAID, make_request, plant_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_user(roles=("data_protection_officer",), name="Odile Garde"))
    return client


def request_of(pk: int) -> RightsRequest:
    with purpose("legal_duty"):
        return RightsRequest.objects.get(pk=pk)


def act(client: Client, request: RightsRequest, name: str, **said: str):
    return client.post(reverse("rights-act", args=(request.pk,)), {"act": name, **said})


def test_the_list_shows_the_clock_of_none_one_and_many(officer: Client):
    assert "No request here" in officer.get(reverse("rights")).content.decode()
    now = utc_now()
    make_request("access", now=now, requester_name="Ana")
    page = officer.get(reverse("rights")).content.decode()
    assert "Ana" in page and "days left" in page and "overdue" not in page
    for _n in range(3):
        make_request("erasure", now=now - timedelta(days=70))
    page = officer.get(reverse("rights")).content.decode()
    assert "3 requests are overdue" in page
    assert page.index("days late") < page.index("Ana"), "the most urgent comes first"


@pytest.mark.parametrize("role", ["agent", "supervisor", "marketer", "employee", "partner"])
def test_the_desk_is_for_the_officer(client: Client, role: str):
    client.force_login(make_user(roles=(role,)))
    request = make_request()
    for name, args in (
        ("rights", ()),
        ("rights-request", (request.pk,)),
        ("retention", ()),
        ("register", ()),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert act(client, request, "assign").status_code == 403


def test_an_agent_writes_a_request_down_and_the_clock_runs_from_its_receipt(client: Client):
    client.force_login(make_user(roles=("agent",)))
    with purpose("service"):
        person = make_person(given_name="Léa", language="fr")
        make_contact_point(person, "lea@exemple.fr")
    address = f"{reverse('rights-new')}?person={person.pk}&reference=/inbox/7/"
    assert "lea@exemple.fr" in client.get(address).content.decode()
    said = {
        "right": "erasure", "channel": "inbox", "received_on": "2026-01-31", "language": "fr",
        "requester_email": "lea@exemple.fr", "words": "Effacez tout.",
    }  # fmt: skip
    answer = client.post(address, said)
    assert answer.status_code == 302 and answer["Location"] == reverse("people")
    with purpose("legal_duty"):
        made = RightsRequest.objects.get()
        # 31 January + 1 month = 28 February 2026, a Saturday → Monday 2 March.
        assert made.due_on.isoformat() == "2026-03-02"
        assert [one.person_id for one in made.subjects.all()] == [person.pk]
        assert made.reference == "/inbox/7/"
    assert client.post(address, {"right": "erasure"}).status_code == 400


def test_from_receipt_to_a_refusal_with_ground_reasons_and_remedy(officer: Client):
    now = utc_now()
    with purpose("service"):
        person = make_person(given_name="Max")
    request = make_request("erasure", now=now, requester_email="max@example.org", language="en")
    act(officer, request, "add", kind="person", number=str(person.pk))
    act(officer, request, "assign", to=str(officer.session["_auth_user_id"]))
    act(officer, request, "ask", doubt="", how="An order number")
    assert request_of(request.pk).identity_asked_at is None
    act(officer, request, "ask", doubt="Another address than on the record", how="An order number")
    assert request_of(request.pk).state == "identity"
    act(officer, request, "settle", confirmed="1")
    act(officer, request, "extend", reason="Three systems")
    held = request_of(request.pk)
    assert held.extended_at and held.due_on > request.due_on + timedelta(days=50)
    assert "Three systems" in mail.outbox[0].body and "CNIL" in mail.outbox[0].body
    decide = {
        "outcome": "refused",
        "ground": "accurate",
        "reasons": "No.",
        "answer": "No.",
        "answered_how": "mail",
    }
    assert b"no such ground" in act(officer, request, "decide", **decide).content
    decide["ground"] = "legal_duty"
    assert act(officer, request, "decide", **decide | {"reasons": ""}).status_code == 400
    assert act(officer, request, "decide", **decide).status_code == 302
    held = request_of(request.pk)
    assert (held.state, held.refusal_ground) == ("refused", "legal_duty")
    assert mail.outbox[1].to == ["max@example.org"] and mail.outbox[1].body == "No."
    with purpose("legal_duty"):
        steps = list(RightsStep.objects.filter(request=request).values_list("verb", flat=True))
    assert steps == [
        "received", "subject_added", "assigned", "identity_asked", "identity_confirmed", "extended", "refused",
    ]  # fmt: skip
    # The log says what was done, and not a word of anybody.
    assert not [
        one for one in AuditEntry.objects.filter(verb__startswith="rights.") if "Three" in str(one.detail)
    ]
    assert act(officer, request, "assign").status_code == 302
    assert request_of(request.pk).state == "refused", "closed is closed"


def test_a_mail_that_does_not_leave_closes_nothing(officer: Client, settings):
    request = make_request("access", now=utc_now())
    said = {"outcome": "met", "answer": "Here.", "answered_how": "mail", "reasons": ""}
    assert act(officer, request, "decide", **said).status_code == 400  # no address is known
    assert request_of(request.pk).state == "new"
    request = make_request("access", now=utc_now(), requester_email="a@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert act(officer, request, "decide", **said).status_code == 400
    assert request_of(request.pk).state == "new"


def test_erasing_asks_for_a_word_and_shows_what_goes_and_stays(officer: Client, files_folder):
    person, _handles, _feed = plant_person()
    request = make_request("erasure", now=utc_now(), person_ids=[person.pk])
    address = reverse("rights-erase", args=(request.pk,))
    page = officer.get(address).content.decode()
    assert "addresses they gave" in page and "What stays" in page and NAME in page
    assert officer.post(address, {"typed": "erase"}).status_code == 400
    with purpose("legal_duty"):
        assert not Erasure.objects.exists()
    assert (
        officer.post(address, {"typed": f" erase {request.pk} ", "bars_collection": "1"}).status_code == 302
    )
    officer.post(address, {"typed": f"ERASE {request.pk}"})  # pressed twice: one erasure
    with purpose("legal_duty"):
        erasure = Erasure.objects.get()
    run_erasure(erasure.pk, now=utc_now())
    page = officer.get(reverse("rights-request", args=(request.pk,))).content.decode()
    assert "erased" in page and "Note that they were told" in page
    key = erasure.recipients[0]["key"]
    act(officer, request, "told", key=key)
    with purpose("legal_duty"):
        erasure.refresh_from_db()
        assert erasure.recipients[0]["told_at"]
        assert set(Person.objects.values_list("given_name", flat=True)) == {""}
    assert officer.get(reverse("rights-erase", args=(make_request("access").pk,))).status_code == 404


def test_restriction_hides_the_record_and_lifting_shows_it_again(officer: Client):
    with purpose("service"):
        person = make_person()
    request = make_request("restriction", now=utc_now(), person_ids=[person.pk])
    act(officer, request, "restrict")
    with purpose("service"):
        assert not Person.objects.exists()
    act(officer, request, "restrict", lift="1")
    with purpose("service"):
        assert Person.objects.exists()


def test_an_objection_ends_what_rested_on_consent(officer: Client):
    with purpose("service"):
        person = make_person()
        consent_to(person, "prospecting")
    request = make_request("objection", now=utc_now(), person_ids=[person.pk], purposes=["prospecting"])
    act(officer, request, "object")
    with purpose("legal_duty"):
        assert not CurrentConsent.objects.filter(person=person, is_given=True).exists()
    said = {
        "outcome": "refused",
        "ground": "compelling",
        "reasons": "x",
        "answer": "x",
        "answered_how": "letter",
    }
    assert b"cannot be refused" in act(officer, request, "decide", **said).content


def fetched(client: Client, link: str) -> zipfile.ZipFile | None:
    assert client.get(link).status_code == 200  # looking uses nothing up
    answer = client.post(link)
    if answer.status_code != 200 or answer["Content-Type"] != "application/zip":
        return None
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_copy_is_whole_readable_and_fetched_once(officer: Client, files_folder):
    person, handles, _feed = plant_person(file=b"a letter")
    with purpose("service"):
        Person.objects.filter(pk=person.pk).update(city='=HYPERLINK("http://x")')
    request = make_request("access", now=utc_now(), person_ids=[person.pk], language="fr")
    act(officer, request, "order")
    with purpose("legal_duty"):
        archive = RightsArchive.objects.get()
    assert build_archive(archive.pk, now=utc_now())
    assert not build_archive(archive.pk, now=utc_now()), "built once"
    sealed = b"".join(path.read_bytes() for path in (files_folder / "rights").iterdir())
    assert SAID.encode() not in sealed and b"PK\x03\x04" not in sealed, "nothing lies open on the disk"
    act(officer, request, "link")
    link = officer.session[f"copy-link-{request.pk}"]
    path = link[link.index("/privacy/") :]
    stranger = Client()
    copy = fetched(stranger, path)
    assert copy is not None
    names = copy.namelist()
    assert {
        "data.json",
        "index.html",
        "style.css",
        "tables/people_person.csv",
        "files/0001-letter.txt",
    } <= set(names)
    data = json.loads(copy.read("data.json"))
    assert (data["format"], data["right"], data["handles"]) == (
        "parvis-person-copy",
        "access",
        sorted(handles),
    )
    said = data["data"]["conversations"]["conversations_message"]
    assert [SAID in one["text"] for one in said] == [True]
    assert PUBLIC in data["data"]["listening"]["listening_mention"][0]["text"]
    assert "somebodyelse" not in copy.read("data.json").decode(), "nothing of others"
    page = copy.read("index.html").decode()
    assert NAME in page and "vos données" in page.lower() and "<script" not in page
    assert copy.read("files/0001-letter.txt") == b"a letter"
    # A spreadsheet runs nothing of it.
    assert "'=HYPERLINK" in copy.read("tables/people_person.csv").decode()
    assert stranger.get(path).status_code == 404 and fetched_again(stranger, path) == 404
    assert stranger.post("/privacy/copy/guessed/").status_code == 404


def fetched_again(client: Client, path: str) -> int:
    return client.post(path).status_code


def test_to_take_along_is_what_they_gave_and_nothing_that_was_concluded(officer: Client, files_folder):
    person, _handles, _feed = plant_person()
    request = make_request("portability", now=utc_now(), person_ids=[person.pk])
    act(officer, request, "order")
    with purpose("legal_duty"):
        archive = RightsArchive.objects.get()
    build_archive(archive.pk, now=utc_now())
    act(officer, request, "link")
    link = officer.session[f"copy-link-{request.pk}"]
    copy = fetched(Client(), link[link.index("/privacy/") :])
    assert copy is not None
    data = json.loads(copy.read("data.json"))["data"]
    assert set(data) >= {"people", "conversations"} and "listening" not in data
    assert "sentiment" not in str(data) and SAID in str(data) and EMAIL in str(data)
    assert "people_note" not in data["people"] and "people_identity_link" not in data["people"]


def test_a_link_that_is_over_opens_nothing(officer: Client, files_folder):
    from parvis.people.actions.rights_archive import archive_behind, make_link

    person, _handles, _feed = plant_person()
    request = make_request("access", now=utc_now(), person_ids=[person.pk])
    act(officer, request, "order")
    with purpose("legal_duty"):
        archive = RightsArchive.objects.get()
    build_archive(archive.pk, now=utc_now())
    now = utc_now()
    first = make_link(archive, by=SYSTEM, now=now)
    second = make_link(archive, by=SYSTEM, now=now)
    assert archive_behind(first, now=now) is None, "a newer link ends the older"
    assert archive_behind(second, now=now + timedelta(days=6)) is not None
    assert archive_behind(second, now=now + timedelta(days=7)) is None


def test_the_public_form_keeps_nothing_before_the_code_and_takes_it_once(client: Client):
    with purpose("service"):
        person = make_person()
        make_contact_point(person, "ana@example.org")
    address = reverse("privacy-request")
    said = {"right": "access", "email": "ana@example.org", "name": "Ana", "words": "All of it"}
    page = client.post(address, said).content.decode()
    stranger = client.post(address, said | {"email": "nobody@example.org"}).content.decode()
    assert page.count("<form") == stranger.count("<form"), "the answer tells nobody who is known"
    with purpose("legal_duty"):
        assert not RightsRequest.objects.exists()
    signed = re.findall(r'name="signed" value="([^"]+)"', page)[0]
    (code,) = re.findall(r"\b\d{8}\b", mail.outbox[0].body)[:1]
    wrong = f"{(int(code) + 1) % 10**8:08}"
    assert client.post(address, {"signed": signed, "code": wrong}).status_code == 400
    assert client.post(address, {"signed": signed[:-3] + "abc", "code": code}).status_code == 400
    assert client.post(address, {"signed": signed, "code": code}).status_code == 302
    assert client.post(address, {"signed": signed, "code": code}).status_code == 400, "used"
    with purpose("legal_duty"):
        made = RightsRequest.objects.get()
        assert (made.channel, made.is_email_verified, made.requester_email) == (
            "form",
            True,
            "ana@example.org",
        )
        assert [one.person_id for one in made.subjects.all()] == [person.pk]


def test_a_code_is_not_guessed_and_nobody_is_flooded(client: Client):
    address = reverse("privacy-request")
    said = {"right": "access", "email": "ana@example.org"}
    page = client.post(address, said).content.decode()
    signed = re.findall(r'name="signed" value="([^"]+)"', page)[0]
    code = re.findall(r"\b\d{8}\b", mail.outbox[0].body)[0]
    for _n in range(5):
        client.post(address, {"signed": signed, "code": "00000000" if code != "00000000" else "1"})
    assert client.post(address, {"signed": signed, "code": code}).status_code == 400, "tried too often"
    for _n in range(4):
        answer = client.post(address, said)
    assert answer.status_code == 429
    assert len(mail.outbox) == 3, "one address gets three mails an hour, whoever asks"
    # A machine that fills in what people do not see is told what it wants to hear.
    assert client.post(address, said | {"email": "x@example.org", "website": "spam"}).status_code == 200
    assert len(mail.outbox) == 3
