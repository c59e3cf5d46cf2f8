"""Settings → Connections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import RejectedRow
from parvis.channels.models import Connection
from parvis.foundation.secrets import unseal
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection

pytestmark = pytest.mark.django_db
MAILBOX = {
    "name": "Contact", "address": "contact@example.org", "imap_host": "127.0.0.1", "imap_port": "1",
    "imap_security": "plain", "folder": "INBOX", "history_days": "30", "smtp_port": "465",
    "smtp_security": "ssl", "password": "a very secret word",
}  # fmt: skip


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(roles=("administrator",)))
    return client


def test_without_connections_the_page_says_what_they_are_for(administrator: Client) -> None:
    assert "Nothing is connected yet" in administrator.get("/settings/connections/").content.decode()


def test_states_are_said_failing_ones_first(administrator: Client) -> None:
    make_connection("rss", channel="rss", name="A working feed", settings={"url": "https://example.org/feed"})
    paused = make_connection("email", channel="email", name="B paused")
    failing = make_connection("email", channel="email", name="C failing")
    Connection.objects.filter(pk=paused.pk).update(is_active=False)
    Connection.objects.filter(pk=failing.pk).update(
        failing_since=NOON, fetched_at=NOON + timedelta(hours=1), error_code="login-refused"
    )
    page = administrator.get("/settings/connections/").content.decode()
    assert page.index("C failing") < page.index("A working feed") < page.index("B paused")
    assert "The server refuses the log-in." in page
    assert "not fetched yet" in page and "paused" in page


def test_in_french(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    assert "Rien n’est encore relié" in client.get("/settings/connections/").content.decode()
    assert "Une boîte e-mail" in client.get("/settings/connections/add/").content.decode()


def test_a_mailbox_is_added_and_its_password_never_shown_again(administrator: Client) -> None:
    response = administrator.post("/settings/connections/add/email/", MAILBOX)
    made = Connection.objects.get()
    assert response.url == f"/settings/connections/{made.pk}/"
    assert made.settings["imap_host"] == "127.0.0.1" and "password" not in made.settings
    assert unseal(made.sealed_secrets) == {"password": MAILBOX["password"]}
    assert ProcrastinateJob.objects.get().args == {"connection_id": made.pk}
    page = administrator.get(response.url).content.decode()
    assert MAILBOX["password"] not in page and "contact@example.org" in page


def test_an_empty_password_keeps_the_stored_one(administrator: Client) -> None:
    made = make_connection(
        "email", channel="email", settings={"address": "a@example.org"}, secrets={"password": "kept"}
    )
    sent = {**MAILBOX, "name": "Renamed", "password": ""}
    assert administrator.post(f"/settings/connections/{made.pk}/", sent).status_code == 302
    made.refresh_from_db()
    assert made.name == "Renamed" and unseal(made.sealed_secrets) == {"password": "kept"}


def test_a_test_of_a_connection_says_what_is_wrong_and_keeps_nothing(administrator: Client) -> None:
    # Port 1 on loopback: nobody listens there.
    sent = {**MAILBOX, "test": "1"}
    response = administrator.post("/settings/connections/add/email/", sent, headers={"HX-Request": "true"})
    assert "The server does not answer." in response.content.decode()
    assert "<html" not in response.content.decode()
    assert not Connection.objects.exists()
    response = administrator.post("/settings/connections/add/email/", {"test": "1"})
    assert "Fill in what is marked, then test again." in response.content.decode()


def test_a_feed_in_a_private_network_is_refused_by_the_test(administrator: Client) -> None:
    sent = {"name": "Inside", "url": "http://127.0.0.1:1/feed", "test": "1"}
    page = administrator.post("/settings/connections/add/rss/", sent).content.decode()
    assert "This address leads into a private network" in page


def test_pause_resume_and_fetch_now(administrator: Client) -> None:
    feed = make_connection("rss", channel="rss", settings={"url": "https://example.org/feed"})
    at = f"/settings/connections/{feed.pk}/"
    administrator.post(at + "fetch/")
    administrator.post(at + "fetch/")
    assert ProcrastinateJob.objects.count() == 1  # a second wish while the first waits is the same wish
    administrator.post(at + "pause/")
    assert not Connection.objects.get().is_active
    assert administrator.post(at + "fetch/").status_code == 404
    administrator.post(at + "resume/")
    assert Connection.objects.get().is_active


def test_a_form_shows_its_public_address_and_names_the_mailbox_of_answers(administrator: Client) -> None:
    box = make_connection("email", channel="email", name="Contact")
    administrator.post(
        "/settings/connections/add/form/", {"name": "Website", "reply_connection_id": str(box.pk)}
    )
    form = Connection.objects.get(kind="form")
    assert form.settings == {"reply_connection_id": box.pk}
    page = administrator.get(f"/settings/connections/{form.pk}/").content.decode()
    assert "http://testserver/contact/website/" in page


def test_a_source_of_files_keeps_its_mapping_when_renamed(administrator: Client) -> None:
    source = make_connection("file", settings={"mapping": {"text": "body"}})
    administrator.post(f"/settings/connections/{source.pk}/", {"name": "New name"})
    source.refresh_from_db()
    assert (source.name, source.settings) == ("New name", {"mapping": {"text": "body"}})


def test_a_connection_whose_connector_is_gone_is_still_listed(administrator: Client) -> None:
    lost = make_connection("pigeon", channel="pigeon", name="Pigeon post")
    assert "Pigeon post" in administrator.get("/settings/connections/").content.decode()
    assert administrator.get(f"/settings/connections/{lost.pk}/").status_code == 200


def test_only_who_manages_connections_sees_them(client: Client) -> None:
    feed = make_connection("rss", channel="rss")
    client.force_login(make_user(roles=("community_manager",)))
    assert client.get("/settings/connections/").status_code == 403
    assert client.post(f"/settings/connections/{feed.pk}/pause/").status_code == 403
    assert client.get("/settings/connections/add/file/").status_code == 403
    client.force_login(make_user(roles=("administrator",)))
    assert client.get("/settings/connections/add/file/").status_code == 404
    assert client.get("/settings/connections/999999/").status_code == 404
    assert client.get(f"/settings/connections/{feed.pk}/pause/").status_code == 405


def test_what_a_connection_left_out_is_said_on_its_page(administrator: Client) -> None:
    box, other = make_connection("email", channel="email"), make_connection("rss")
    left_out = [RejectedRow(7, "attachments-left-out", "80", "<b>Holiday</b> pictures")]
    receive_items(box, [], cursor=None, now=NOON, rejected=left_out)
    page = administrator.get(f"/settings/connections/{box.pk}/").content.decode()
    assert "What was left out lately" in page and "Some attachments were left out" in page
    assert "&lt;b&gt;Holiday" in page
    assert "left out" not in administrator.get(f"/settings/connections/{other.pk}/").content.decode()
