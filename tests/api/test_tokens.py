"""Who a token is, what it may do, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from parvis.accounts.actions.tokens import (
    MOST_TOKENS,
    create_service_account,
    create_token,
    revoke_token,
    use_token,
)
from parvis.accounts.actions.users import disable_user
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.tokens import looks_like_token, new_token, token_hash
from parvis.accounts.models import ApiToken
from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import make_user
from tests.factories.api import ApiClient, api_as, make_token

NOW = datetime.now(UTC)


def test_a_token_is_recognised_by_its_form_and_none_like_another() -> None:
    numbers = iter(range(10_000))
    made = new_token(lambda below: next(numbers) % below)
    assert (made[:7], len(made), looks_like_token(made)) == ("parvis_", 50, True)
    assert [looks_like_token(wrong) for wrong in ("", made[:-1], made + "x", made[:-1] + "-", "x" * 50)] == [
        False
    ] * 5


@pytest.mark.django_db
def test_only_a_hash_of_it_is_kept() -> None:
    text = make_token(make_user())
    stored = ApiToken.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_api_token t")
        (row,) = cursor.fetchone()
    assert text not in row and text[20:] not in row
    assert (stored.token_hash, stored.prefix) == (token_hash(text), text[:13])
    assert text not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "scopes", "allowed"),
    [
        ("agent", ("people.view", "mentions.view"), {"people": 200, "mentions": 200, "conversations": 403}),
        ("agent", ("conversations.view",), {"people": 403, "mentions": 403, "conversations": 200}),
        ("administrator", ("mentions.view",), {"people": 403, "mentions": 200, "users": 403}),
    ],
)
def test_it_may_what_scopes_and_roles_both_allow(
    role: str, scopes: tuple[str, ...], allowed: dict[str, int]
) -> None:
    api = api_as(role, scopes=scopes)
    assert {path: api.get(path).status_code for path in allowed} == allowed
    assert api.get("me").data["permissions"] == sorted(scopes)


@pytest.mark.django_db
def test_a_role_that_is_taken_away_narrows_the_token_at_once() -> None:
    api = api_as("agent", scopes=("people.view", "mentions.view"))
    api.user.roles = ["moderator"]
    api.user.save()
    assert [api.get(path).status_code for path in ("people", "mentions")] == [403, 200]


@pytest.mark.django_db
def test_a_scope_also_narrows_what_the_endpoint_guards_itself() -> None:
    """Seeing every queue is a permission: without its scope an administrator's token sees as an agent does."""
    full, narrow = api_as("administrator"), api_as("administrator", scopes=("conversations.view",))
    body = {"name": "Second line"}
    assert (full.post("queues", body).status_code, narrow.post("queues", body).status_code) == (201, 403)


@pytest.mark.django_db
def test_it_ends_by_time_by_revocation_and_with_its_account() -> None:
    user = make_user(roles=("administrator",))
    make_user(roles=("administrator",))
    now = utc_now()  # NOW is of when the tests began, which may be longer ago than the token lives
    soon = make_token(user, expires_at=now + timedelta(minutes=5))
    assert use_token(soon, now=now) is not None
    assert use_token(soon, now=now + timedelta(minutes=5)) is None
    text = make_token(user)
    api = ApiClient(text)
    assert api.get("me").status_code == 200
    revoke_token(ApiToken.objects.get(token_hash=token_hash(text)), by=SYSTEM, now=NOW)
    assert api.get("me").data["code"] == "not-authenticated"
    other = ApiClient(make_token(user))
    disable_user(user, by=SYSTEM, now=NOW)
    assert other.get("me").status_code == 401


@pytest.mark.django_db
def test_last_use_is_written_once_a_minute() -> None:
    text = make_token(make_user())
    for later in (0, 20, 59, 61):
        use_token(text, now=NOW + timedelta(seconds=later))
    assert ApiToken.objects.get().last_used_at == NOW + timedelta(seconds=61)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scopes", "expires_at", "code"),
    [
        ((), None, "no-scope"),
        (("everything",), None, "no-scope"),
        (("people.view", "everything"), None, "unknown-scope"),
        (("users.manage",), None, "scope-beyond-roles"),
        (("people.view",), NOW - timedelta(seconds=1), "expiry-not-ahead"),
    ],
)
def test_what_no_token_is_made_for(scopes: tuple[str, ...], expires_at: datetime | None, code: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        create_token(make_user(), name="x", scopes=scopes, expires_at=expires_at, by=SYSTEM, now=NOW)
    assert (refused.value.code, ApiToken.objects.count()) == (code, 0)


@pytest.mark.django_db
def test_an_account_has_so_many_tokens_and_no_more() -> None:
    user = make_user()
    for _ in range(MOST_TOKENS):
        make_token(user)
    with pytest.raises(AccountRefused, match="too-many-tokens"):
        make_token(user)


@pytest.mark.django_db
def test_a_service_account_works_while_its_owner_does_and_never_logs_in(client: Client) -> None:
    owner = make_user(roles=("administrator",))
    make_user(roles=("administrator",))
    robot = create_service_account(name="Nightly export", roles=["marketer"], owner=owner, by=SYSTEM, now=NOW)
    api = ApiClient(make_token(robot))
    assert api.get("mentions").status_code == 200
    answer = client.post("/account/login/", {"login": robot.email, "password": ""})
    assert "_auth_user_id" not in client.session and answer.status_code == 200
    disable_user(owner, by=SYSTEM, now=NOW)
    assert api.get("mentions").status_code == 401


@pytest.mark.django_db
def test_a_program_is_no_last_administrator() -> None:
    """It cannot give rights back to people: the last human administrator stays."""
    owner = make_user(roles=("administrator",))
    create_service_account(name="Robot", roles=["administrator"], owner=owner, by=SYSTEM, now=NOW)
    with pytest.raises(AccountRefused, match="last-administrator"):
        disable_user(owner, by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_a_token_makes_none_that_may_more_than_itself() -> None:
    api = api_as("administrator", scopes=("users.manage",))
    robot = api.post("service-accounts", {"name": "Robot", "roles": ["administrator"]}).data
    path = f"service-accounts/{robot['id']}/tokens"
    refused = api.post(path, {"name": "All", "scopes": ["people.view"]})
    made = api.post(path, {"name": "Same", "scopes": ["users.manage"]})
    assert (refused.status_code, made.status_code) == (403, 201)
    assert ApiClient(made.data["token"]).get("users").status_code == 200


@pytest.mark.django_db
def test_nobody_revokes_a_colleagues_token() -> None:
    victim = make_user()
    make_token(victim)
    token = ApiToken.objects.get()
    assert api_as("agent").ask("DELETE", f"tokens/{token.pk}").status_code == 404
    assert api_as("administrator").ask("DELETE", f"tokens/{token.pk}").status_code == 204


@pytest.mark.django_db
def test_a_session_reads_from_our_own_pages_and_writes_nothing() -> None:
    api = ApiClient()
    api.client.force_login(make_user(roles=("administrator",)))
    assert api.get("people").status_code == 200
    assert api.ask("GET", "people", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 401
    assert api.post("people", {"given_name": "Ana"}).status_code == 401


@pytest.mark.django_db
def test_the_audit_log_names_account_and_token() -> None:
    api = api_as("agent", name="Leïla")
    api.post("people", {"given_name": "Ana"})
    entry = AuditEntry.objects.get(verb="person.created")
    assert (entry.actor_id, entry.actor_name) == (api.user.pk, "Leïla · Test")
    assert Actor("user", entry.actor_id, entry.actor_name).kind == entry.actor_kind


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Bearer", "Bearer parvis_x", "Basic YTpi", "Bearer " + "é" * 50])
def test_what_is_no_token_is_no_token(header: str) -> None:
    response = ApiClient().ask("GET", "me", headers={"Authorization": header})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="parvis"')
