"""What members are told: together, once, as they chose; and the ways out, by a real mail server."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from parvis.community.actions.accept import accept
from parvis.community.actions.answer import answer
from parvis.community.actions.assign import assign
from parvis.community.actions.badges import save_badge
from parvis.community.actions.digest import enqueue_digests, mail_digest
from parvis.community.actions.experts import invite
from parvis.community.actions.follow import follow
from parvis.community.actions.join import join
from parvis.community.actions.notice_mail import enqueue_due, mail_notice
from parvis.community.actions.notices import choose, read_notices, tell_of_answers, tell_what_is_new
from parvis.community.actions.tell import tell_of_badge, tell_of_invitation, tell_of_trust
from parvis.community.actions.vote import vote_helpful
from parvis.community.models import Member, MemberContact, Notice
from parvis.community.reads.notice_links import MAILBOX_FACT
from parvis.community.reads.notice_words import notice_sentence
from parvis.community.web.sessions import log_in
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.foundation.installation import state_fact
from parvis.foundation.models import StoredEvent
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.peers.smtp import smtp_server

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def smtp(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "house@example.org"
        settings.ORIGIN = "https://velo.example"
        yield server


def joined(name="Ana Lind", address="ana@example.com", language="en") -> Member:
    with purpose("membership"):
        member = join(email=address, name=name, language=language, now=NOON)
    Member.objects.filter(pk=member.pk).update(trust=Member.BASIC)
    member.refresh_from_db()
    return member


def deliver_all():
    for pk in StoredEvent.objects.order_by("pk").values_list("pk", flat=True):
        deliver_now(pk)


def send_due(now):
    due = Notice.objects.filter(mail_due_at__lte=now).values_list("pk", flat=True)
    return sum(mail_notice(pk, now=now) for pk in list(due))


def mails(server):
    return [email.message_from_bytes(one.content, policy=email.policy.default) for one in server.taken]


def test_a_flood_is_one_mail_and_what_follows_waits(smtp):
    asker = joined()
    asked = make_question(by=asker)
    for n in range(12):
        make_answer(asked, text=f"Idea number {n}.", now=NOON + MINUTE)
    answer(asked, text="My own words.", by=asker, now=NOON + MINUTE)
    tell_of_answers(now=NOON + 2 * MINUTE)
    assert tell_of_answers(now=NOON + 2 * MINUTE) == 0
    notice = Notice.objects.get(member=asker)
    assert (notice.count, notice.first_position, notice.last_position) == (12, 1, 12)
    assert send_due(NOON + 2 * MINUTE) == 1
    assert mail_notice(notice.pk, now=NOON + 2 * MINUTE) is False
    [sent] = mails(smtp)
    words = sent.get_body(("plain",)).get_content()
    assert (sent["To"], sent["Subject"]) == ("ana@example.com", f"Re: {asked.title}")
    assert "Idea number 4." in words and "Idea number 5." not in words and "7 more texts" in words
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Reply-To"] is None  # no mailbox was chosen

    make_answer(asked, text="One more.", now=NOON + 3 * MINUTE)
    tell_of_answers(now=NOON + 4 * MINUTE)
    assert send_due(NOON + 10 * MINUTE) == 0
    assert send_due(NOON + 17 * MINUTE) == 1  # 15 minutes after the first, then 30
    assert "One more." in mails(smtp)[1].get_body(("plain",)).get_content()
    assert "Idea number 11." not in mails(smtp)[1].get_body(("plain",)).get_content()
    asker.refresh_from_db()
    assert (asker.unread_notices, Notice.objects.filter(member=asker).count()) == (1, 1)
    assert read_notices(asker, question_id=asked.pk, now=NOON + 20 * MINUTE) == 1
    asker.refresh_from_db()
    assert asker.unread_notices == 0


def test_a_picture_in_an_answer_is_seen_in_the_mail(smtp, settings):
    settings.ORIGIN = "https://house.example"
    asked = make_question(by=joined())
    make_answer(asked, text=f"Like this: ![a wheel](/community/pictures/{'a' * 64})", now=NOON + MINUTE)
    tell_of_answers(now=NOON + 2 * MINUTE)
    assert send_due(NOON + 2 * MINUTE) == 1
    shown = mails(smtp)[0].get_body(("html",)).get_content()
    assert f'src="https://house.example/community/pictures/{"a" * 64}"' in shown
    assert 'src="/' not in shown and 'href="/' not in shown


def test_an_employee_a_muted_question_and_a_stopped_kind_get_no_mail(smtp):
    asker, silent, mute = joined(), joined("Bo Berg", "bo@example.com"), joined("Cy Dahl", "cy@example.com")
    asked = make_question(by=asker)
    for member in (silent, mute):
        follow(asked, by=member, is_wanted=True, now=NOON)
    choose(silent.pk, {"answers": "never", "decisions": "never", "nonsense": "now"})
    follow(asked, by=mute, is_wanted=False, now=NOON)
    make_answer(asked)
    tell_what_is_new(now=NOON + 6 * MINUTE)
    tell_what_is_new(now=NOON + 7 * MINUTE)
    assert send_due(NOON + 7 * MINUTE) == 1
    assert [one.recipients for one in smtp.taken] == [["ana@example.com"]]
    assert set(Notice.objects.values_list("member_id", flat=True)) == {asker.pk, silent.pk}


def test_the_link_in_the_mail_stops_without_a_log_in(smtp):
    asker = joined()
    asked = make_question(by=asker)
    make_answer(asked)
    tell_of_answers(now=NOON + 6 * MINUTE)
    send_due(NOON + 7 * MINUTE)
    [sent] = mails(smtp)
    address = sent["List-Unsubscribe"].strip(" <>")
    path = address.removeprefix("https://velo.example")
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(path).status_code == 200
    assert contact(asker).notices == {}  # looking is not stopping
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert contact(asker).notices == {"answers": "never"}
    assert visitor.post(path[:-4] + "AAA/").status_code == 404
    words = sent.get_body(("plain",)).get_content()
    mute = next(line for line in words.splitlines() if "nothing more" in line).split()[-1]
    assert visitor.post(mute.removeprefix("https://velo.example")).status_code == 200
    assert asker.follows.get(question=asked).is_wanted is False


def contact(member):
    with purpose("membership"):
        return MemberContact.objects.get(member=member)


def test_names_and_acceptance_are_told_once():
    helper, other = joined("Léa Bonnet", "lea@example.com"), joined("Bo Berg", "bo@example.com")
    asker = make_member()
    asked = make_question(by=asker, text="Perhaps @Léa Bonnet, you know? `@Bo Berg` is code. @nobody at all.")
    given = answer(asked, text="@bo berg knows.", by=helper, now=NOON + MINUTE)
    accept(given, by=asker, now=NOON + 2 * MINUTE)
    deliver_all()
    told = set(Notice.objects.values_list("member__name", "kind"))
    assert told == {("Léa Bonnet", "named"), ("Bo Berg", "named"), ("Léa Bonnet", "accepted")}
    deliver_all()
    assert Notice.objects.count() == 3
    other.refresh_from_db()
    assert other.unread_notices == 1


def test_whom_the_desk_asks_is_told_and_may_reply_by_mail(smtp):
    helper, colleague = joined("Léa Bonnet", "lea@example.com"), make_user()
    Member.objects.filter(pk=helper.pk).update(is_super_user=True)
    helper.refresh_from_db()
    state_fact(MAILBOX_FACT, {"connection_id": make_connection(
        "email", channel="email", settings={"address": "service@example.org"}).pk})  # fmt: skip
    asked = make_question(title="Which key opens the lock?", text="It came with **none**.")
    assign(asked, to=helper, by=colleague, now=NOON + MINUTE)
    deliver_all()
    notice = Notice.objects.get(member=helper)
    assert send_due(utc_now()) == 1
    [told] = mails(smtp)
    assert told["Subject"].strip() == "The team asks you to answer “Which key opens the lock?”"
    assert "It came with" in told.get_body(("plain",)).get_content()
    assert told["Reply-To"].startswith("service+")
    # Taken back before anybody told of it: nothing is said any more.
    notice.delete()
    again = make_question(title="Which key opens the box?")
    assign(again, to=helper, by=colleague, now=NOON + MINUTE)
    assign(again, to=None, by=colleague, now=NOON + 2 * MINUTE)
    deliver_all()
    assert Notice.objects.filter(question=again).count() == 0


def test_a_refused_address_is_written_to_no_more(smtp):
    asker = joined()
    smtp.answers["RCPT"] = "550 5.1.1 no such user"
    for n in range(4):
        asked = make_question(by=asker, title=f"Question number {n} of mine", now=NOON + n * DAY)
        make_answer(asked, now=NOON + n * DAY + MINUTE)
        tell_of_answers(now=NOON + n * DAY + 2 * MINUTE)
        assert send_due(NOON + n * DAY + 2 * MINUTE) == 0
    assert contact(asker).bounce_count == 3
    assert Notice.objects.filter(mail_due_at__isnull=False).count() == 0


def test_a_digest_comes_when_there_is_something(smtp, settings):
    settings.COMMUNITY_ORIGIN = "https://place.example"  # where members are logged in
    member = joined("Ana Lind", "ana@example.com", "fr")
    board = make_board()
    asked = make_question(by=member, board=board, title="Ma propre question ici")
    given = answer(
        make_question(board=board, title="Eine andere Frage hier"), text="So.", by=member, now=NOON + MINUTE
    )
    later = NOON + 6 * DAY
    good = make_question(board=board, title="How do I true a wheel?", now=later)
    helpful = make_answer(good, now=later)
    vote_helpful(helpful, by=make_member(), is_helpful=True, now=later)
    vote_helpful(given, by=make_member(), is_helpful=True, now=later)
    make_question(board=board, title="Nobody cares about this", now=later)
    make_question(title="Another board altogether", now=later)
    assert enqueue_digests(now=NOON + 6 * DAY) == 0
    assert enqueue_digests(now=NOON + 7 * DAY) == 1
    assert mail_digest(member.pk, now=NOON + 7 * DAY + MINUTE) is True
    assert mail_digest(member.pk, now=NOON + 7 * DAY + MINUTE) is False
    [sent] = mails(smtp)
    words = sent.get_body(("plain",)).get_content()
    assert "How do I true a wheel?" in words and "Another board" not in words and asked.title not in words
    assert set(re.findall(r"https?://[^/]+/", words)) == {"https://place.example/"}
    shown = sent.get_body(("html",)).get_content()
    assert '<html lang="fr">' in shown and "https://place.example/community/stop/" in shown
    assert words.index("How do I true a wheel?") < words.index("Nobody cares about this")
    assert "List-Unsubscribe" in sent
    assert (
        mail_digest(member.pk, now=NOON + 15 * DAY) is False
    )  # questions that wait are no reason of their own
    assert enqueue_digests(now=NOON + 15 * DAY) == 0


def test_the_page_shows_what_is_new_and_leads_to_the_first_new_text(client):
    member = joined()
    asked = make_question(by=member)
    for n in range(21):
        make_answer(asked, text=f"Answer number {n}.")
    tell_of_answers(now=NOON + 6 * MINUTE)
    notice = Notice.objects.get(member=member)
    response = HttpResponse()
    log_in(response, member)
    client.cookies = response.cookies
    shown = client.get("/community/notices/").content.decode()
    assert "21 new texts" in shown and 'class="count">1' in shown
    led = client.get(f"/community/notices/{notice.pk}/")
    assert led["Location"].endswith(f"#answer-{asked.answers.get(position=1).pk}")
    assert 'class="count"' not in client.get("/community/notices/").content.decode()
    assert (
        client.post("/community/notices/settings/", {"answers": "digest", "rhythm": "daily"}).status_code
        == 302
    )
    assert contact(member).notices == {"answers": "digest", "rhythm": "daily"}
    stranger = Client()
    assert stranger.get("/community/notices/").status_code == 302
    assert enqueue_due(now=NOON + 7 * MINUTE) == 0


def test_what_was_earned_is_named_and_an_invitation_leads_to_where_it_is_answered():
    member = joined()
    badge = save_badge(
        None, kind="badge", name_en="Twice", name_fr="Deux fois", about_en="", about_fr="",
        formula="answers >= 2", position=1, by=make_user(), now=NOON,
    )  # fmt: skip
    tell_of_badge(badge.pk, [member.pk], now=NOON)
    tell_of_trust(member.pk, now=NOON)
    term = invite(member, words="", contact=make_user(), by=make_user(), now=NOON)
    tell_of_invitation(term.pk, now=NOON)
    told = list(Notice.objects.filter(member=member).order_by("pk"))
    assert [one.path for one in told] == [
        f"/community/members/{member.pk}/", "/community/me/level/", "/community/me/expert/",
    ]  # fmt: skip
    assert notice_sentence(told[0], "") == "You earned “Twice”"
    with override("fr"):
        assert "Deux fois" in notice_sentence(told[0], "")
