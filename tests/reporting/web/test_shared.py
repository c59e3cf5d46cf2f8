"""Links that show a report: figures only, until they end, and nothing for who guesses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.accounts.models import User
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.reporting.actions.links import MOST_VIEWS_A_MINUTE, revoke, share
from parvis.reporting.models import SharedLink
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.factories.listening import make_mention
from tests.factories.reporting import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    report = make_report(period="days_30")
    link, key = share(report, days=7, user=report.maker, by=COMMAND_LINE, now=utc_now())
    return report, link, f"/shared/{key}/"


def test_it_shows_figures_and_no_post_and_no_author(client, shared):
    said = make_mention(
        connection=make_connection(),
        text="A secret sentence about brakes",
        published_at=utc_now() - timedelta(days=3),
    )
    page = client.get(shared[2])
    text = page.content.decode()
    assert page.status_code == 200
    assert "Net sentiment" in text and page.context["content"].figures[0].value == 1
    assert "secret sentence" not in text and "/listen/" not in text and "/value/" not in text
    assert said.identity is None or said.identity.handle not in text
    assert page["X-Robots-Tag"].startswith("noindex") and page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_views_are_counted_and_too_many_are_refused(client, shared):
    statuses = [client.get(shared[2]).status_code for _ in range(MOST_VIEWS_A_MINUTE + 3)]
    assert 429 in statuses and statuses[0] == 200
    assert SharedLink.objects.get().views == len(statuses)


def test_a_guessed_an_expired_and_a_revoked_link_look_the_same(client, shared):
    _, link, address = shared
    guessed = client.get("/shared/" + "a" * 43 + "/")
    SharedLink.objects.update(expires_at=utc_now())
    expired = client.get(address)
    SharedLink.objects.update(expires_at=utc_now() + timedelta(days=1))
    assert client.get(address).status_code == 200
    assert revoke(link, by=COMMAND_LINE, now=utc_now())
    revoked = client.get(address)
    assert {one.status_code for one in (guessed, expired, revoked)} == {404}
    assert not revoke(link, by=COMMAND_LINE, now=utc_now())


def test_the_key_lies_nowhere(shared):
    key = shared[2].split("/")[2]
    assert key not in str(SharedLink.objects.values())


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": ["agent"]}])
def test_the_link_dies_with_its_maker_or_their_right(client, shared, change):
    report, _, address = shared
    assert client.get(address).status_code == 200
    User.objects.filter(pk=report.maker_id).update(**change)
    assert client.get(address).status_code == 404


def test_a_stranger_and_a_colleague_see_nothing_of_a_report(client, shared):
    report = shared[0]
    page = f"/value/reports/{report.pk}/"
    assert client.get(page).status_code == 302
    client.force_login(make_user(roles=("marketer",)))
    assert client.get(page).status_code == 404
    assert client.post(f"{page}share/", {"days": "7"}).status_code == 404
    client.force_login(make_user(roles=("agent",)))
    assert client.get(page).status_code == 403
    client.force_login(make_user(roles=("administrator",)))
    assert client.get(page).status_code == 200


def test_the_maker_makes_sends_shares_and_takes_away(client):
    maker = make_user(roles=("marketer",))
    client.force_login(maker)
    wish = {
        "name": "Week", "period": "week", "language": "fr", "figure": ["mentions.volume"], "section": ["languages"],
        "frequency": "weekly", "weekday": "0", "hour": "8", "has_pdf": "on", "emails": "a@example.org, b@example.org",
    }  # fmt: skip
    refused = client.post("/value/reports/new/", wish | {"emails": "nobody"})
    assert refused.status_code == 409 and "nobody" in refused.content.decode()
    address = client.post("/value/reports/new/", wish)["Location"]
    assert (
        "Chiffres" not in client.get(address).content.decode().split("report-sheet")[0]
        or maker.language == "fr"
    )
    assert client.post(f"{address}send/").status_code == 302
    assert "a@example.org" in client.get(address).content.decode()
    link = client.post(f"{address}share/", {"days": "30"})
    assert "/shared/" in link.content.decode()
    for form, beginning in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        answer = client.get(f"{address}file/{form}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert content.startswith(beginning), form
    assert client.get("/value/").status_code == 200
    taken = client.get("/value/figures/csv?from=2026-03-01&to=2026-03-31")
    assert b"Mentions" in b"".join(taken.streaming_content)


def test_it_can_be_taken_away_as_a_file(client, shared):
    address = shared[2]
    make_mention(connection=make_connection(), text="A secret", published_at=utc_now() - timedelta(days=3))
    page = client.get(address)
    assert f"{address}figures.csv" in page.content.decode()
    file = client.get(f"{address}figures.csv")
    text = b"".join(file.streaming_content).decode()
    assert file["X-Robots-Tag"].startswith("noindex") and "attachment" in file["Content-Disposition"]
    assert "Net sentiment" in text and "secret" not in text
    SharedLink.objects.update(expires_at=utc_now())
    assert client.get(f"{address}figures.csv").status_code == 404
