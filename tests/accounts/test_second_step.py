"""The second step: set up, asked for at log-in, required of a role, recovered from, taken off by an administrator."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.test import Client

from parvis.accounts.actions.second_step import require_second_step
from parvis.accounts.models import LoginSession, User
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, log_in, make_user

pytestmark = pytest.mark.django_db


def code_of(secret: str, *, steps: int = 0) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30 + steps):06d}"


def set_up_app(client: Client) -> str:
    page = client.get("/settings/me/second-step/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None and "data:image/svg+xml;base64," in page
    done = client.post("/settings/me/second-step/app/", {"code": code_of(secret.group(1))})
    assert done.url == "/settings/me/second-step/codes/"
    return secret.group(1)


@pytest.fixture
def account(client: Client) -> User:
    user = make_user(password=PASSWORD)
    log_in(client, user)
    return user


def begin_log_in(user: User) -> Client:
    other = Client()
    sent = {"login": user.email, "password": PASSWORD}
    assert other.post("/account/login/", sent).url == "/account/second-step/"
    assert other.get("/settings/me/").status_code == 302
    return other


def test_an_app_is_set_up_and_asked_for(
    client: Client, account: User, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    stored = Authenticator.objects.get(user=account, type="totp")
    assert secret not in str(stored.data)
    other = begin_log_in(account)
    assert "not right" in other.post("/account/second-step/", {"code": "000000"}).content.decode()
    # The code that set the app up is used: the next one opens.
    assert other.post("/account/second-step/", {"code": code_of(secret, steps=1)}).status_code == 302
    assert other.get("/settings/me/").status_code == 200
    noted = AuditEntry.objects.filter(verb="second_step.added", object_id=str(account.pk))
    assert {entry.detail["kind"] for entry in noted} == {"totp", "recovery_codes"}


def test_a_recovery_code_opens_once(client: Client, account: User) -> None:
    set_up_app(client)
    page = client.get("/settings/me/second-step/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    file = client.get("/settings/me/second-step/codes/file/")
    assert codes[0] in file.content.decode() and file["Content-Type"] == "text/plain"
    assert begin_log_in(account).post("/account/second-step/", {"code": codes[0]}).status_code == 302
    again = begin_log_in(account).post("/account/second-step/", {"code": codes[0]})
    assert "not right" in again.content.decode()


def test_whoever_must_have_one_is_led_to_it_and_sees_nothing_else(client: Client, account: User) -> None:
    require_second_step(["agent"], by=COMMAND_LINE, now=utc_now())
    for url in ("/", "/settings/me/", "/settings/me/sessions/", "/search/"):
        assert client.get(url).url == "/settings/me/second-step/"
    assert client.get("/api/v1/me").status_code == 403
    fragment = client.get("/search/", headers={"hx-request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, "/settings/me/second-step/")
    assert "Your role asks for a second step" in client.get("/settings/me/second-step/").content.decode()
    set_up_app(client)
    assert client.get("/settings/me/").status_code == 200


def test_other_roles_are_left_alone(client: Client, account: User) -> None:
    require_second_step(["administrator"], by=COMMAND_LINE, now=utc_now())
    assert client.get("/settings/me/").status_code == 200


def test_it_cannot_be_removed_to_get_around_the_rule(client: Client, account: User) -> None:
    require_second_step(["agent"], by=COMMAND_LINE, now=utc_now())
    set_up_app(client)
    client.post("/settings/me/second-step/app/remove/")
    assert client.get("/settings/me/").url == "/settings/me/second-step/"


def test_the_rule_is_set_by_an_administrator_with_what_was_before(client: Client) -> None:
    administrator = make_user(roles=("administrator",), password=PASSWORD)
    log_in(client, administrator)
    assert client.post("/settings/security/", {"roles": ["agent", "administrator"]}).status_code == 302
    entry = AuditEntry.objects.get(verb="security.second_step_required")
    assert entry.detail == {"roles": {"from": [], "to": ["administrator", "agent"]}}
    # They are the first whom it concerns.
    assert client.get("/settings/security/").url == "/settings/me/second-step/"


def test_an_administrator_takes_it_off_a_colleague_who_lost_it(client: Client, account: User) -> None:
    set_up_app(client)
    administrator = make_user(roles=("administrator",), password=PASSWORD)
    desk = Client()
    log_in(desk, administrator)
    assert "Take the second step off" in desk.get(f"/settings/users/{account.pk}/").content.decode()
    desk.post(f"/settings/users/{account.pk}/second-step/reset/")
    assert not Authenticator.objects.filter(user=account).exists()
    assert not LoginSession.objects.filter(user=account).exists()
    assert client.get("/settings/me/").status_code == 302
    log_in(Client(), account)
    entry = AuditEntry.objects.get(verb="user.second_step_reset")
    assert (entry.actor_id, entry.detail) == (administrator.pk, {"kinds": ["recovery_codes", "totp"]})


def test_sensitive_acts_ask_again_after_a_while(client: Client) -> None:
    administrator = make_user(roles=("administrator",), password=PASSWORD)
    log_in(client, administrator)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    url = f"/settings/users/{make_user().pk}/"
    asked = client.post(
        f"{url}password/", {"password": "a new good password"}, headers={"referer": f"http://testserver{url}"}
    )
    assert asked.url == f"/account/confirm/?next={url.replace('/', '%2F')}"
    # What was typed is kept nowhere.
    assert "a new good password" not in str(dict(client.session))
    assert client.post(asked.url, {"password": "wrong one"}).status_code == 200
    assert client.post(asked.url, {"password": PASSWORD}).url == url
    assert client.post(f"{url}password/", {"password": "a new good password"}).url == url


def test_the_page_behind_is_never_another_site(client: Client, account: User) -> None:
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    asked = client.post("/account/confirm/?next=https://evil.example/", {"password": PASSWORD})
    assert asked.url == "/"


@pytest.mark.parametrize("url", ["", "app/", "passkeys/add/"])
def test_the_pages_in_french(url: str) -> None:
    client = Client()
    log_in(client, make_user(password=PASSWORD, language="fr"))
    page = client.get(f"/settings/me/second-step/{url}").content.decode()
    assert '<html lang="fr"' in page and "Deuxième étape" in page
