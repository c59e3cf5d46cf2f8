"""Teams and who is in them."""

from __future__ import annotations

import pytest

from parvis.accounts.actions.teams import change_team_members, create_team, rename_team
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.permissions import visible_to
from parvis.accounts.reads.teams import teams_with_members
from parvis.foundation.audit import SYSTEM
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import make_team, make_user
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db


def test_a_team_has_a_name_of_its_own() -> None:
    team = create_team(name=" Claims ", by=SYSTEM, now=NOON)
    assert team.name == "Claims"
    with pytest.raises(AccountRefused):
        create_team(name="claims", by=SYSTEM, now=NOON)
    other = make_team("Bookings")
    with pytest.raises(AccountRefused):
        rename_team(other, name="CLAIMS", by=SYSTEM, now=NOON)
    assert not rename_team(team, name="Claims", by=SYSTEM, now=NOON)
    assert rename_team(team, name="Complaints", by=SYSTEM, now=NOON)


def test_a_team_becomes_exactly_whom_it_is_given() -> None:
    team = make_team()
    stays, goes, comes = make_user(team=team), make_user(team=team), make_user()
    assert change_team_members(team, members=[stays, comes], leads=[stays], by=SYSTEM, now=NOON)
    assert set(team.memberships.values_list("user_id", "is_lead")) == {(stays.pk, True), (comes.pk, False)}
    assert AuditEntry.objects.get().detail == {
        "added": [comes.pk], "removed": [goes.pk], "leads": {"from": [], "to": [stays.pk]},
    }  # fmt: skip
    assert not change_team_members(team, members=[comes, stays], leads=[stays], by=SYSTEM, now=NOON)


def test_teams_with_members_ask_twice(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        make_user(team=make_team())
    with django_assert_num_queries(2):
        assert [len(team.memberships.all()) for team in teams_with_members()] == [1, 1, 1]


def test_a_partner_sees_only_those_they_share_a_team_with() -> None:
    shared = make_team()
    partner, mate, stranger = make_user(roles=("partner",), team=shared), make_user(team=shared), make_user()
    assert set(visible_to(partner)) == {partner, mate}
    assert set(visible_to(mate)) == {partner, mate, stranger}
