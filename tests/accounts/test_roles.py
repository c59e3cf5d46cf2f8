"""The table of roles is what the guards read and what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from parvis.accounts.actions import guards
from parvis.accounts.logic.roles import PERMISSIONS, ROLES
from parvis.accounts.reads.role_table import every_role, permission_rows
from parvis.accounts.web.words import PERMISSION_NAMES, REFUSALS, ROLE_NAMES, ROLE_SENTENCES
from tests.factories.accounts import make_user

ACTIONS = Path(guards.__file__).parent


def test_every_role_and_permission_has_words() -> None:
    assert set(ROLE_NAMES) == set(ROLE_SENTENCES) == set(ROLES)
    assert set(PERMISSION_NAMES) == set(PERMISSIONS)
    # Every code that an action raises has its sentence.
    raised = {
        code
        for path in ACTIONS.glob("*.py")
        for code in re.findall(r'AccountRefused\("([a-z-]+)"\)', path.read_text())
    }
    assert raised - set(REFUSALS) == set()


@pytest.mark.django_db
def test_the_rows_say_what_the_table_says() -> None:
    rows = {row.permission: dict(zip(ROLES, row.allowed, strict=True)) for row in permission_rows(every_role())}
    assert rows["audit.view"] == {
        role: role in ("administrator", "data_protection_officer") for role in ROLES
    }
    assert all(row["administrator"] for row in rows.values())


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "Who may do what"), ("fr", "Qui peut faire quoi")])
def test_everybody_may_read_who_may_do_what(client: Client, language: str, words: str) -> None:
    client.force_login(make_user(roles=("partner",), language=language))
    page = client.get("/settings/roles/").content.decode()
    assert words in page
    assert page.count("<tr>") == 1 + len(PERMISSIONS)
