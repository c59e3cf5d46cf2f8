"""Campaigns: an effect that is there is found, one that is not is not told, and what cannot be told is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from parvis.foundation.audit import SYSTEM
from parvis.listening.actions.campaigns import answer_campaign, save_campaign
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Campaign, CampaignResult, HeardDay
from tests.factories.accounts import make_user
from tests.factories.alerts import hear, murmur
from tests.factories.channels import make_connection
from tests.factories.listening import make_query

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
FIRST = date(2026, 4, 1)


def enter(**fields):
    given = {
        "name": "Spring", "query_id": None, "first": FIRST, "last": date(2026, 4, 10), "days_before": 60,
        "by": SYSTEM, "now": NOW, **fields,
    }  # fmt: skip
    return save_campaign(None, **given)


@pytest.fixture
def past():
    connection = make_connection()
    hear(connection, hours=murmur(end=NOW, days=90))
    HeardDay.objects.bulk_create(
        HeardDay(day=NOW.date() - timedelta(days=step), connection=connection) for step in range(90)
    )
    return connection


def test_what_was_raised_is_found_and_kept_with_what_it_rests_on(past):
    extra = {datetime(2026, 4, day, 12, tzinfo=UTC): 160 for day in range(1, 11)}
    hear(past, hours=extra, sentiment="positive")
    campaign = enter()
    result = answer_campaign(campaign.pk, asked_at=NOW, now=NOW)
    assert result.answer == "raised", result.found
    total = result.found["total"]
    assert total["low"] < 1600 < total["high"] or abs(total["value"] - 1600) < 200
    assert len(result.found["days"]) == 10 and len(result.found["before"]) == 60
    assert result.asked["name"] == "Spring"
    # Asked once, answered once; asked again, again.
    assert answer_campaign(campaign.pk, asked_at=NOW, now=NOW) is None
    later = NOW + timedelta(hours=1)
    assert answer_campaign(campaign.pk, asked_at=later, now=later).found == result.found
    assert CampaignResult.objects.count() == 2


def test_where_nothing_happened_nothing_is_told(past):
    result = answer_campaign(enter().pk, asked_at=NOW, now=NOW)
    assert result.answer in ("none_seen", "cannot_tell")


@pytest.mark.parametrize("measure", ["negative_share", "net_sentiment"])
def test_shares_and_moods_are_answered_too(past, measure):
    hear(past, hours={datetime(2026, 3, 3, 12, tzinfo=UTC): 30}, sentiment="negative")
    result = answer_campaign(enter(measure=measure).pk, asked_at=NOW, now=NOW)
    assert result.answer in ("none_seen", "cannot_tell", "raised", "lowered")


def test_too_short_a_past_cannot_tell():
    connection = make_connection()
    hear(connection, hours=murmur(end=NOW, days=25))
    result = answer_campaign(enter(days_before=60).pk, asked_at=NOW, now=NOW)
    assert (result.answer, result.found["reasons"]) == ("cannot_tell", ["too_few_days_before"])


def test_what_has_not_begun_cannot_tell(past):
    result = answer_campaign(enter(first=date(2026, 5, 1), last=date(2026, 5, 9)).pk, asked_at=NOW, now=NOW)
    assert (result.answer, result.found["reasons"]) == ("cannot_tell", ["not_begun"])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "name-missing"),
        ({"last": date(2026, 3, 1)}, "campaign-days"),
        ({"days_before": 5}, "campaign-days"),
        ({"measure": "luck"}, "campaign-measure"),
        ({"measure": "share_of_voice"}, "campaign-market"),
        ({"query_id": 424242}, "unknown-query"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, code):
    with pytest.raises(ListeningRefused) as refused:
        enter(**wrong)
    assert refused.value.code == code
    assert Campaign.objects.count() == 0


def test_the_page_waits_then_tells(client, past):
    client.force_login(make_user(roles=("marketer",)))
    query = make_query("Control", text="tram")
    made = client.post(
        reverse("campaign-add"),
        {
            "name": "Spring", "query": "", "first": "2026-04-01", "last": "2026-04-10", "days_before": "60",
            "measure": "volume", "market": "", "controls": [query.pk], "markers": "2026-04-02 Radio\nnonsense",
        },
    )  # fmt: skip
    assert made.status_code == 200  # a marker that has no day
    made = client.post(
        reverse("campaign-add"),
        {
            "name": "Spring", "query": "", "first": "2026-04-01", "last": "2026-04-10", "days_before": "60",
            "measure": "volume", "market": "", "markers": "2026-04-02 Radio",
        },
    )  # fmt: skip
    campaign = Campaign.objects.get()
    assert made["Location"] == reverse("campaign", args=(campaign.pk,))
    page = client.get(made["Location"]).content.decode()
    assert "is being computed" in page
    answer_campaign(campaign.pk, asked_at=campaign.changed_at, now=campaign.changed_at)
    page = client.get(made["Location"]).content.decode()
    assert "Radio" in page and "is being computed" not in page
    assert "Spring" in client.get(reverse("campaigns")).content.decode()


def test_strangers_are_refused(client, past):
    campaign = enter()
    client.force_login(make_user(roles=("employee",)))
    assert client.get(reverse("campaign", args=(campaign.pk,))).status_code == 403
    client.force_login(make_user(roles=("data_protection_officer",)))
    assert client.get(reverse("campaign", args=(campaign.pk,))).status_code == 200
    assert client.post(reverse("campaign-remove", args=(campaign.pk,))).status_code == 403
