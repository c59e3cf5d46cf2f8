"""Alarms on Today and as a number beside the place, until somebody has judged them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.listening.actions.alert_rules import judge_alarm
from parvis.listening.web.navigation import places
from parvis.listening.web.today import cards
from tests.factories.accounts import make_user
from tests.factories.alerts import make_alarm
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db


def told(user):
    return [(card.figure, card.level) for card in cards(user, now=NOON) if card.key == "alarms.unjudged"]


def test_a_new_alarm_is_on_today_until_it_is_judged_or_old():
    user = make_user(roles=("marketer",))
    assert told(user) == []
    make_alarm(at=NOON - timedelta(days=2))
    assert told(user) == []
    alarm = make_alarm(at=NOON - timedelta(hours=2))
    assert told(user) == [("1", "risk")]
    judge_alarm(alarm, account_id=user.pk, is_useful=True, now=NOON)
    assert told(user) == []


def test_only_those_who_see_figures_are_told():
    make_alarm(at=NOON - timedelta(hours=2))
    assert told(make_user(roles=("agent",))) == []
    assert [page.label for page in places(make_user(roles=("data_protection_officer",)))] == [
        "Alerts",
        "Campaigns",
    ]
