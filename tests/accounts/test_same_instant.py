"""Two administrators who take the same name or address in the same instant: one has it, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from parvis.accounts.actions.company_log_in import ProviderSettings, save_provider
from parvis.accounts.actions.invitations import invite
from parvis.accounts.actions.roles import save_role
from parvis.accounts.actions.teams import create_team, rename_team
from parvis.accounts.actions.users import create_user
from parvis.accounts.models import Invitation, LoginProvider, Role, Team, User
from parvis.conversations.actions.queues import create_queue
from parvis.conversations.models import Queue
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from tests.factories.accounts import PASSWORD, log_in, make_team, make_user
from tests.factories.api import ApiClient, api_as
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
BY: dict[str, Any] = {"by": COMMAND_LINE, "now": utc_now()}


def while_the_first_is_not_done(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives in a connection of its own that came in before `first` was committed and had to wait."""
    given: list[Any] = []

    def come_second() -> None:
        try:
            given.append(second())
        finally:
            connection.close()

    other = Thread(target=come_second)
    with transaction.atomic():
        first()
        other.start()
        wait_until(somebody_waits, what="the second one waits for the first")
    other.join(timeout=20)
    assert given, "the second one got no answer at all"
    return given[0]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction goes on seeing what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def administrator() -> Client:
    client = Client()
    log_in(client, make_user(roles=("administrator",), password=PASSWORD))
    return client


def screen(client: Client, address: str, given: dict[str, Any]) -> Callable[[], str]:
    def send() -> str:
        response = client.post(address, given)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())

    return send


def test_an_account(administrator: Client) -> None:
    given = {"name": "Lea", "email": "lea@example.org", "password": PASSWORD, "roles": ["agent"], "language": "en"}
    said = while_the_first_is_not_done(
        lambda: create_user(email="LEA@example.org", name="Léa", password=PASSWORD, roles=["agent"], **BY),
        screen(administrator, "/settings/users/add/", given),
    )
    assert "Somebody already logs in with this address." in said
    assert User.objects.filter(email__iexact="lea@example.org").count() == 1


def test_an_account_that_changes_its_address(administrator: Client) -> None:
    user = make_user()
    given = {"name": "Lea", "email": "lea@example.org", "roles": ["agent"], "language": "en"}
    said = while_the_first_is_not_done(
        lambda: create_user(email="lea@example.org", name="Léa", password=PASSWORD, roles=["agent"], **BY),
        screen(administrator, f"/settings/users/{user.pk}/", given),
    )
    assert "Somebody already logs in with this address." in said


def test_a_team(administrator: Client) -> None:
    said = while_the_first_is_not_done(
        lambda: create_team(name="Night", **BY), screen(administrator, "/settings/teams/", {"name": "Night"})
    )
    assert "Another team has this name." in said
    day = make_team("Day")
    said = while_the_first_is_not_done(
        lambda: rename_team(day, name="Dawn", **BY), screen(administrator, "/settings/teams/", {"name": "Dawn"})
    )
    assert "Another team has this name." in said
    assert sorted(Team.objects.values_list("name", flat=True)) == ["Dawn", "Night"]


def test_a_role(administrator: Client) -> None:
    said = while_the_first_is_not_done(
        lambda: save_role(None, name="Night", permissions=["people.view"], **BY),
        screen(administrator, "/settings/roles/add/", {"name": "Night", "permissions": ["people.view"]}),
    )
    assert "Another role has this name." in said
    assert Role.objects.count() == 1


def test_an_invitation(administrator: Client) -> None:
    given = {"email": "lea@example.org", "roles": ["agent"], "language": "en"}
    said = while_the_first_is_not_done(
        lambda: invite(email="lea@example.org", roles=["agent"], **BY),
        screen(administrator, "/settings/users/invite/", given),
    )
    assert "invited this address in the same moment" in said
    assert Invitation.objects.count() == 1


def test_a_log_in_of_the_company() -> None:
    settings = ProviderSettings(name="Acme", issuer="http://127.0.0.1:9/x", client_id="parvis")

    def second() -> str:
        with pytest.raises(Exception) as caught:
            save_provider(None, settings, **BY)
        return str(caught.value)

    assert while_the_first_is_not_done(lambda: save_provider(None, settings, **BY), second) == "issuer-taken"
    assert LoginProvider.objects.count() == 1


def test_a_queue(administrator: Client) -> None:
    said = while_the_first_is_not_done(
        lambda: create_queue("Parcels", team=None, connections=[], is_default=True, **BY),
        lambda: api_as("administrator").post("queues", {"name": "Parcels"}),
    )
    assert (said.status_code, said.data["code"]) == (409, "queue-name-taken")
    assert Queue.objects.filter(name="Parcels").count() == 1


def test_programs_are_told_the_same(administrator: Client) -> None:
    api: ApiClient = api_as("administrator")
    said = while_the_first_is_not_done(
        lambda: create_team(name="Night", **BY), lambda: api.post("teams", {"name": "Night"})
    )
    assert (said.status_code, said.data["code"]) == (409, "team-name-taken")
