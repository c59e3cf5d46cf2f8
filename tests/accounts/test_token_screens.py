"""My profile → API tokens, and Settings → Service accounts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from parvis.accounts.logic.roles import PERMISSIONS, ROLES
from parvis.accounts.models import ApiToken, User
from tests.factories.accounts import make_role, make_user
from tests.factories.api import ApiClient, make_token

MINE = "/settings/me/tokens/"


def shown_token(page: str) -> str:
    found = re.search(r"<code>(parvis_\w+)</code>", page)
    return found.group(1) if found else ""


@pytest.mark.django_db
def test_a_token_is_shown_once_and_works(client: Client) -> None:
    client.force_login(make_user())
    made = client.post(MINE, {"name": "Nightly export", "scopes": ["people.view"], "days": "30"})
    text = shown_token(made.content.decode())
    assert ApiClient(text).get("people").status_code == 200
    again = client.get(MINE).content.decode()
    assert (shown_token(again), text[:13] in again) == ("", True)
    token = ApiToken.objects.get()
    assert token.expires_at is not None and (token.expires_at - token.created_at).days == 30


@pytest.mark.django_db
def test_only_what_the_account_may_is_offered(client: Client) -> None:
    client.force_login(make_user(roles=("moderator",)))
    page = client.get(MINE).content.decode()
    assert re.findall(r'name="scopes" value="([^"]+)"', page) == [
        name for name in PERMISSIONS if name in ROLES["moderator"]
    ]
    refused = client.post(MINE, {"name": "x", "scopes": ["users.manage"], "days": ""})
    assert (shown_token(refused.content.decode()), ApiToken.objects.count()) == ("", 0)


@pytest.mark.django_db
def test_a_token_is_revoked_by_its_owner_or_an_administrator(client: Client) -> None:
    owner = make_user()
    texts = [make_token(owner), make_token(owner)]
    first, second = ApiToken.objects.order_by("id")
    client.force_login(make_user())
    assert client.post(f"/settings/tokens/{first.pk}/revoke/").status_code == 404
    client.force_login(owner)
    client.post(f"/settings/tokens/{first.pk}/revoke/")
    client.force_login(make_user(roles=("administrator",)))
    client.post(f"/settings/tokens/{second.pk}/revoke/")
    assert [ApiClient(text).get("me").status_code for text in texts] == [401, 401]


@pytest.mark.django_db
def test_a_service_account_is_made_and_given_a_token(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), name="Claire"))
    empty = client.get("/settings/service-accounts/").content.decode()
    assert "No program has an account yet" in empty
    client.post("/settings/service-accounts/", {"name": "Warehouse", "roles": ["marketer"]})
    robot = User.objects.get(owner__isnull=False)
    page = client.post(
        f"/settings/service-accounts/{robot.pk}/", {"name": "Export", "scopes": ["mentions.view"]}
    )
    assert ApiClient(shown_token(page.content.decode())).get("mentions").status_code == 200
    listed = client.get("/settings/service-accounts/").content.decode()
    assert "Claire answers for it." in listed and "1 token" in listed
    person = make_user()
    assert client.get(f"/settings/service-accounts/{person.pk}/").status_code == 404


@pytest.mark.django_db
def test_in_french_and_only_for_those_who_manage_accounts(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    assert "Aucun jeton pour le moment." in client.get(MINE).content.decode()
    assert (
        "Aucun programme n’a encore de compte" in client.get("/settings/service-accounts/").content.decode()
    )
    client.force_login(make_user(language="fr"))
    assert client.get("/settings/service-accounts/").status_code == 403


@pytest.mark.django_db
def test_a_role_of_the_house_gives_scopes_too(client: Client) -> None:
    client.force_login(make_user(roles=(make_role(permissions=("people.view",)).code,)))
    page = client.get("/settings/me/tokens/").content.decode()
    assert 'value="people.view"' in page and 'value="audit.view"' not in page
