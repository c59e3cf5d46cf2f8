"""Replies and questions by mail: a real mailbox and a real mail server; what is forged is never published."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.test import Client

from parvis.channels.actions.fetch import fetch_connection
from parvis.community.actions.answer import answer
from parvis.community.actions.join import join
from parvis.community.actions.mail_back import mail_back
from parvis.community.actions.mailbox import choose_mailbox
from parvis.community.actions.notice_mail import mail_notice
from parvis.community.actions.notices import tell_of_answers
from parvis.community.logic.errors import MayNot
from parvis.community.logic.mail_addresses import read_address, reply_address
from parvis.community.logic.signatures import without_signature
from parvis.community.models import Answer, Draft, Member, MemberContact, Notice, Question
from parvis.community.reads.notice_links import MAILBOX_FACT, own_ask_address, public_ask_addresses, reply_to
from parvis.community.reads.notice_mail import message_id
from parvis.conversations.models import Conversation
from parvis.foundation.access import purpose
from parvis.foundation.installation import state_fact
from tests.factories.accounts import make_user
from tests.factories.channels import hear, make_connection, make_item
from tests.factories.community import make_answer, make_board, make_question
from tests.jobs import run_waiting_jobs
from tests.peers.dovecot import dovecot_server, has_dovecot
from tests.peers.smtp import smtp_server

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def joined(name="Ana Lind", address="ana@example.com") -> Member:
    with purpose("membership"):
        member = join(email=address, name=name, language="en", now=NOW)
    Member.objects.filter(pk=member.pk).update(trust=Member.BASIC)
    member.refresh_from_db()
    return member


@pytest.fixture
def mailbox(db):
    connection = make_connection("email", channel="email", settings={"address": "service@example.org"})
    state_fact(MAILBOX_FACT, {"connection_id": connection.pk})
    return connection


def receive(connection, text, *, sender="ana@example.com", to, **fields):
    item = make_item(
        text,
        author=sender,
        addressed=True,
        recipient_handle=to,
        published_at=NOW,
        **{"title": "Re: it", **fields},
    )
    hear(connection, item, now=NOW)
    return item


def sent_back(jobs):
    return [one.args["why"] for one in jobs.objects.filter(task_name="community.mail_back").order_by("pk")]


@pytest.fixture
def jobs(db):
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob


@pytest.mark.skipif(not has_dovecot(), reason="dovecot absent: apt-get install dovecot-imapd")
@pytest.mark.django_db(transaction=True)
def test_a_super_user_answers_by_mail(database_addresses, settings):
    with dovecot_server() as box, smtp_server() as smtp:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
        settings.DEFAULT_FROM_EMAIL = "house@example.org"
        connection = make_connection(
            "email", channel="email",
            settings={"address": box.address, "imap_host": "127.0.0.1", "imap_port": box.port,
                      "imap_security": "plain", "authserv_id": "mx.example.org"},
            secrets={"password": box.password},
        )  # fmt: skip
        state_fact(MAILBOX_FACT, {"connection_id": connection.pk})
        helper = joined()
        asked = make_question(now=NOW)
        answer(asked, text="I follow this.", by=helper, now=NOW)
        make_answer(asked, text="Is it the *cable*?", now=NOW)
        tell_of_answers(now=NOW)
        assert mail_notice(Notice.objects.get(member=helper).pk, now=NOW)
        told = email.message_from_bytes(smtp.taken[0].content, policy=email.policy.default)

        reply = EmailMessage()
        reply["From"], reply["To"] = "Ana <ana@example.com>", told["Reply-To"]
        reply["Subject"], reply["Message-ID"] = told["Subject"], "<r1@example.com>"
        reply["In-Reply-To"] = reply["References"] = told["Message-ID"]
        reply.set_content(
            "Yes: tighten **both** screws.\n\n-- \nAna Lind\nTel. 01 23\n\n"
            f"On Mon, 2 Mar 2026 at 12:00, Velo <house@example.org> wrote:\n> {told['Subject']}\n> cable\n"
        )
        plain = EmailMessage()
        plain["From"], plain["To"], plain["Message-ID"] = "x@example.com", box.address, "<p1@example.com>"
        plain["Subject"] = "Where is my parcel?"
        plain.set_content("It has not come.")
        forged = reply.as_bytes().replace(b"<r1@", b"<r2@").replace(b"tighten", b"loosen")
        box.deliver(
            b"Authentication-Results: mx.example.org; dmarc=fail header.from=example.com\r\n" + forged,
            reply.as_bytes(), plain.as_bytes(), reply.as_bytes(),
        )  # fmt: skip
        fetch_connection(connection.pk, now=NOW)
        run_waiting_jobs(database_addresses)
        [written] = Answer.objects.filter(origin="mail")
        assert (written.author, written.question, written.text) == (
            helper,
            asked,
            "Yes: tighten **both** screws.",
        )
        assert [one.subject for one in Conversation.objects.filter(channel="email")] == [
            "Where is my parcel?"
        ]


def test_what_is_forged_is_never_published(mailbox, jobs):
    victim, other = joined(), joined("Bo Berg", "bo@example.com")
    asked = make_question(now=NOW)
    good = reply_to(victim.pk, asked.pk, now=NOW)
    of_other = reply_to(other.pk, asked.pk, now=NOW)
    receive(mailbox, "Buy this", to=good[:-18] + "aaaa" + good[-14:])
    receive(mailbox, "Buy this", to=good.replace("+r", "+r9"))
    receive(mailbox, "Buy this", to=of_other)  # another's address
    receive(mailbox, "Buy this", to=good, sender="eve@example.com")
    receive(mailbox, "I am away", to=good, is_automatic=True)
    receive(mailbox, "Not delivered", to=good, bounced_external_id="x@y", bounce_reason="permanent: 5.1.1")
    receive(mailbox, "So late", to=reply_to(victim.pk, asked.pk, now=NOW - 91 * DAY))
    assert Answer.objects.count() == Conversation.objects.count() == 0
    assert sent_back(jobs) == [
        "other-address",
        "other-address",
    ]  # one a day each: ana's last one is not the first
    receive(mailbox, "Again", to=good, sender="eve@example.com")
    assert len(sent_back(jobs)) == 2
    item = receive(mailbox, "Good words", to=good)
    assert [one.text for one in Answer.objects.all()] == ["Good words"]
    assert Answer.objects.get().external_id == item.external_id


def test_what_the_mail_server_calls_forged_is_not_published(mailbox, jobs):
    member, board = joined(), make_board(slug="brakes")
    good = reply_to(member.pk, make_question(now=NOW).pk, now=NOW)
    receive(mailbox, "Buy this", to=good, sender_check="fail")
    receive(
        mailbox,
        "Buy this",
        to=own_ask_address(member.pk, board),
        sender_check="fail",
        title="Why does it ring?",
    )
    receive(
        mailbox,
        "Buy this",
        to=public_ask_addresses([board])[0][1],
        sender_check="fail",
        title="Why does it ring?",
    )
    receive(
        mailbox,
        "Buy this",
        to=public_ask_addresses([board])[0][1],
        sender_check="fail",
        sender="new@example.com",
    )
    receive(mailbox, "Buy this", to=good, sender_check="fail", sender="bo@example.com")
    assert (Answer.objects.count(), Question.objects.count(), Draft.objects.count()) == (0, 1, 0)
    # One mail to the member whose name was used; to others whose name may be taken, none.
    assert sent_back(jobs) == ["unproven"]
    receive(mailbox, "I mean it", to=good, sender_check="none")
    assert Answer.objects.count() == 1


def test_where_a_check_is_asked_for_what_nobody_confirms_is_refused(mailbox, jobs):
    by, member = make_user(roles=("administrator",)), joined()
    with pytest.raises(MayNot, match="mailbox-unchecked"):
        choose_mailbox(mailbox.pk, asks_for_checks=True, by=by, now=NOW)
    mailbox.settings["authserv_id"] = "mx.example.org"
    mailbox.save()
    choose_mailbox(mailbox.pk, asks_for_checks=True, by=by, now=NOW)
    good = reply_to(member.pk, make_question(now=NOW).pk, now=NOW)
    for check in ("none", ""):
        receive(mailbox, "Words", to=good, sender_check=check)
    assert (sent_back(jobs), Answer.objects.count()) == (["unproven"], 0)
    receive(mailbox, "Words", to=good, sender_check="pass")
    assert Answer.objects.count() == 1


def test_a_reply_that_cannot_be_published_is_answered_once(mailbox, jobs):
    member = joined()
    asked = make_question(now=NOW)
    Question.objects.filter(pk=asked.pk).update(state="closed")
    for _ in range(3):
        receive(mailbox, "Words", to=reply_to(member.pk, asked.pk, now=NOW))
    assert (sent_back(jobs), Answer.objects.count()) == (["closed"], 0)


def test_questions_by_mail(mailbox, jobs):
    member, board = joined(), make_board(slug="brakes")
    receive(
        mailbox,
        "They squeal when wet.\n\n--\nAna",
        to=own_ask_address(member.pk, board),
        title="Why do brakes squeal?",
    )
    asked = Question.objects.get()
    assert (asked.title, asked.text, asked.author, asked.origin) == (
        "Why do brakes squeal?", "They squeal when wet.", member, "mail",
    )  # fmt: skip
    # Anybody may write this in anybody's name: it is a draft of the member's, and a way in for others.
    receive(mailbox, "And when dry?", to=public_ask_addresses([board])[0][1], title="Brakes again, at night")
    receive(
        mailbox,
        "Hello",
        to=public_ask_addresses([board])[0][1],
        sender="new@example.com",
        title="How do I begin here?",
    )
    assert Question.objects.count() == 1
    assert Draft.objects.get(member=member, place="ask").title == "Brakes again, at night"
    assert sent_back(jobs) == ["draft", "unknown"]
    assert Conversation.objects.count() == 0


def test_the_refusal_says_why_and_repeats_nothing(db, settings):
    with smtp_server() as smtp:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
        mail_back(number=3, to="eve@example.com", why="other-address", subject="Re: a\r\nBcc: x@y", in_reply_to="m@x",
                  language="en", path="/community/")  # fmt: skip
        sent = email.message_from_bytes(smtp.taken[0].content, policy=email.policy.default)
    assert "another address" in sent.get_content()
    assert (sent["Auto-Submitted"], sent["In-Reply-To"], sent["Bcc"]) == ("auto-replied", "<m@x>", None)


def test_a_bounce_of_ours_counts_against_the_address(mailbox):
    member = joined()
    notice = Notice.objects.create(member=member, kind="answers", path="/", at=NOW)
    receive(
        mailbox, "Undelivered", to="service@example.org", sender="mailer-daemon@example.org", is_automatic=True,
        bounced_external_id=message_id(notice).strip("<>"), bounce_reason="permanent: 5.1.1",
    )  # fmt: skip
    with purpose("membership"):
        assert MemberContact.objects.get().bounce_count == 1
    receive(
        mailbox, "Undelivered", to="service@example.org", sender="eve@example.org", is_automatic=True,
        bounced_external_id=f"notice-{notice.pk}-0-0-{'a' * 20}@example.org", bounce_reason="permanent: 5.1.1",
    )  # fmt: skip
    with purpose("membership"):
        assert MemberContact.objects.get().bounce_count == 1, "a made-up report silences nobody"
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes.\n\n-- \nAna\nTel.", "Yes."),
        ("Yes.\nEnvoyé de mon iPhone", "Yes."),
        ("One -- two\nthree", "One -- two\nthree"),
        ("-- \nonly a signature", "-- \nonly a signature"),
        ("Heading\n--\nwords\n-- \nAna", "Heading\n--\nwords"),
    ],
)
def test_signatures_go(text, kept):
    assert without_signature(text) == kept


def test_addresses_survive_programs_and_nothing_else():
    key, today = b"k" * 32, NOW.date()
    given = reply_address("Community@Example.org", member_id=2**40, question_id=12, today=today, key=key)
    assert len(given.partition("@")[0]) <= 64
    read = read_address(given.upper(), mailbox="community@example.org", today=today, key=key)
    assert (read.member_id, read.about_id, read.is_genuine, read.is_over) == (2**40, 12, True, False)
    assert (
        read_address(given, mailbox="community@example.org", today=today, key=b"x" * 32).is_genuine is False
    )
    assert (
        read_address("community@example.org", mailbox="community@example.org", today=today, key=key) is None
    )
    assert (
        read_address("community+news@example.org", mailbox="community@example.org", today=today, key=key)
        is None
    )


def test_addresses_for_mails_stand_where_they_help_and_only_where_there_is_a_mailbox(db):
    board, client, desk = make_board(slug="brakes"), Client(), Client()
    make_board(slug="house", is_private=True)
    desk.force_login(make_user(roles=("community_manager",)))
    address = "service+ask-brakes@example.org"
    assert "Ask by e-mail" not in client.get("/community/ask/").content.decode()
    connection = make_connection("email", channel="email", settings={"address": "service@example.org"})
    kept = desk.post("/community/desk/cases/mailbox/", {"mailbox": str(connection.pk)})
    assert kept.url == "/community/desk/mail/"
    page = client.get("/community/ask/").content.decode()
    assert f"mailto:{address}" in page and "ask-house" not in page
    settings_page = desk.get("/community/desk/mail/").content.decode()
    assert f"mailto:{address}" in settings_page and "ask-house" not in settings_page
    # The list of cases says how it is and where it is set.
    assert "/community/desk/mail/" in desk.get("/community/desk/cases/").content.decode()
    assert public_ask_addresses([board]) == [(board.name, address)]
