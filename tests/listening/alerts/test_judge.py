"""The hour's job: what it raises, once, whatever happens in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction

from parvis.foundation.models import StoredEvent
from parvis.listening.actions.judge import judge_hours
from parvis.listening.actions.tell_alarm import mail_alarm
from parvis.listening.models import Alarm, AlertClock, AlertSeen
from tests.factories.accounts import make_user
from tests.factories.alerts import hear, make_alert_rule, murmur
from tests.factories.channels import make_connection
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 14, 7, tzinfo=UTC)  # two days after Europe's clocks went forward
HOUR = datetime(2026, 3, 31, 13, tzinfo=UTC)


@pytest.fixture
def past():
    """Forty days that end with the hour before HOUR."""
    connection = make_connection()
    hear(connection, hours=murmur(end=HOUR, days=40))
    return connection


def test_a_burst_is_told_once(past):
    hear(past, hours={HOUR: 90})
    rule = make_alert_rule(now=HOUR)
    raised = judge_hours(now=NOW)
    assert [(one.kind, one.at, one.rule_id) for one in raised] == [("volume_up", HOUR, rule.pk)]
    assert raised[0].observed >= 90 > raised[0].high > raised[0].expected
    assert judge_hours(now=NOW) == []
    assert judge_hours(now=NOW + timedelta(hours=1)) == []  # the same event goes on
    assert Alarm.objects.count() == 1
    assert StoredEvent.objects.filter(name__endswith="AlarmRaised").count() == 1


def test_an_ordinary_hour_is_not_told(past):
    hear(past, hours={HOUR: 7})
    make_alert_rule(now=HOUR)
    assert judge_hours(now=NOW) == []
    assert AlertClock.objects.get().next_hour == HOUR + timedelta(hours=1)


def test_what_was_missed_is_caught_up(past):
    hear(past, hours={HOUR: 90})
    make_alert_rule(now=HOUR)
    judge_hours(now=HOUR)
    later = NOW + timedelta(hours=30)
    assert [one.at for one in judge_hours(now=later)] == [HOUR]


def test_posts_that_come_late_are_considered(past):
    hear(past, hours={HOUR: 3})
    make_alert_rule(now=HOUR)
    assert judge_hours(now=NOW) == []
    hear(past, hours={HOUR: 90})
    assert [one.at for one in judge_hours(now=NOW + timedelta(hours=2))][:1] == [HOUR]


def test_hours_before_it_was_switched_on_are_not_told(past):
    hear(past, hours={HOUR: 90})
    make_alert_rule(now=HOUR + timedelta(hours=1))
    assert judge_hours(now=NOW) == []


def test_a_source_that_is_added_is_no_event(past):
    new = make_connection(name="New")
    hear(new, hours={HOUR: 90})
    make_alert_rule(now=HOUR)
    assert judge_hours(now=NOW) == []


def test_nothing_is_kept_of_a_run_that_dies(past):
    hear(past, hours={HOUR: 90})
    make_alert_rule(now=HOUR)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert len(judge_hours(now=NOW)) == 1
        raise ZeroDivisionError
    assert (Alarm.objects.count(), AlertSeen.objects.count(), AlertClock.objects.count()) == (0, 0, 0)
    assert len(judge_hours(now=NOW)) == 1


def test_nothing_at_all_is_no_error():
    assert judge_hours(now=NOW) == []
    make_alert_rule(kinds=["silence"], now=HOUR)
    assert judge_hours(now=NOW) == []


def test_the_mail_says_what_and_why_in_the_readers_language(past):
    hear(past, hours={HOUR: 90})
    user = make_user(roles=("marketer",), language="fr")
    make_alert_rule(recipient_ids=[user.pk], now=HOUR)
    [alarm] = judge_hours(now=NOW)
    mail_alarm(alarm.pk, user.pk)
    [sent] = mail.outbox
    assert sent.to == [user.email]
    assert f"/listen/alerts/{alarm.pk}/" in sent.body
    assert "\n" not in sent.subject


def test_somebody_with_a_large_audience_is_told_once():
    source = make_connection()
    for number in range(60):
        make_mention(
            connection=source, author=f"small{number}", followers=100 + number,
            published_at=HOUR - timedelta(days=number % 20 + 1),
        )  # fmt: skip
    rule = make_alert_rule(kinds=["influential_author"], now=HOUR)
    famous = make_mention(connection=source, author="famous", followers=900_000, published_at=HOUR)
    make_mention(connection=source, author="nobody", followers=40, published_at=HOUR)
    [alarm] = judge_hours(now=NOW)
    assert (alarm.rule_id, alarm.subject, alarm.observed) == (rule.pk, str(famous.identity_id), 900_000)
    make_mention(connection=source, identity=famous.identity, followers=900_000, published_at=NOW)
    assert judge_hours(now=NOW + timedelta(hours=1)) == []


def test_a_word_that_many_people_suddenly_use_is_told():
    source = make_connection()
    for number in range(200):
        make_mention(
            connection=source, author=f"usual{number}", text=f"The train was fine near station {number % 9}.",
            published_at=HOUR - timedelta(days=number % 13 + 2),
        )  # fmt: skip
    for number in range(40):
        make_mention(
            connection=source, author=f"now{number}",
            text="A derailment in the tunnel" if number < 30 else "The train was fine",
            published_at=HOUR - timedelta(hours=number % 20),
        )  # fmt: skip
    make_alert_rule(kinds=["new_topic"], now=HOUR)
    raised = judge_hours(now=NOW)
    assert raised and any("derailment" in one.subject for one in raised)
    assert len(raised) <= 3
    assert judge_hours(now=NOW) == []
