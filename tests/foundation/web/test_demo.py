"""Leaving the demo from the screen."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from parvis.foundation.installation import state_fact
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
WISH = {"name": "Ada Lovell", "email": "ada@example.org", "password": PASSWORD, "language": "fr", "word": " remove "}


@pytest.fixture
def requests_folder(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.REQUESTS_FOLDER = tmp_path / "requests"
    return tmp_path / "requests"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(roles=("administrator",)))
    return client


def test_there_is_nothing_to_leave_without_a_demo(administrator: Client) -> None:
    assert administrator.get("/settings/demo/").status_code == 404
    assert administrator.get("/settings/demo/waiting/").url == "/"


def test_the_page_says_in_numbers_what_will_be_gone(administrator: Client, requests_folder: Path) -> None:
    state_fact("is_demo", True)
    page = administrator.get("/settings/demo/").content.decode()
    assert "1 log-in, yours included" in page and "0 conversations" in page
    assert "To confirm, type REMOVE" in page


def test_the_wish_is_left_whole_private_and_without_the_password(
    administrator: Client, requests_folder: Path
) -> None:
    state_fact("is_demo", True)
    assert administrator.post("/settings/demo/", WISH).url == "/settings/demo/waiting/"
    (file,) = requests_folder.iterdir()
    assert file.name == "remove-demo.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    wish = json.loads(file.read_text())
    assert check_password(PASSWORD, wish.pop("password_hash"))
    assert wish == {"email": "ada@example.org", "name": "Ada Lovell", "language": "fr"}
    assert AuditEntry.objects.get().verb == "demo.removal_asked"
    assert "The demo is being removed" in administrator.get("/settings/demo/waiting/").content.decode()


@pytest.mark.parametrize("change", [{"word": "yes"}, {"password": "short"}, {"email": "ada"}, {"name": ""}])
def test_an_unfit_wish_is_not_left(
    administrator: Client, requests_folder: Path, change: dict[str, str]
) -> None:
    state_fact("is_demo", True)
    assert administrator.post("/settings/demo/", {**WISH, **change}).status_code == 200
    assert not requests_folder.exists()


def test_only_who_runs_the_installation_may(client: Client, requests_folder: Path) -> None:
    state_fact("is_demo", True)
    client.force_login(make_user(roles=("supervisor",)))
    assert client.post("/settings/demo/", WISH).status_code == 403


def test_the_word_is_french_in_french(client: Client, requests_folder: Path) -> None:
    state_fact("is_demo", True)
    client.force_login(make_user(roles=("administrator",), language="fr"))
    assert "RETIRER" in client.get("/settings/demo/").content.decode()
    assert client.post("/settings/demo/", {**WISH, "word": "retirer"}).status_code == 302
