from datetime import timedelta

import pytest

from parvis.listening.web.today import cards
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db


def said(negative, positive, *, days_ago, source):
    for number in range(negative + positive):
        make_mention(
            connection=source, author="", published_at=NOON - timedelta(days=days_ago),
            sentiment="negative" if number < negative else "positive",
        )  # fmt: skip


def told(user):
    return [(card.key, card.figure, card.level) for card in cards(user, now=NOON)]


def test_a_fall_of_the_mood_is_a_risk_and_opens_what_is_negative():
    source = make_connection()
    said(5, 25, days_ago=9, source=source)
    said(25, 5, days_ago=1, source=source)
    user = make_user(roles=("agent",))
    # 100 × (5 − 25) / 30 = −66.7 after +66.7.
    assert told(user) == [("mentions.mood_fell", "−133", "risk"), ("mentions.week", "30", "calm")]
    assert "sentiment=negative" in cards(user, now=NOON)[0].url


def test_what_chance_explains_is_no_alarm():
    source = make_connection()
    said(2, 2, days_ago=9, source=source)
    said(3, 1, days_ago=1, source=source)
    assert told(make_user(roles=("agent",))) == [("mentions.week", "4", "calm")]


def test_first_steps_for_those_who_may_take_them():
    assert told(make_user(roles=("marketer",))) == [("mentions.none", "0", "notice")]
    assert told(make_user(roles=("agent",))) == []


def test_a_stranger_has_no_card():
    make_mention()
    assert told(make_user(roles=("partner",))) == []
