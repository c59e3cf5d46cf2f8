"""Search: the page and the command bar."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.foundation.reads.found import says
from tests.factories.accounts import make_user


@pytest.mark.parametrize(
    ("label", "typed", "expected"),
    [
        ("Équipes", "equ", True),
        ("Journal d’audit", "audit", True),
        ("People who work here", "peo here", True),
        ("People who work here", "eople", False),
        ("Teams", "", True),
    ],
)
def test_a_label_says_what_is_typed(label: str, typed: str, expected: bool) -> None:
    assert says(label, typed) is expected


def results(client: Client, typed: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("/search/commands", {"q": typed}).json()["results"]
    return found


@pytest.mark.django_db
def test_the_command_bar_offers_pages_and_acts_that_the_account_uses(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",)))
    assert [r["url"] for r in results(client, "audit")] == ["/settings/audit/", "/search/?q=audit"]
    assert "/settings/users/add/" in [r["url"] for r in results(client, "add coll")]
    client.force_login(make_user(roles=("moderator",)))
    assert [r["url"] for r in results(client, "audit")] == ["/search/?q=audit"]
    assert "/" in [r["url"] for r in results(client, "")]


@pytest.mark.django_db
def test_the_command_bar_in_french_without_accents(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    assert results(client, "equipes")[0]["label"] == "Équipes"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Search people, conversations and mentions"),
        ("z", "Type two letters"),
        ("zzzzq", "Nothing found for “zzzzq”"),
    ],
)
def test_the_page_says_why_it_is_empty(client: Client, typed: str, words: str) -> None:
    client.force_login(make_user(roles=("administrator",)))
    assert words in client.get("/search/", {"q": typed}).content.decode()


@pytest.mark.django_db
def test_what_is_typed_is_text(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",)))
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_a_stranger_searches_nothing(client: Client) -> None:
    assert client.get("/search/?q=martin").url.startswith("/account/login/")
    assert client.get("/search/commands?q=martin").status_code == 302
