"""What others are told: signed, logged, repeated, switched off when nobody takes it. Real servers on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from parvis.api.actions.deliver import KEPT, NotTaken, deliver, forget_old_deliveries
from parvis.api.actions.webhooks import (
    change_webhook,
    create_webhook,
    disable_webhook,
    enable_webhook,
    renew_secret,
    replay,
    send_test,
)
from parvis.api.logic.disabling import should_disable
from parvis.api.logic.errors import WebhookRefused
from parvis.api.models import WebhookDelivery, WebhookEndpoint
from parvis.api.reads.event_types import EVENT_TYPES
from parvis.api.web.today import cards
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now, publish
from parvis.foundation.logic.today import Card
from parvis.foundation.models import StoredEvent
from parvis.people.actions.persons import create_person
from parvis.people.events import PersonCreated
from tests.factories.accounts import make_user
from tests.factories.api import api_as, make_delivery, make_webhook
from tests.jobs import run_waiting_jobs
from tests.peers.receiver import Receiver, receiver

NOW = datetime.now(UTC)


@pytest.fixture
def there(settings: Any) -> Iterator[Receiver]:
    """A receiver on this machine, which this installation allows."""
    with receiver() as found:
        settings.FETCH_ALLOWED_PRIVATE = (found.address,)
        yield found


def told(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """A person is made, and what the webhook is to hear of it."""
    with purpose("service"):
        create_person(given_name="Anastasia", by=SYSTEM, now=NOW)
    deliver_now(StoredEvent.objects.filter(name__endswith="PersonCreated").latest("id").pk)
    return endpoint.deliveries.latest("id")


@pytest.mark.django_db
def test_a_delivery_is_signed_as_the_standard_says_and_carries_nobodys_words(there: Receiver) -> None:
    endpoint, secret = create_webhook(
        name="Orders", url=there.url, events=["person.created"], by=SYSTEM, now=NOW
    )
    delivery = told(endpoint)
    assert deliver(delivery.pk, now=timezone.now()) == "delivered"
    (request,) = there.requests
    # The standard's own library reads it, and refuses it when one letter differs.
    said = Webhook(secret).verify(request.body, request.headers)
    assert said == json.loads(request.body)
    assert (said["type"], list(said["data"])) == ("person.created", ["person_id"])
    assert b"Anastasia" not in request.body
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(request.body.replace(b"person", b"Person"), request.headers)


@pytest.mark.django_db
def test_every_event_is_told_under_its_own_name_to_those_who_asked() -> None:
    one, other = make_webhook(events=["person.created"]), make_webhook(events=["reply.sent"])
    told(one)
    assert (one.deliveries.count(), other.deliveries.count()) == (1, 0)
    assert len({kind.name for kind in EVENT_TYPES.values()}) == len(EVENT_TYPES)


@pytest.mark.django_db
def test_an_event_told_twice_is_one_delivery() -> None:
    endpoint = make_webhook()
    stored = publish(PersonCreated(7))
    deliver_now(stored.pk)
    deliver_now(stored.pk)
    assert endpoint.deliveries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_fails_is_asked_again_by_the_jobs_and_the_log_tells(
    there: Receiver, database_addresses: tuple[str, str]
) -> None:
    there.answers = [(500, b"broken"), (200, b"ok")]
    endpoint = make_webhook(there.url)
    delivery = send_test(endpoint, by=SYSTEM, now=NOW)
    run_waiting_jobs(database_addresses, PARVIS_FETCH_ALLOW=there.address)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)  # the job comes back by itself in 5 s
    assert deliver(delivery.pk, now=timezone.now()) == "delivered"
    delivery.refresh_from_db()
    tries = [(one.status, one.answer) for one in delivery.tries.all()]
    assert (delivery.state, tries) == ("delivered", [(500, "broken"), (200, "ok")])
    assert len({request.headers["webhook-id"] for request in there.requests}) == 1
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.failures_in_a_row) == (None, 0)


@pytest.mark.django_db
def test_addresses_inside_are_refused_also_when_the_name_only_leads_there(settings: Any) -> None:
    settings.FETCH_ALLOWED_PRIVATE = ()
    for url in (
        "http://127.0.0.1:1/x",
        "http://localhost:1/x",
        "http://169.254.169.254/latest",
        "http://[::1]:1/",
    ):
        delivery = send_test(make_webhook(url), by=SYSTEM, now=NOW)
        with pytest.raises(NotTaken, match="address-forbidden"):
            deliver(delivery.pk, now=NOW)
        assert [one.error_code for one in delivery.tries.all()] == ["address-forbidden"]


@pytest.mark.django_db
def test_a_redirect_is_not_followed(there: Receiver) -> None:
    there.answers = [(307, b"")]
    delivery = send_test(make_webhook(there.url), by=SYSTEM, now=NOW)
    with pytest.raises(NotTaken, match="status-307"):
        deliver(delivery.pk, now=timezone.now())
    assert len(there.requests) == 1


@pytest.mark.django_db
def test_a_long_answer_is_cut_and_a_secret_is_never_logged(there: Receiver) -> None:
    there.answers = [(200, b"x" * 10_000)]
    endpoint, secret = create_webhook(name="x", url=there.url, events=["reply.sent"], by=SYSTEM, now=NOW)
    delivery = send_test(endpoint, by=SYSTEM, now=NOW)
    deliver(delivery.pk, now=timezone.now())
    kept = delivery.tries.get()
    assert (len(kept.answer), secret in endpoint.sealed_secret) == (2000, False)
    assert secret not in str(api_as("administrator").get(f"webhooks/{endpoint.pk}/deliveries").data)


@pytest.mark.parametrize(
    ("days", "failures", "expected"), [(4.9, 100, False), (5, 19, False), (5, 20, True), (30, 20, True)]
)
def test_it_takes_days_and_tries_to_be_switched_off(days: float, failures: int, expected: bool) -> None:
    found = should_disable(
        failing_since=NOW - timedelta(days=days), failures_in_a_row=failures, now=NOW, after=timedelta(days=5),
        at_least=20,
    )  # fmt: skip
    assert found is expected


@pytest.mark.django_db
def test_silence_for_days_switches_it_off_and_today_says_so(there: Receiver, settings: Any) -> None:
    settings.WEBHOOK_DISABLED_AFTER_FAILURES = 2
    there.answers = [(500, b"")] * 3
    endpoint = make_webhook(there.url)
    delivery = send_test(endpoint, by=SYSTEM, now=NOW)
    for moment in (NOW, NOW + timedelta(days=4)):
        with pytest.raises(NotTaken):
            deliver(delivery.pk, now=moment)
    administrator, agent = make_user(roles=("administrator",)), make_user()
    assert cards(administrator, now=NOW) == []
    assert deliver(delivery.pk, now=NOW + timedelta(days=5)) == "failed"
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "failing")
    (card,) = cards(administrator, now=NOW)
    assert isinstance(card, Card) and (card.key, card.figure) == ("webhooks-disabled", "1")
    assert cards(agent, now=NOW) == []
    assert endpoint.deliveries.count() == 1
    publish(PersonCreated(7))
    deliver_now(StoredEvent.objects.latest("id").pk)
    assert endpoint.deliveries.count() == 1  # nothing more is written for it
    enable_webhook(endpoint, by=SYSTEM, now=NOW)
    assert cards(administrator, now=NOW) == []


@pytest.mark.django_db
def test_gone_is_believed_at_once(there: Receiver) -> None:
    there.answers = [(410, b"")]
    endpoint = make_webhook(there.url)
    assert deliver(send_test(endpoint, by=SYSTEM, now=NOW).pk, now=NOW) == "failed"
    endpoint.refresh_from_db()
    assert endpoint.disabled_reason == "gone"


@pytest.mark.django_db
def test_what_was_missed_can_be_sent_again_under_its_id(there: Receiver) -> None:
    delivery = make_delivery(make_webhook(there.url))
    replay(delivery, by=SYSTEM, now=NOW)
    with pytest.raises(WebhookRefused, match="not-replayable"):
        replay(delivery, by=SYSTEM, now=NOW)
    assert deliver(delivery.pk, now=timezone.now()) == "delivered"
    assert deliver(delivery.pk, now=timezone.now()) == "delivered"  # a job that runs twice sends once
    assert [one.headers["webhook-id"] for one in there.requests] == [delivery.message_id]


@pytest.mark.django_db
def test_a_renewed_secret_signs_beside_the_former_one(there: Receiver) -> None:
    endpoint, former = create_webhook(name="x", url=there.url, events=["reply.sent"], by=SYSTEM, now=NOW)
    fresh = renew_secret(endpoint, by=SYSTEM, now=NOW)
    deliver(send_test(WebhookEndpoint.objects.get(), by=SYSTEM, now=NOW).pk, now=timezone.now())
    (request,) = there.requests
    for secret in (former, fresh):
        Webhook(secret).verify(request.body, request.headers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"url": "ftp://example.org"}, "address-unfit"),
        ({"url": "https://user:secret@example.org"}, "address-unfit"),
        ({"url": "https://example.org:port"}, "address-unfit"),
        ({"url": "https://exa mple.org"}, "address-unfit"),
        ({"events": []}, "no-event"),
        ({"events": ["everything"]}, "unknown-event"),
        ({"secret": "whsec_c2hvcnQ="}, "secret-unfit"),
    ],
)
def test_what_is_no_webhook(fields: dict[str, Any], code: str) -> None:
    given = {"name": "x", "url": "https://example.org", "events": ["reply.sent"], "by": SYSTEM, "now": NOW}
    with pytest.raises(WebhookRefused, match=code):
        create_webhook(**{**given, **fields})
    assert WebhookEndpoint.objects.count() == 0


@pytest.mark.django_db
def test_logs_are_kept_for_thirty_days() -> None:
    endpoint = make_webhook()
    old, young = make_delivery(endpoint), make_delivery(endpoint)
    WebhookDelivery.objects.filter(pk=old.pk).update(created_at=NOW - KEPT - timedelta(seconds=1))
    WebhookDelivery.objects.filter(pk=young.pk).update(created_at=NOW)
    assert forget_old_deliveries(now=NOW) == 1
    assert list(endpoint.deliveries.all()) == [young]


@pytest.mark.django_db
def test_a_switched_off_webhook_is_not_asked_and_changes_are_kept(there: Receiver) -> None:
    endpoint = make_webhook(there.url)
    delivery = told(endpoint)
    disable_webhook(endpoint, reason="by-hand", by=SYSTEM, now=NOW)
    assert (deliver(delivery.pk, now=NOW), there.requests) == ("failed", [])
    changed = change_webhook(endpoint, name="Renamed", events=["reply.sent"], by=SYSTEM, now=NOW)
    assert (changed.name, changed.events, changed.url) == ("Renamed", ["reply.sent"], there.url)


@pytest.mark.django_db
def test_the_screens_in_french(client: Client, there: Receiver) -> None:
    user = make_user(roles=("administrator",), language="fr")
    client.force_login(user)
    assert "Personne n’est encore prévenu" in client.get("/settings/webhooks/").content.decode()
    given = {"name": "Commandes", "url": there.url, "events": ["person.created"]}
    shown = client.post("/settings/webhooks/add/", given).content.decode()
    endpoint = WebhookEndpoint.objects.get()
    assert (
        "whsec_" in shown
        and "whsec_" not in client.get(f"/settings/webhooks/{endpoint.pk}/").content.decode()
    )
    client.post(f"/settings/webhooks/{endpoint.pk}/test/")
    deliver(endpoint.deliveries.get().pk, now=timezone.now())
    page = client.get(f"/settings/webhooks/{endpoint.pk}/").content.decode()
    assert "Un essai" in page and "reçu" in page
    client.post(f"/settings/webhooks/deliveries/{endpoint.deliveries.get().pk}/replay/")
    client.post(f"/settings/webhooks/{endpoint.pk}/switch/")
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.deliveries.get().state) == (False, "waiting")
    wrong = client.post("/settings/webhooks/add/", {**given, "url": "ftp://x"}).content.decode()
    assert "L’adresse doit commencer par" in wrong
    client.post(f"/settings/webhooks/{endpoint.pk}/delete/")
    assert WebhookEndpoint.objects.count() == 0


@pytest.mark.django_db
def test_agents_see_no_webhooks(client: Client) -> None:
    client.force_login(make_user())
    endpoint = make_webhook()
    assert [
        client.get(url).status_code for url in ("/settings/webhooks/", f"/settings/webhooks/{endpoint.pk}/")
    ] == [403] * 2
