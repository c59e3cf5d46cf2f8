"""Making, changing, closing accounts."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from parvis.accounts.actions.users import change_user, create_user, disable_user, enable_user, set_password
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import User
from parvis.accounts.reads.users import page_of_users
from parvis.foundation.audit import Actor
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db
BY = Actor("user", 7, "Ada")


def new(**fields: object) -> User:
    given = {"email": "lea@example.org", "name": "Léa", "password": PASSWORD, "roles": ["agent"], **fields}
    return create_user(**given, by=BY, now=NOON)  # type: ignore[arg-type]


def refusal(call: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(AccountRefused) as refused:
        call(*args, **kwargs)  # type: ignore[operator]
    return refused.value.code


def test_a_new_account_logs_in_and_is_on_record() -> None:
    made = new(roles=["supervisor", "agent"])
    assert made.roles == ["supervisor", "agent"]
    assert Client().login(email="LEA@example.org", password=PASSWORD)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_name, entry.object_kind, entry.object_id) == (
        "user.created", "Ada", "accounts.user", str(made.pk),
    )  # fmt: skip
    assert PASSWORD not in str(entry.detail)


def test_an_address_is_one_account_whatever_its_capitals() -> None:
    new()
    assert refusal(new, email="LÉA@example.org".replace("É", "e")) == "email-taken"


@pytest.mark.parametrize(("roles", "code"), [([], "no-role"), (["agent", "king"], "unknown-role")])
def test_roles_are_those_of_the_table(roles: list[str], code: str) -> None:
    assert refusal(new, roles=roles) == code
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "lea@example.org"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        new(password=password)


def test_a_change_writes_only_what_differs() -> None:
    user = make_user(name="Léa", email="lea@example.org")
    assert not change_user(user, name="Léa", by=BY, now=NOON)
    assert change_user(user, name="Léa Roy", roles=["supervisor"], by=BY, now=NOON)
    user.refresh_from_db()
    assert (user.name, user.roles) == ("Léa Roy", ["supervisor"])
    entry = AuditEntry.objects.get()
    assert entry.detail == {"fields": ["name", "roles"], "roles": {"from": ["agent"], "to": ["supervisor"]}}


def test_changed_roles_hold_at_once() -> None:
    user = make_user()
    assert not user.may("figures.view")
    change_user(user, roles=["supervisor"], by=BY, now=NOON)
    assert user.may("figures.view")


def test_the_last_administrator_stays_one() -> None:
    ada = make_user(roles=("administrator",))
    make_user(roles=("administrator",), is_active=False)
    assert refusal(disable_user, ada, by=BY, now=NOON) == "last-administrator"
    assert refusal(change_user, ada, roles=["agent"], by=BY, now=NOON) == "last-administrator"
    second = make_user(roles=("administrator", "agent"))
    assert disable_user(ada, by=BY, now=NOON)
    assert refusal(disable_user, second, by=BY, now=NOON) == "last-administrator"


def test_a_closed_account_is_logged_out_and_can_be_opened_again() -> None:
    make_user(roles=("administrator",))
    user = make_user(password=PASSWORD)
    browser = Client()
    assert browser.login(email=user.email, password=PASSWORD)
    assert disable_user(user, by=BY, now=NOON)
    assert not disable_user(user, by=BY, now=NOON)
    assert browser.get("/settings/me/").status_code == 302
    assert not Client().login(email=user.email, password=PASSWORD)
    assert enable_user(user, by=BY, now=NOON)
    assert Client().login(email=user.email, password=PASSWORD)


def test_another_password_ends_the_sessions() -> None:
    user = make_user(password=PASSWORD)
    browser = Client()
    browser.login(email=user.email, password=PASSWORD)
    set_password(user, password="another good password", by=BY, now=NOON)
    assert browser.get("/settings/me/").status_code == 302
    assert not Client().login(email=user.email, password=PASSWORD)


def test_pages_of_accounts_join_up() -> None:
    names = ["Zoé", "Adam", "Adam", "Élise", "Marc"]
    for name in names:
        make_user(name=name)
    seen, after = [], ""
    while True:
        page = page_of_users(User.objects.all(), after=after, most=2)
        seen += [user.pk for user in page.users]
        after = page.next_key
        if not after:
            break
    assert seen == list(User.objects.order_by("name", "id").values_list("pk", flat=True))


def test_a_list_of_accounts_asks_twice_whatever_its_length(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        make_user()
    with django_assert_num_queries(2):
        page_of_users(User.objects.all(), most=1)
    with django_assert_num_queries(2):
        assert len(page_of_users(User.objects.all()).users) == 3
