"""Settings are logged with what they were before, secrets as changed only; the screen says both in words."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from parvis.accounts.actions.roles import save_role
from parvis.accounts.actions.teams import change_team_members, rename_team
from parvis.api.actions.webhooks import change_webhook
from parvis.channels.actions.connections import change_connection, create_connection
from parvis.conversations.actions.queues import change_queue
from parvis.foundation.audit import COMMAND_LINE, SYSTEM, record
from parvis.foundation.models import AuditEntry
from parvis.foundation.web.audit_details import shown_details
from tests.factories.accounts import make_team, make_user
from tests.factories.api import make_webhook
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_queue

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": COMMAND_LINE, "now": NOON}


def detail_of(verb: str) -> Any:
    return AuditEntry.objects.get(verb=verb).detail


def shown_for(client: Client, language: str = "en") -> str:
    client.force_login(make_user(roles=("data_protection_officer",), language=language))
    page = client.get("/settings/audit/").content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_connection_keeps_what_each_setting_was_and_no_secret(client: Client) -> None:
    made = create_connection(
        kind="email", name="Help", channel="email", settings={"imap_host": "old.example.org", "imap_port": 993},
        secrets={"password": "first-secret"}, **BY,
    )  # fmt: skip
    settings = {"imap_host": "new.example.org", "imap_port": 993}
    change_connection(made, name="Help desk", settings=settings, secrets={"password": "second-secret"}, **BY)
    assert detail_of("connection.changed") == {
        "imap_host": {"from": "old.example.org", "to": "new.example.org"},
        "name": {"from": "Help", "to": "Help desk"},
        "password": {"from": "…", "to": "…"},
    }
    assert "secret" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    change_connection(made, name="Help desk", settings=settings, secrets={"password": "second-secret"}, **BY)
    assert AuditEntry.objects.filter(verb="connection.changed").count() == 1, "saved as it was: nothing was done"
    shown = shown_for(client)
    assert "Server for incoming mail (IMAP) old.example.org → new.example.org" in shown
    assert "Password changed" in shown


def test_every_other_settings_write_says_what_was_before() -> None:
    ana, leo = make_user(), make_user()
    team, box = make_team("Day"), make_connection("email", channel="email")
    queue, webhook = make_queue("Post"), make_webhook()
    change_queue(queue, name="Mail", team=team, connections=[box], is_default=queue.is_default, **BY)
    assert detail_of("queue.changed") == {
        "name": {"from": "Post", "to": "Mail"},
        "team": {"from": None, "to": team.pk},
        "connections": {"from": [], "to": [box.pk]},
    }
    url = webhook.url
    change_webhook(webhook, url="https://example.org/new", name=webhook.name, **BY)
    assert detail_of("webhook.changed") == {"url": {"from": url, "to": "https://example.org/new"}}
    rename_team(team, name="Night", **BY)
    assert detail_of("team.renamed") == {"name": {"from": "Day", "to": "Night"}}
    change_team_members(team, members=[ana, leo], leads=[leo], **BY)
    assert detail_of("team.members_changed") == {
        "added": [ana.pk, leo.pk], "removed": [], "leads": {"from": [], "to": [leo.pk]},
    }  # fmt: skip
    role = save_role(None, name="Night desk", permissions=["people.view"], explanation="At night", **BY)
    save_role(role, name="Night desk", permissions=["people.view"], explanation="Weekends too", **BY)
    assert detail_of("role.changed") == {"explanation": {"from": "At night", "to": "Weekends too"}}


def test_codes_and_numbers_are_said_in_words(client: Client) -> None:
    record("identity.linked", by=SYSTEM, now=NOON, pairs=[[n, n + 100] for n in range(1, 8)])
    record("token.created", by=SYSTEM, now=NOON, scopes=["mentions.view", "people.view"])
    record("user.disabled", by=SYSTEM, now=NOON, heir=make_user(name="Ana Roche").pk, sessions=2, tokens=0)
    record("unheard.of", by=SYSTEM, now=NOON, some_thing=[{"a": 1}], nested={"b": [1, 2]})
    shown = shown_for(client)
    assert "linked handle 1 to record 101, handle 2 to record 102" in shown and "3 more" in shown
    assert "may Read what is said publicly, See customers' records" in shown
    assert "taken over by Ana Roche" in shown and "browsers logged out 2" in shown
    assert "some thing a: 1" in shown and "nested b: 1, 2" in shown
    for sign in "[]{}":
        assert sign not in shown


def test_what_earlier_releases_wrote_is_read_too(client: Client) -> None:
    queue, other = make_queue("Parcels"), make_queue("Bills")
    conversation = make_conversation(queue=queue)
    record("conversation.moved", conversation, by=SYSTEM, now=NOON, before=queue.pk, after=other.pk)
    record("queue.changed", queue, by=SYSTEM, now=NOON,
           before={"name": "Post", "team": None}, after={"name": "Parcels", "team": None})  # fmt: skip
    record("connection.changed", by=SYSTEM, now=NOON, secrets_changed=["password"],
           before={"name": "A", "settings": {}}, after={"name": "B", "settings": {}})  # fmt: skip
    shown = shown_for(client, language="fr")
    assert "file Parcels → Bills" in shown
    assert "nom Post → Parcels" in shown and "nom A → B" in shown
    assert "Mot de passe" in shown


def test_names_are_looked_up_once_a_page(django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        user, team = make_user(), make_team()
        record("user.disabled", by=SYSTEM, now=NOON, heir=user.pk, teams=[team.pk])
    entries = list(AuditEntry.objects.all())
    with django_assert_max_num_queries(2):
        shown = shown_details(entries)
    assert all(len(one.facts) == 2 for one in shown)
