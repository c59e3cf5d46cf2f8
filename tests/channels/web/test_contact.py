"""The public contact form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from parvis.channels.models import Batch, Connection
from parvis.channels.reads.batches import items_of
from parvis.channels.web.views.contact import MOST_PER_ADDRESS, opening
from parvis.foundation.clock import utc_now
from tests.factories.channels import make_connection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def form() -> Connection:
    cache.clear()
    return make_connection("form", channel="form", name="Website")


def sent(**change: str) -> dict[str, str]:
    return {
        "opened": opening(utc_now() - timedelta(minutes=1)),
        "name": "Camille Martin",
        "email": "camille@example.org",
        "subject": "Delivery",
        "message": "Where is my sofa?",
        "customer_number": "C-10482",
        "website": "",
        **change,
    }


def test_the_form_is_public_and_speaks_the_visitors_language(client: Client) -> None:
    page = client.get("/contact/website/").content.decode()
    assert "Write to us" in page and "csrfmiddlewaretoken" in page
    page = client.get("/contact/website/", headers={"accept-language": "fr"}).content.decode()
    assert "Nous écrire" in page and '<html lang="fr"' in page


def test_what_is_sent_is_heard_once(client: Client) -> None:
    message = sent()
    assert client.post("/contact/website/", message).url == "/contact/website/thanks/"
    assert client.post("/contact/website/", message).status_code == 302  # a double click
    (item,) = items_of(Batch.objects.get())
    assert item.addressed and not item.outbound
    assert (item.author.handle, item.author.display_name) == ("camille@example.org", "Camille Martin")
    assert (item.title, item.text) == ("Delivery", "Where is my sofa?\n\nCustomer number: C-10482")
    assert "it has arrived" in client.get("/contact/website/thanks/").content.decode()


@pytest.mark.parametrize("change", [{"email": "camille"}, {"message": "  "}, {"name": ""}, {"message": "x" * 20_001}])
def test_what_is_wrong_is_marked_and_what_was_typed_stays(client: Client, change: dict[str, str]) -> None:
    response = client.post("/contact/website/", sent(**change))
    assert response.status_code == 200
    assert "Change what is marked" in response.content.decode() and "C-10482" in response.content.decode()
    assert not Batch.objects.exists()


def test_a_machine_that_fills_in_everything_is_thanked_and_not_heard(client: Client) -> None:
    assert client.post("/contact/website/", sent(website="http://spam.example")).status_code == 302
    assert not Batch.objects.exists()


@pytest.mark.parametrize("opened", ["", "forged", None])
def test_what_comes_faster_than_people_type_is_asked_again(client: Client, opened: str | None) -> None:
    response = client.post("/contact/website/", sent(opened=opening(utc_now()) if opened is None else opened))
    page = response.content.decode()
    assert "That was very fast." in page and "Where is my sofa?" in page
    assert not Batch.objects.exists()


def test_one_address_sends_five_within_ten_minutes(client: Client) -> None:
    for _ in range(MOST_PER_ADDRESS):
        assert client.post("/contact/website/", sent()).status_code == 302
    refused = client.post("/contact/website/", sent())
    assert refused.status_code == 429
    assert "it is still below" in refused.content.decode()
    assert client.post("/contact/website/", sent(), REMOTE_ADDR="192.0.2.9").status_code == 302
    assert Batch.objects.count() == MOST_PER_ADDRESS + 1


def test_behind_a_proxy_the_visitors_address_counts(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.ORIGIN = "https://crm.example.org"
    for number in range(MOST_PER_ADDRESS + 1):
        forwarded = {"x-forwarded-for": f"198.51.100.{number}"}
        assert client.post("/contact/website/", sent(), headers=forwarded).status_code == 302


def test_markup_and_nul_are_text(client: Client) -> None:
    client.post("/contact/website/", sent(message="<script>alert(1)</script> héhé 🙂", customer_number=""))
    (item,) = items_of(Batch.objects.get())
    assert item.text == "<script>alert(1)</script> héhé 🙂"


def test_only_an_open_form_is_there(client: Client, form: Connection) -> None:
    mailbox = make_connection("email", channel="email", name="Mailbox")
    assert client.get(f"/contact/{mailbox.slug}/").status_code == 404
    assert client.get("/contact/nothing/").status_code == 404
    Connection.objects.filter(pk=form.pk).update(is_active=False)
    assert client.get("/contact/website/").status_code == 404
    assert client.post("/contact/website/", sent()).status_code == 404


def test_a_page_of_another_site_cannot_send() -> None:
    assert Client(enforce_csrf_checks=True).post("/contact/website/", sent()).status_code == 403
