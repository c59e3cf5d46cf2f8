"""What screens could do and programs could not: heirs, roles, invitations, presence, laid-out mail, columns, labels."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from parvis.accounts.api.endpoints import SENTENCES
from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import Invitation, User
from parvis.channels.models import ImportRun
from parvis.conversations.models import Conversation, Message
from parvis.foundation.access import purpose
from parvis.listening.models import Mention
from tests.factories.accounts import PASSWORD, log_in, make_role, make_team, make_user
from tests.factories.api import api_as
from tests.factories.channels import make_connection
from tests.factories.conversations import make_conversation, make_queue, receive, said
from tests.factories.labelling import make_adapter
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db
ACCOUNTS = Path(__file__).resolve().parents[2] / "src/parvis/accounts"


def test_every_refusal_of_accounts_has_a_sentence_of_its_own() -> None:
    raised = {
        code
        for file in ACCOUNTS.rglob("*.py")
        for code in re.findall(r'(?:AccountRefused|refused_when_taken)\(\s*"([a-z-]+)"', file.read_text())
    }
    assert raised <= set(SENTENCES)
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert ast.parse((ACCOUNTS / "api/endpoints.py").read_text())


def test_an_account_is_closed_with_an_heir() -> None:
    team = make_team()
    queue = make_queue(is_default=True)
    goes, takes = make_user(team=team), make_user(team=team)
    found = make_conversation(queue=queue)
    Conversation.objects.filter(pk=found.pk).update(assignee=goes)
    api = api_as("administrator")
    for unfit in (goes.pk, 987_654_321, make_user(is_active=False).pk):
        refused = api.ask("POST", f"users/{goes.pk}/disable", heir_id=unfit)
        assert (refused.status_code, refused.data["code"]) == (409, "unfit-heir")
        assert refused.data["detail"] == SENTENCES["unfit-heir"]
    assert api.ask("POST", f"users/{goes.pk}/disable", heir_id=takes.pk).data["is_active"] is False


def test_roles_and_invitations_of_the_house() -> None:
    api = api_as("administrator")
    made = api.post("roles", {"name": "Night desk", "permissions": ["people.view"]}).data
    assert made["code"].startswith("own-")
    assert [one["code"] for one in api.get("roles").data["items"]] == [*ROLES, made["code"]]
    taken = api.post("roles", {"name": "night desk", "permissions": ["people.view"]})
    assert taken.data["detail"] == "Another role has this name."
    narrow = api_as(make_role(permissions=("users.manage",)).code)
    beyond = narrow.post("roles", {"name": "Day", "permissions": ["audit.view"]})
    assert (beyond.status_code, beyond.data["code"]) == (409, "beyond-own-rights")
    sent = api.post("invitations", {"email": "nina@example.org", "roles": [made["code"]]}).data
    page = Client().get(sent["link"].removeprefix("http://testserver"))
    assert page.status_code == 200
    again = api.post(f"invitations/{sent['id']}/again").data
    assert again["link"] != sent["link"]
    assert Client().get(sent["link"].removeprefix("http://testserver")).status_code == 404
    assert api.ask("DELETE", f"invitations/{sent['id']}").status_code == 204
    assert api.ask("DELETE", f"roles/{made['id']}").status_code == 204
    assert api.get("invitations").data["items"] == [] and Invitation.objects.get().revoked_at is not None


def test_a_lost_password_and_ones_own_profile() -> None:
    api, user = api_as("administrator"), make_user()
    assert api.post(f"users/{user.pk}/password", {"password": "password12"}).data["code"] == "password-weak"
    assert api.post(f"users/{user.pk}/password", {"password": PASSWORD}).status_code == 200
    log_in(Client(), user)
    mine = api_as("agent")
    assert mine.ask("PATCH", "me/profile", {"language": "fr", "theme": "dark", "notices": []}).status_code == 200
    stored = User.objects.get(pk=mine.user.pk)
    assert (stored.language, stored.theme, stored.notices) == ("fr", "dark", [])
    assert mine.ask("PATCH", "me/profile", {"time_zone": "Mars/Olympus"}).status_code == 422


def test_who_is_here_and_who_writes() -> None:
    queue = make_queue(is_default=True)
    path = f"conversations/{make_conversation(queue=queue).pk}/presence"
    ana, leo = api_as("agent", name="Ana"), api_as("agent", name="Leo")
    assert ana.post(path, {"state": "writing"}).data["items"] == []
    seen = leo.get(path).data["items"]
    assert [(one["name"].split(" ·")[0], one["is_writing"]) for one in seen] == [("Ana", True)]
    ana.post(path, {"state": "left"})
    assert leo.get(path).data["items"] == []


def test_a_laid_out_mail_is_cleaned() -> None:
    make_queue(is_default=True)
    receive(
        make_connection("email", channel="email"),
        said(html='<p onclick="x()">My <b>train</b></p><script>alert(1)</script>'),
    )
    with purpose("service"):
        message = Message.objects.get()
    html = api_as("agent").get(f"messages/{message.pk}/html").data["html"]
    assert "<b>train</b>" in html and "script" not in html and "onclick" not in html


def test_pages_are_as_long_as_asked_and_join_up() -> None:
    queue = make_queue(is_default=True)
    made = [make_conversation(queue=queue).pk for _ in range(5)]
    api = api_as("agent")
    first = api.get("conversations", limit=3).data
    second = api.get("conversations", limit=3, cursor=first["next_cursor"]).data
    assert sorted(one["id"] for page in (first, second) for one in page["items"]) == sorted(made)
    assert (len(first["items"]), second["next_cursor"]) == (3, None)
    long = make_conversation(queue=queue, messages=5)
    newest = api.get(f"conversations/{long.pk}/messages", limit=2).data
    older = api.get(f"conversations/{long.pk}/messages", limit=3, cursor=newest["next_cursor"]).data
    ids = [one["id"] for page in (older, newest) for one in page["items"]]
    assert len(ids) == 5 and ids == sorted(ids)
    assert api.get("conversations", limit=101).status_code == 422


def test_the_columns_of_a_file_are_named(files_folder: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_FOLDER = tmp_path
    api = api_as("community_manager")
    content = b"nr,jour,propos\n1,2026-01-01,The train is late\n"
    given = {"content_type": "application/octet-stream", "file_name": "a.csv", "source_name": "Export"}
    named = json.dumps({"id": "nr", "published_at": "jour", "text": "propos"})
    done = api.ask("POST", "imports", content, mapping=named, **given)
    assert done.status_code == 202, done.content
    run = ImportRun.objects.get()
    assert run.mapping["mapping"]["text"] == "propos"
    assert api.ask("POST", f"imports/{run.pk}/again").status_code == 202
    for wrong in ("[]", "{", '{"text": 1}', '{"words": "propos"}'):
        assert api.ask("POST", "imports", content, mapping=wrong, **given).status_code == 422


def test_labels_are_put_right_and_taken_back() -> None:
    mention = make_mention(sentiment="positive")
    api = api_as("supervisor")
    path = f"mentions/{mention.pk}/sentiment"
    assert api.ask("PUT", path, {"value": "negative"}).data["sentiment"] == "negative"
    assert Mention.objects.get(pk=mention.pk).sentiment == "negative"
    assert api.ask("DELETE", path).status_code == 204
    adapter = make_adapter()
    assert api.post(f"labels/adapters/{adapter.pk}/activate").data["is_active"] is True
    assert [one["is_active"] for one in api.get("labels/adapters").data["items"]] == [True]
    assert api.post("labels/use-shipped-model").data == {"is_new": True}
    assert api_as("agent").post("labels/train").status_code == 403


def test_the_house_draws_judges_and_reads_its_own_sample() -> None:
    mention = make_mention(sentiment="positive", text="The tram is late again, this is terrible")
    api = api_as("supervisor")
    assert api_as("agent").post("labels/sample").status_code == 403
    assert api.post("labels/sample").data == {"texts": 1}
    (item,) = api.get("labels/sample").data["items"]
    assert (item["text_id"], "terrible" in item["text"], "sentiment" in item) == (mention.pk, True, False)
    assert api.ask("PUT", f"labels/sample/{item['id']}", {"value": "mixed"}).status_code == 422
    assert api.ask("PUT", f"labels/sample/{item['id'] + 1}", {"value": "neutral"}).status_code == 404
    judged = api.ask("PUT", f"labels/sample/{item['id']}", {"value": "negative"})
    assert judged.data == {"id": item["id"], "value": "negative"}
    assert api.get("labels/sample").data["items"] == []
    quality = api.get("labels/quality").data
    assert (quality["drawn"], quality["labelled"]) == (1, 1)
    assert sum(map(sum, quality["confusion"])) == 1 and quality["confusion"][0][0] == 1
