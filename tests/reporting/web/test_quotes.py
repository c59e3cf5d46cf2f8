"""Posts as examples in a report: chosen from the list, without names, gone with their post, never behind a link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from parvis.foundation.access import purpose
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.reporting.actions.editions import send_now
from parvis.reporting.actions.links import share
from parvis.reporting.logic.quotes import LONGEST, quotable
from parvis.reporting.models import Edition, Quote
from parvis.reporting.reads.mail import composed
from tests.factories.accounts import make_user
from tests.factories.listening import make_listening, make_mention
from tests.factories.reporting import make_report


def test_what_leads_to_somebody_is_left_out():
    said = (
        "RT @ana@social.example: call +33 6 12 34 56 78, mail ana@example.org, see https://a.example/x @bo!"
    )
    assert quotable("", said) == "RT …: call …, mail …, see … …!"
    assert quotable("The brakes", "They squeak") == "The brakes. They squeak"
    assert len(quotable("", "word " * 200)) <= LONGEST + 1


@pytest.mark.django_db
def test_ticked_posts_become_examples(client):
    maker = make_user(roles=("community_manager",))
    report = make_report(
        maker, period="days_30", emails=["board@example.org"], sections=["hours", "languages"]
    )
    said = make_mention(
        "The brakes squeak, says @ana https://x.example/1",
        author="marta_secret",
        published_at=utc_now() - timedelta(days=2),
    )
    client.force_login(maker)
    listed = client.get("/listen/mentions/").content.decode()
    assert f"Add to “{report.name}”" in listed
    client.post("/listen/mentions/chosen/", {"chosen": [said.pk], "act": f"report-{report.pk}"})
    assert Quote.objects.get().mention_id == said.pk
    page = client.get(f"/value/reports/{report.pk}/").content.decode()
    assert "The brakes squeak, says … …" in page and "marta_secret" not in page
    assert "Heat map of hours" in page and "report-heat-" in page
    # Sent: in the file that is mailed, not in what is kept.
    with purpose("listening"):
        edition = send_now(report, by=COMMAND_LINE, now=utc_now())
    assert "squeak" not in str(Edition.objects.get().content)
    assert "squeak" in client.get(f"/value/reports/{report.pk}/editions/{edition.pk}/").content.decode()
    assert composed(edition.deliveries.get()).attachments
    _, key = share(report, days=7, user=maker, by=COMMAND_LINE, now=utc_now())
    assert "squeak" not in client.get(f"/shared/{key}/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_forget(%s::bigint[])", [[said.identity_id]])
    assert "squeak" not in client.get(f"/value/reports/{report.pk}/").content.decode()
    assert client.post(f"/value/reports/{report.pk}/quotes/{said.pk}/remove/").status_code == 302
    assert not Quote.objects.exists()


@pytest.mark.django_db
def test_a_market_gives_three_sections(client):
    maker = make_user(roles=("marketer",))
    market = make_listening()["market_id"]
    keys = [f"{kind}:{market}" for kind in ("market", "engagement", "notoriety")]
    report = make_report(maker, period="days_30", sections=keys)
    client.force_login(maker)
    page = client.get(f"/value/reports/{report.pk}/")
    titles = [one.title for one in page.context["content"].tables]
    assert titles == ["Share of voice: Market", "Share of engagement: Market", "Notoriety: Market"]
    assert client.get(f"/value/reports/{report.pk}/file/pdf").content.startswith(b"%PDF")
