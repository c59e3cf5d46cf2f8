"""The screens of alerts: what they show, to whom, and that they cost the same for one row as for three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from parvis.foundation.models import AuditEntry
from parvis.listening.actions.try_alert import try_alert
from parvis.listening.models import AlarmVerdict, AlertBacktest, AlertRule
from parvis.listening.reads.alarms import precision_of
from tests.factories.accounts import make_user
from tests.factories.alerts import hear, make_alarm, make_alert_rule, murmur
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import make_mention, make_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer(client):
    user = make_user(roles=("marketer",))
    client.force_login(user)
    return user


def test_an_empty_list_says_what_an_alert_is(client, marketer):
    page = client.get(reverse("alerts")).content.decode()
    assert "Nobody is told of anything yet" in page
    assert reverse("alert-rule-add") in page


def test_an_alarm_says_what_why_and_takes_a_verdict(client, marketer):
    alarm = make_alarm(make_alert_rule(make_query("Trains")))
    page = client.get(reverse("alerts")).content.decode()
    assert "Trains: 5.9 times as many mentions as usual" in page
    one = client.get(reverse("alarm", args=(alarm.pk,))).content.decode()
    assert "120 mentions" in one and "between 9 and 36" in one
    client.post(reverse("alarm-verdict", args=(alarm.pk,)), {"useful": "yes"})
    client.post(reverse("alarm-verdict", args=(alarm.pk,)), {"useful": "no"})
    assert [one.is_useful for one in AlarmVerdict.objects.all()] == [False]
    found = precision_of(marketer)
    assert (found.told, found.judged, found.worth.value) == (1, 1, 0.0)


def test_who_may_not_see_figures_sees_no_alarm(client):
    alarm = make_alarm()
    client.force_login(make_user(roles=("employee",)))
    assert client.get(reverse("alerts")).status_code == 403
    assert client.get(reverse("alarm", args=(alarm.pk,))).status_code == 403
    assert client.post(reverse("alarm-verdict", args=(alarm.pk,)), {"useful": "yes"}).status_code == 403


def test_who_sees_figures_alone_sees_no_posts_and_changes_nothing(client):
    connection = make_connection()
    hear(connection, hours={NOON: 3})
    alarm = make_alarm()
    client.force_login(make_user(roles=("data_protection_officer",)))
    page = client.get(reverse("alarm", args=(alarm.pk,)))
    assert page.status_code == 200
    assert "The train, for" not in page.content.decode()
    assert client.get(reverse("alert-rule", args=(alarm.rule_id,))).status_code == 403


def test_a_rule_is_made_off_tried_and_switched_on(client, marketer):
    connection = make_connection()
    burst = NOON - timedelta(days=1)
    hear(connection, hours={**murmur(end=NOON, days=45), burst: 95})
    made = client.post(
        reverse("alert-rule-add"),
        {
            "query": "", "kinds": ["volume_up"], "minimum_mentions": "10", "cool_down_hours": "24",
            "authors_a_month": "2", "recipients": [marketer.pk], "by_mail": "on",
        },
    )  # fmt: skip
    rule = AlertRule.objects.get()
    assert made.status_code == 302 and not rule.is_on
    try_alert(rule.pk, now=NOON)
    page = client.get(reverse("alert-rule", args=(rule.pk,))).content.decode()
    assert "it would have told" in page and "as many mentions as usual" in page
    client.post(reverse("alert-rule-switch", args=(rule.pk,)))
    rule.refresh_from_db()
    assert rule.is_on
    assert set(AuditEntry.objects.filter(verb__startswith="alert.").values_list("verb", flat=True)) == {
        "alert.made",
        "alert.on",
    }


def test_one_rule_a_series(client, marketer):
    make_alert_rule()
    again = client.post(
        reverse("alert-rule-add"),
        {
            "query": "",
            "kinds": ["silence"],
            "minimum_mentions": "10",
            "cool_down_hours": "24",
            "authors_a_month": "2",
        },
    )
    assert "Another alert watches this already" in again.content.decode()
    assert AlertRule.objects.count() == 1


@pytest.mark.parametrize("name", ["alerts", "alert-rules"])
def test_three_rows_cost_as_many_queries_as_one(client, marketer, name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_alarm(make_alert_rule(make_query()))
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(name))
    make_alarm(make_alert_rule(make_query()))
    make_alarm(make_alert_rule(make_query()))
    with django_assert_num_queries(len(one)):
        client.get(reverse(name))


def test_the_budget_is_one_for_all(client, marketer):
    client.post(reverse("alert-budget"), {"budget": "5"})
    assert "5" in client.get(reverse("alert-rules")).content.decode()
    assert client.post(reverse("alert-budget"), {"budget": "0"}).status_code == 200
    assert AuditEntry.objects.filter(verb="alert.budget").count() == 1


def test_topics_and_large_authors_are_replayed_too(client, marketer):
    source = make_connection()
    for day in range(1, 45):
        for number in range(6):
            make_mention(
                connection=source, author=f"usual{day}-{number}", followers=100 + 10 * number,
                text=f"The train was fine near station {number}.",
                published_at=NOON - timedelta(days=day, hours=number),
            )  # fmt: skip
    for number in range(30):
        make_mention(
            connection=source, author=f"now{number}", text="A derailment in the tunnel",
            published_at=NOON - timedelta(days=5, hours=number % 12),
        )  # fmt: skip
    famous = make_mention(
        connection=source, author="famous", followers=900_000, published_at=NOON - timedelta(days=3)
    )
    rule = make_alert_rule(kinds=["new_topic", "influential_author"], is_on=False)
    AlertBacktest.objects.update_or_create(rule=rule, defaults={"asked_at": NOON})
    try_alert(rule.pk, now=NOON)
    found = AlertBacktest.objects.get().found
    told = {(one["kind"], one["subject"]) for one in found["alarms"]}
    assert ("influential_author", str(famous.identity_id)) in told
    assert any(kind == "new_topic" and "derailment" in subject for kind, subject in told)
    page = client.get(reverse("alert-rule", args=(rule.pk,))).content.decode()
    assert "famous" in page and "derailment" in page
