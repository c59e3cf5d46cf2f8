"""The public pages: what a visitor, a member and an employee see and may do, through real requests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from parvis.community.actions.join import MOST_TRIES, new_code, use_code
from parvis.community.logic.errors import CodeRefused
from parvis.community.models import Answer, Member, MemberContact, Question
from parvis.community.web.sessions import COOKIE, log_in
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    client, carrier = Client(), HttpResponse()
    log_in(carrier, member)
    client.cookies = carrier.cookies
    return client


def test_a_newcomer_joins_with_a_code_and_a_name(client):
    client.post("/community/log-in/", {"email": "Zoe@example.org", "next": "/community/ask/"})
    code = re.search(r"\d{8}", mail.outbox[0].body).group()
    page = client.post("/community/log-in/code/", {"email": "zoe@example.org", "code": code}).content.decode()
    proof = re.search(r'name="proof" value="([^"]+)"', page).group(1)
    answer = client.post(
        "/community/log-in/name/", {"proof": proof, "name": "Zoé", "next": "https://evil.example/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/community/")
    assert "Zoé" in client.get("/community/").content.decode()
    assert client.get("/community/ask/").status_code == 200
    client.post("/community/log-out/")
    assert "Zoé" not in client.get("/community/").content.decode()


def test_a_code_is_good_once_for_a_while_and_for_few_tries():
    with purpose("membership"):
        now = utc_now()
        code = new_code("a@example.org", now=now)
        assert use_code("a@example.org", code, now=now) is None
        for refused in (code, "00000000"):
            with pytest.raises(CodeRefused):
                use_code("a@example.org", refused, now=now)
        late = new_code("a@example.org", now=now)
        with pytest.raises(CodeRefused):
            use_code("a@example.org", late, now=now + timedelta(minutes=16))
        guessed = new_code("b@example.org", now=now)
        wrong = f"{(int(guessed) + 1) % 10**8:08d}"
        for _ in range(MOST_TRIES):
            with pytest.raises(CodeRefused):
                use_code("b@example.org", wrong, now=now)
        with pytest.raises(CodeRefused):
            use_code("b@example.org", guessed, now=now)


def test_addresses_of_members_are_hidden_without_a_purpose():
    member = make_member()
    with purpose("membership"):
        MemberContact.objects.create(member=member, email="c@example.org", email_hash="x")
        assert MemberContact.objects.count() == 1
    assert MemberContact.objects.count() == 0
    with purpose("service"):
        assert MemberContact.objects.count() == 0


def test_logging_out_everywhere_ends_an_old_cookie():
    member = make_member("Old hand")
    client = client_of(member)
    assert "Old hand" in client.get("/community/").content.decode()
    Member.objects.update(session_epoch=1)
    assert "Old hand" not in client.get("/community/").content.decode()
    client.cookies[COOKIE] = "forged"
    assert client.get("/community/").status_code == 200


def test_a_question_page_reads_whole_and_its_address_is_one(client):
    asked = make_question(text="**So**: what now?")
    given = make_answer(asked, text="Try this.")
    Question.objects.update(accepted=given)
    address = f"/community/questions/{asked.pk}/{asked.slug}/"
    assert client.get(f"/community/questions/{asked.pk}/other/")["Location"] == address
    page = client.get(address).content.decode()
    assert "<strong>So</strong>" in page
    assert page.count("Try this.") == 2  # read once, and for search engines
    assert '"@type": "QAPage"' in page
    assert client.post(address).status_code == 405


def test_members_answer_vote_and_accept_without_javascript():
    asker, helper = make_member(), make_member()
    asked = make_question(by=asker)
    address = f"/community/questions/{asked.pk}/"
    answer = client_of(helper).post(f"{address}answer/", {"text": "Calibrate.", "once": "c" * 32})
    assert answer["Location"].endswith(f"#answer-{Answer.objects.get().pk}")
    given = Answer.objects.get()
    asking = client_of(asker)
    assert asking.post(f"{address}act/helpful/", {"answer": given.pk}).status_code == 302
    assert asking.post(f"{address}act/accept/", {"answer": given.pk}).status_code == 302
    given.refresh_from_db()
    asked.refresh_from_db()
    assert (given.helpful_count, asked.accepted_id) == (1, given.pk)
    refused = client_of(helper).post(f"{address}act/helpful/", {"answer": given.pk})
    assert (refused.status_code, "your vote does not count" in refused.content.decode()) == (422, True)


def test_a_visitor_who_answers_logs_in_first(client):
    asked = make_question()
    answer = client.post(f"/community/questions/{asked.pk}/answer/", {"text": "x", "next": "/community/"})
    assert answer["Location"] == "/community/log-in/?next=%2Fcommunity%2F"


@pytest.mark.parametrize("state", ["withheld", "removed"])
def test_what_is_withheld_is_seen_by_its_author_alone(client, state):
    asker = make_member()
    asked = make_question(by=asker, title="A secret that was withheld")
    Question.objects.update(state=state)
    address = f"/community/questions/{asked.pk}/{asked.slug}/"
    assert client.get(address).status_code == 404
    assert client_of(make_member()).get(address).status_code == 404
    assert client_of(asker).get(address).status_code == 200
    for page in ("/community/", "/community/?q=secret", "/community/ask/similar/?title=secret+withheld"):
        assert "A secret" not in client.get(page).content.decode()


def test_a_private_board_stays_private(client):
    board = make_board("Circle", is_private=True)
    make_question(board=board, by=make_member(is_super_user=True), title="Only among ourselves")
    for page in ("/community/", "/community/?q=ourselves", f"/community/boards/{board.slug}/"):
        assert "Only among" not in client.get(page).content.decode()
    assert "Only among" in client_of(make_member(is_super_user=True)).get("/community/").content.decode()


def test_lists_are_paged_by_key(client):
    board, member = make_board(), make_member(staff=None, is_super_user=True)
    for number in range(33):
        make_question(
            board=board, by=member, title=f"Question number {number:02}", now=NOON + timedelta(minutes=number)
        )
    first = client.get("/community/").content.decode()
    assert "Question number 32" in first
    assert "Question number 02" not in first
    after = re.search(r"after=([^\"]+)\"", first).group(1)
    assert "Question number 02" in client.get(f"/community/?order=active&after={after}").content.decode()
    assert client.get("/community/?after=nonsense").status_code == 200


def test_search_finds_other_forms_and_similar_questions_other_words(client):
    make_question(title="Mes vélos électriques freinent mal", text="Que faire ?", language="fr")
    assert "freinent mal" in client.get("/community/", {"q": "velo électrique"}).content.decode()
    make_question(title="The battery does not charge in winter", text="It is cold.")
    found = client.get("/community/ask/similar/", {"title": "charging the battery when it is cold"})
    assert "does not charge in winter" in found.content.decode()
    assert client.get("/community/ask/similar/", {"title": "\x00 (&|!"}).status_code == 200


def test_reading_is_counted_by_the_page_not_by_crawlers(client):
    asked = make_question()
    client.get(f"/community/questions/{asked.pk}/{asked.slug}/")
    member = make_member()
    for reader in (client, client_of(member)):
        told = reader.post(f"/community/questions/{asked.pk}/read/", {"seconds": "9999", "answers": "3"})
        assert told.status_code == 204
    asked.refresh_from_db()
    assert asked.view_count == 2
    day = member.days.get()
    assert (day.questions_entered, day.answers_read, day.seconds) == (1, 0, 300), (
        "no answer is there to be read"
    )


def test_the_pages_speak_french(client):
    page = client.get("/community/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page
    assert "Poser une question" in page


def test_what_is_not_there_is_said_in_the_place_s_own_frame(client):
    for path in ("/community/questions/999999/", "/community/members/999999/", "/community/articles/999999/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert 'class="top-search"' in answer.content.decode(), path
