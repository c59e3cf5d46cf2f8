"""Reports made and sent: once a period, to a real mail server, never twice knowingly, by whoever answers for them."""

from __future__ import annotations

import email
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email import policy
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client

from parvis.accounts.models import User
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from parvis.reporting.actions.deliver import NotTaken, deliver
from parvis.reporting.actions.editions import enqueue_due, forget_editions, make_due, send_again, send_now
from parvis.reporting.actions.reports import save_report, take_over
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Delivery, Edition, Recipient, Report
from parvis.reporting.reads.stop_links import way_out
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.factories.listening import make_mention
from tests.factories.reporting import make_report
from tests.jobs import run_waiting_jobs
from tests.peers.smtp import smtp_server
from tests.processes import environment

WEDNESDAY = datetime(2026, 3, 18, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 23, 7, 0, 30, tzinfo=UTC)  # half a minute after 8:00 in Paris


@pytest.fixture
def mail_server(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.ORIGIN = "https://parvis.example.org"
        yield server


def reaching(port):
    """The environment of a process whose mail goes to this port."""
    return {
        "PARVIS_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "PARVIS_SMTP_HOST": "127.0.0.1",
        "PARVIS_SMTP_PORT": str(port),
    }


def hear(count=3, **fields):
    source = make_connection()
    for number in range(count):
        given = {"sentiment": "positive", "published_at": WEDNESDAY - timedelta(hours=number), **fields}
        make_mention(connection=source, **given)


def weekly(**wished):
    given = {"frequency": "weekly", "emails": ["board@example.org"], "now": WEDNESDAY, **wished}
    return make_report(**given)


def parts_of(taken):
    message = email.message_from_bytes(taken.content, policy=policy.default)
    return message, {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


@pytest.mark.django_db
def test_a_due_report_goes_to_every_recipient_with_figures_page_and_pdf(mail_server):
    hear()
    maker = make_user(roles=("marketer",), email="ines@example.org")
    report = weekly(maker=maker, name="La semaine", language="fr", user_ids=[maker.pk])
    edition = make_due(report.pk, now=MONDAY)
    for delivery in edition.deliveries.all():
        assert deliver(delivery.pk, now=MONDAY)
    assert [one.recipients for one in mail_server.taken] == [["ines@example.org"], ["board@example.org"]]
    (message, own), (_, outside) = map(parts_of, mail_server.taken)
    assert str(message["Subject"]).startswith("La semaine")
    text = own["text/plain"].get_content()
    assert "Mentions\u202f: 3" in text
    assert f"https://parvis.example.org/value/reports/{report.pk}/editions/{edition.pk}/" in text
    assert "/value/" not in outside["text/plain"].get_content()  # they have no account: the way out alone
    assert "Sentiment net" in own["text/html"].get_content()
    assert own["application/pdf"].get_content().startswith(b"%PDF-")
    assert own["application/pdf"].get_filename() == "la-semaine-2026-03-16.pdf"
    assert set(edition.deliveries.values_list("state", flat=True)) == {Delivery.SENT}


@pytest.mark.django_db
def test_people_outside_stop_a_report_by_one_click(client, mail_server):
    hear()
    maker = make_user(roles=("marketer",), email="ines@example.org")
    report = weekly(
        maker=maker, language="en", user_ids=[maker.pk], emails=["board@example.org", "bank@example.org"]
    )
    edition = make_due(report.pk, now=MONDAY)
    own, board, bank = edition.deliveries.order_by("pk")
    for delivery in (own, board):
        assert deliver(delivery.pk, now=MONDAY)
    (to_colleague, _), (message, parts) = map(parts_of, mail_server.taken)
    assert to_colleague["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(message["List-Unsubscribe"]).strip(" <>")
    assert url.startswith("https://parvis.example.org/reports/stop/") and "board" not in url
    assert url in parts["text/plain"].get_content() and url in parts["text/html"].get_content()
    path = url.removeprefix("https://parvis.example.org")
    assert report.name in client.get(path).content.decode()  # a GET changes nothing
    assert report.recipients.count() == 3
    report.recipients.filter(email="board@example.org").delete()  # written anew, as the editor does
    Recipient.objects.create(report=report, email="Board@example.org")
    for _ in range(2):
        done = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200 and not done.cookies and not done.content
    assert sorted(one.address for one in report.recipients.all()) == ["bank@example.org", "ines@example.org"]
    assert AuditEntry.objects.filter(verb="report.stopped").count() == 1
    # What waits for the other is not sent either, once they say so; no colleague is taken out by it.
    assert client.post(urlsplit(way_out(report, "bank@example.org")).path).status_code == 200
    assert not deliver(bank.pk, now=MONDAY) and len(mail_server.taken) == 2
    assert client.post(urlsplit(way_out(report, "ines@example.org")).path).status_code == 200
    assert report.recipients.count() == 1
    for wrong in (path[:-2] + "A/", "/reports/stop/1.x/", f"/reports/stop/{'x' * 300}/"):
        assert client.post(wrong).status_code == 404
    report.delete()
    assert client.post(path).status_code == 200


@pytest.mark.django_db
def test_a_period_is_made_once_however_often_the_job_runs():
    report = weekly()
    assert make_due(report.pk, now=MONDAY - timedelta(minutes=1)) is None
    assert make_due(report.pk, now=MONDAY) is not None
    assert make_due(report.pk, now=MONDAY) is None
    Report.objects.filter(pk=report.pk).update(next_at=MONDAY)  # as if the clock had been put back
    assert make_due(report.pk, now=MONDAY) is None
    assert Edition.objects.count() == 1
    report.refresh_from_db()
    assert report.next_at == datetime(2026, 3, 30, 6, tzinfo=UTC)  # summer time began meanwhile


@pytest.mark.django_db
def test_after_a_standstill_of_weeks_there_is_one_edition_of_the_last_week():
    report = weekly()
    edition = make_due(report.pk, now=MONDAY + timedelta(days=23))
    assert str(edition.first) == "2026-04-06"
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_what_is_sent_is_what_was_made(mail_server):
    hear(2)
    edition = make_due(weekly().pk, now=MONDAY)
    hear(5)
    deliver(edition.deliveries.get().pk, now=MONDAY)
    assert "Mentions: 2" in parts_of(mail_server.taken[0])[1]["text/plain"].get_content()


@pytest.mark.django_db
def test_a_mail_that_left_is_not_sent_again(mail_server):
    delivery = make_due(weekly().pk, now=MONDAY).deliveries.get()
    assert deliver(delivery.pk, now=MONDAY)
    assert not deliver(delivery.pk, now=MONDAY)
    assert len(mail_server.taken) == 1


@pytest.mark.django_db
def test_what_is_refused_for_good_is_noted_and_what_is_put_off_comes_again(mail_server):
    delivery = make_due(weekly().pk, now=MONDAY).deliveries.get()
    mail_server.answers["RCPT"] = "451 4.7.1 greylisted"
    with pytest.raises(NotTaken):
        deliver(delivery.pk, now=MONDAY)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.WAITING
    mail_server.answers["RCPT"] = "550 5.1.1 nobody here"
    assert not deliver(delivery.pk, now=MONDAY)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.REFUSED
    mail_server.answers.clear()
    assert send_again(delivery, by=COMMAND_LINE, now=MONDAY)
    assert deliver(delivery.pk, now=MONDAY)
    assert not send_again(delivery, by=COMMAND_LINE, now=MONDAY)


@pytest.mark.django_db
def test_a_mail_server_that_is_away_leaves_the_mail_waiting(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free.getsockname()[1]
        delivery = make_due(weekly().pk, now=MONDAY).deliveries.get()
        with pytest.raises(OSError):
            deliver(delivery.pk, now=MONDAY)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.WAITING


KILLED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.clock import utc_now
from parvis.reporting.actions.deliver import deliver
deliver({delivery_id}, now=utc_now())
"""


@pytest.mark.django_db(transaction=True)
def test_killed_after_the_text_was_heard_it_is_not_sent_again(database_addresses, settings):
    """The mail server hears the whole text and never answers; its client is killed then."""
    delivery = make_due(weekly().pk, now=MONDAY).deliveries.get()
    Report.objects.update(next_at=None)  # the worker's own clock must not find another week
    heard, processes = [], []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            server.settimeout(50)
            talk, _ = server.accept()
            with talk, talk.makefile("rb") as lines:
                talk.sendall(b"220 here\r\n")
                is_text = False
                for line in lines:
                    if is_text and line == b".\r\n":
                        heard.append(line)
                        os.kill(processes[0].pid, signal.SIGKILL)
                        return
                    if not is_text:
                        is_text = line.upper().startswith(b"DATA")
                        talk.sendall(b"354 go on\r\n" if is_text else b"250 fine\r\n")

        listener = threading.Thread(target=serve, daemon=True)
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", KILLED.format(delivery_id=delivery.pk)],
                env=environment(database_addresses, **reaching(server.getsockname()[1])),
                stderr=subprocess.PIPE,
            )
        )
        listener.start()
        _, said = processes[0].communicate(timeout=60)
        assert processes[0].returncode == -signal.SIGKILL, said
        listener.join(timeout=10)
    assert heard
    delivery.refresh_from_db()
    assert delivery.state == Delivery.SENDING
    with smtp_server() as again:
        run_waiting_jobs(database_addresses, **reaching(again.port))
        assert again.taken == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_and_sends_what_is_due(database_addresses):
    report = weekly(now=utc_now())
    Report.objects.filter(pk=report.pk).update(next_at=utc_now() - timedelta(minutes=1))
    assert enqueue_due(now=utc_now()) == 1
    assert enqueue_due(now=utc_now()) == 0
    with smtp_server() as server:
        run_waiting_jobs(database_addresses, **reaching(server.port))
        assert [one.recipients for one in server.taken] == [["board@example.org"]]
    connections["default"].close()


@pytest.mark.django_db
def test_nothing_is_made_or_sent_when_nobody_answers_for_it():
    report = weekly()
    waiting = send_now(report, by=COMMAND_LINE, now=WEDNESDAY).deliveries.get()
    User.objects.filter(pk=report.maker_id).update(is_active=False)
    assert make_due(report.pk, now=MONDAY) is None
    assert not deliver(waiting.pk, now=MONDAY)
    waiting.refresh_from_db()
    assert waiting.state == Delivery.REFUSED
    colleague = make_user(roles=("administrator",))
    take_over(Report.objects.get(pk=report.pk), user=colleague, by=COMMAND_LINE, now=MONDAY)
    assert make_due(report.pk, now=MONDAY + timedelta(days=7)) is not None


@pytest.mark.django_db
def test_a_disabled_colleague_receives_nothing_more():
    colleague = make_user()
    report = weekly(user_ids=[colleague.pk])
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    edition = make_due(report.pk, now=MONDAY)
    assert [one.email for one in edition.deliveries.all()] == ["board@example.org"]


@pytest.mark.django_db
def test_sending_by_hand_twice_at_once_sends_once():
    report = weekly()
    send_now(report, by=COMMAND_LINE, now=WEDNESDAY)
    with pytest.raises(ReportRefused, match="sent-just-now"):
        send_now(report, by=COMMAND_LINE, now=WEDNESDAY + timedelta(seconds=2))
    send_now(report, by=COMMAND_LINE, now=WEDNESDAY + timedelta(minutes=2))


@pytest.mark.django_db
def test_what_is_old_is_forgotten():
    edition = make_due(weekly().pk, now=MONDAY)
    assert forget_editions(now=MONDAY + timedelta(days=399)) == 0
    assert forget_editions(now=MONDAY + timedelta(days=401)) == 1
    assert not Delivery.objects.filter(edition_id=edition.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wished", "code"),
    [
        ({"name": "  "}, "name-missing"),
        ({"figures": [], "sections": []}, "nothing-chosen"),
        ({"figures": ["people.secrets"]}, "unknown-figure"),
        ({"sections": ["market:987654"]}, "unknown-figure"),
        ({"period": "year"}, "unknown-choice"),
        ({"hour": 24}, "unknown-choice"),
        ({"language": "xx"}, "unknown-choice"),
        ({"emails": ["nobody"]}, "bad-address"),
        ({"emails": ["a@example.org\nBcc: b@example.org"]}, "bad-address"),
        ({"user_ids": [987654]}, "unknown-recipient"),
        ({"frequency": "weekly", "emails": []}, "no-recipients"),
        ({"emails": [f"a{n}@example.org" for n in range(51)]}, "too-many-recipients"),
    ],
)
def test_what_cannot_be_wished(wished, code):
    with pytest.raises(ReportRefused, match=code):
        make_report(**wished)


@pytest.mark.django_db
def test_changing_a_report_keeps_recipients_that_stay():
    report = weekly(emails=["a@example.org", "b@example.org"])
    kept = report.recipients.get(email="b@example.org").pk
    from parvis.reporting.actions.reports import Wish

    wish = Wish("New", "month", "fr", ["mentions.volume"], emails=["b@example.org", "c@example.org"])
    save_report(report, wish, maker=report.maker, by=COMMAND_LINE, now=WEDNESDAY)
    assert {one.email: one.pk for one in report.recipients.all()}["b@example.org"] == kept
    assert sorted(report.recipients.values_list("email", flat=True)) == ["b@example.org", "c@example.org"]
    report.refresh_from_db()
    assert report.next_at is None
