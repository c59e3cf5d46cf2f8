"""Roles that the installation makes itself, and that nobody gets more rights by them than they have."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from parvis.accounts.actions.roles import remove_role, save_role
from parvis.accounts.actions.users import change_user
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import Role, User
from parvis.accounts.reads.role_table import roles_that_may
from parvis.conversations.reads.colleagues import assignable_colleagues
from parvis.foundation.audit import COMMAND_LINE, Actor
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, log_in, make_role, make_user
from tests.factories.conversations import make_conversation

pytestmark = pytest.mark.django_db


def refusal(act, *arguments, **named) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(AccountRefused) as refused, transaction.atomic():
        act(*arguments, **named, now=utc_now())
    return refused.value.code


def test_its_rights_add_to_those_of_the_code_and_change_at_once() -> None:
    role = make_role(permissions=("figures.view", "audit.view"))
    user = make_user(roles=("moderator", role.code))
    assert user.permissions == frozenset({*ROLES["moderator"], "figures.view", "audit.view"})
    save_role(role, name=role.name, permissions=["figures.view"], by=COMMAND_LINE, now=utc_now())
    assert not User.objects.get(pk=user.pk).may("audit.view")
    detail = AuditEntry.objects.get(verb="role.changed").detail
    assert detail == {"permissions": {"from": ["figures.view", "audit.view"], "to": ["figures.view"]}}


def test_no_account_holds_a_role_that_does_not_exist_and_no_held_role_goes() -> None:
    with pytest.raises(IntegrityError, match="role king does not exist"), transaction.atomic():
        make_user(roles=("king",))
    role = make_role()
    user = make_user(roles=(role.code,))
    assert refusal(remove_role, role, by=COMMAND_LINE) == "role-in-use"
    with pytest.raises(IntegrityError, match="held by somebody"), transaction.atomic():
        Role.objects.all().delete()
    change_user(user, roles=["agent"], by=COMMAND_LINE, now=utc_now())
    remove_role(role, by=COMMAND_LINE, now=utc_now())
    assert not Role.objects.exists()


def test_the_database_knows_the_roles_of_the_code() -> None:
    for role in ROLES:
        make_user(roles=(role,))
    assert set(User.objects.values_list("roles__0", flat=True)) == set(ROLES)


def test_nobody_gives_what_they_do_not_have() -> None:
    personnel = make_user(roles=(make_role(permissions=("users.manage", "mentions.view")).code,))
    by = Actor("user", personnel.pk, personnel.name)
    assert refusal(change_user, personnel, roles=["administrator"], by=by) == "beyond-own-rights"
    assert refusal(save_role, None, name="X", permissions=["audit.view"], by=by) == "beyond-own-rights"
    strong = make_role(permissions=("audit.view",))
    assert refusal(save_role, strong, name="X", permissions=["mentions.view"], by=by) == "beyond-own-rights"
    assert save_role(None, name="X", permissions=["mentions.view"], by=by, now=utc_now()).pk


def test_an_account_that_may_more_cannot_be_taken_over(client: Client) -> None:
    personnel = make_user(
        roles=(make_role(permissions=("users.manage", "mentions.view")).code,), password=PASSWORD
    )
    administrator = make_user(roles=("administrator",))
    log_in(client, personnel)
    url = f"/settings/users/{administrator.pk}/"
    assert client.get(url).status_code == 403
    for act in ("password/", "disable/", "second-step/reset/"):
        assert client.post(f"{url}{act}", {"password": "another good password"}).status_code == 403
    page = client.post(
        "/settings/users/add/",
        {
            "name": "X",
            "email": "x@example.org",
            "password": PASSWORD,
            "roles": ["administrator"],
            "language": "en",
        },
    ).content.decode()
    assert "You cannot give rights that you do not have yourself." in page
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_role_is_made_given_shown_and_removed_on_screen(client: Client) -> None:
    log_in(client, make_user(roles=("administrator",), password=PASSWORD))
    sent = {"name": "Night shift", "explanation": "Answers at night", "permissions": ["conversations.answer"]}
    assert "This field is required" in client.post("/settings/roles/add/", {"name": "X"}).content.decode()
    assert client.post("/settings/roles/add/", sent).status_code == 302
    assert "Another role has this name." in client.post("/settings/roles/add/", sent).content.decode()
    role = Role.objects.get()
    user = make_user(roles=(role.code,), name="Marc")
    table = client.get("/settings/roles/").content.decode()
    assert "Night shift" in table and "Answers at night" in table
    assert "Night shift" in client.get("/settings/users/").content.decode()
    assert role.code in client.get(f"/settings/users/{user.pk}/").content.decode()
    assert client.post(f"/settings/roles/{role.pk}/remove/").url == f"/settings/roles/{role.pk}/"
    change_user(user, roles=["agent"], by=COMMAND_LINE, now=utc_now())
    assert client.post(f"/settings/roles/{role.pk}/remove/").url == "/settings/roles/"


def test_whoever_may_answer_by_such_a_role_can_be_assigned() -> None:
    role = make_role(permissions=("conversations.view", "conversations.answer"))
    night = make_user(roles=(role.code,))
    assert role.code in roles_that_may("conversations.answer")
    assert night in assignable_colleagues(make_conversation())


def test_the_list_of_people_asks_for_their_names_once(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client.force_login(make_user(roles=("administrator",)))

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            page = client.get("/settings/users/").content.decode()
        assert not re.search(r"own-[0-9a-f]{8}", page)
        return len(counted)

    make_user(roles=(make_role().code,))
    one = queries()
    for _ in range(3):
        make_user(roles=(make_role().code,))
    assert queries() == one
