"""Blocks for the company's own site: who may read them, what they carry, what is counted, and that nobody is."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from parvis.community.actions.blocks import note_block, set_block_settings
from parvis.community.logic.blocks import clean_origins
from parvis.community.models import DayOfBlock
from parvis.community.reads.blocks import block_rows, block_settings
from parvis.community.web.views import blocks
from parvis.community.web.views.blocks import SCRIPT
from parvis.foundation.audit import SYSTEM
from tests.community.test_pages import client_of
from tests.factories.channels import NOON
from tests.factories.community import make_member, make_question
from tests.factories.records import make_product
from tests.factories.reviews import make_page, make_review

pytestmark = pytest.mark.django_db
SHOP = "https://www.velostral.example"
TODAY = date(2026, 3, 2)


@pytest.fixture
def shop():
    set_block_settings(origins=[SHOP], is_measured=True, hold_out=0.1, by=SYSTEM, now=NOON)
    return make_page(make_product("MIS/2 é"), name="Mistral")


def test_the_script_is_small_and_asks_nobody_else():
    assert SCRIPT.stat().st_size < 15_000
    text = SCRIPT.read_text()
    assert "document.cookie" not in text and "localStorage" not in text and "innerHTML" not in text
    answer = Client().get("/community/blocks.js")
    assert answer["Cache-Control"] == "public, max-age=3600" and answer["Content-Type"].startswith(
        "text/javascript"
    )
    assert answer.content == SCRIPT.read_bytes()


def test_reviews_are_read_by_named_sites_alone_kept_by_caches_and_set_no_cookie(shop):
    review = make_review(shop, stars=2, consideration="free", text="Weak *bell*.")
    address = "/community/blocks/reviews.json"
    named = Client().get(address, {"product": "MIS/2 é", "language": "fr"}, headers={"origin": SHOP})
    assert named["Access-Control-Allow-Origin"] == SHOP
    assert named["Vary"].startswith("Origin") and named["Cache-Control"] == "public, max-age=300"
    assert not named.cookies
    data = named.json()
    assert data["product"] == "Mistral" and data["stars"]["n"] == 1 and data["measured"]
    assert data["schema"]["aggregateRating"]["reviewCount"] == 1
    (row,) = data["rows"]
    assert "<em>bell</em>" in row["html"] and row["url"].endswith(f"#review-{review.pk}")
    assert row["dates"].startswith("Expérience du 2 mars 2026")
    assert "gratuit" in row["consideration"]
    other = Client().get(address, {"product": "MIS/2 é"}, headers={"origin": "https://else.example"})
    assert other.status_code == 403 and "Access-Control-Allow-Origin" not in other
    assert Client().get(address, {"product": "\x00"}).status_code == 404
    # A member's log-in changes nothing of what a shared cache keeps: not even their own text that is withheld.
    review.state = "withheld"
    review.save()
    assert client_of(review.author).get(address, {"product": shop.slug}).json()["rows"] == []


def test_questions_of_a_product_and_what_was_asked_before(shop):
    make_question(title="Does the Mistral fit a child seat?", page=shop)
    rows = Client().get("/community/blocks/questions.json", {"product": shop.slug}).json()["rows"]
    assert [row["title"] for row in rows] == ["Does the Mistral fit a child seat?"]
    asked = Client().get("/community/blocks/ask.json", {"q": "child seat on the Mistral"}).json()
    assert [row["title"] for row in asked["rows"]] == ["Does the Mistral fit a child seat?"]
    assert Client().get("/community/blocks/ask.json").json()["rows"] == []


def say(client=None, **what):
    return (client or Client()).post(
        "/community/blocks/noted/", json.dumps(what), content_type="text/plain", headers={"origin": SHOP}
    )


def test_a_tab_is_counted_and_nothing_of_it_is_kept(shop):
    for what in ("tab", "seen", "bought_seen"):
        assert say(kind="reviews", product="MIS/2 é", arm="shown", what=what).status_code == 204
    say(kind="reviews", product="MIS/2 é", arm="held", what="tab")
    (row,) = block_rows(since=date(2020, 1, 1))
    assert (row.tabs, row.seen, row.bought, row.bought_seen, row.held, row.effect) == (1, 1, 1, 1, 1, None)
    columns = {field.name for field in DayOfBlock._meta.fields}
    assert columns == {"id", "day", "kind", "page", "arm", "tabs", "seen", "bought", "bought_seen"}
    for nonsense in ({}, {"kind": "x", "product": shop.slug}, {"kind": "ask", "arm": "shown", "what": "bought"},
                     {"kind": "reviews", "product": shop.slug, "arm": "held", "what": "seen"},
                     {"kind": "reviews", "product": shop.slug, "arm": "plain", "what": "bought"}):  # fmt: skip
        assert say(**nonsense).status_code == 204
    assert len(block_rows(since=date(2020, 1, 1))) == 1 and DayOfBlock.objects.count() == 2
    assert Client().post("/community/blocks/noted/", "[" * 300, content_type="text/plain").status_code == 204


def test_a_flood_of_counts_is_stopped(shop, monkeypatch):
    monkeypatch.setattr(blocks, "MOST_NOTED_A_MINUTE", 3)
    client = Client()
    codes = [say(client, kind="ask", arm="plain", what="tab").status_code for _ in range(5)]
    assert codes == [204, 204, 204, 429, 429]
    assert DayOfBlock.objects.get().tabs == 3


def test_the_effect_compares_what_was_drawn(shop):
    for arm, tabs, bought in (("shown", 4000, 200), ("held", 4000, 120)):
        note_block("reviews", shop, arm=arm, what="tab", day=TODAY)
        DayOfBlock.objects.filter(arm=arm).update(tabs=tabs, bought=bought)
    (row,) = block_rows(since=TODAY - timedelta(days=1))
    assert row.effect is not None and row.effect.is_clear and round(row.effect.difference, 3) == 0.02
    assert block_rows(since=TODAY + timedelta(days=1)) == []


def test_set_up_takes_origins_and_cuts_what_is_held_back():
    good, wrong = clean_origins("https://A.example/ http://b.example:8080, https://c.example/path ftp://d *")
    assert good == ["https://a.example", "http://b.example:8080"]
    assert wrong == ["https://c.example/path", "ftp://d", "*"]
    assert (
        set_block_settings(origins=good, is_measured=True, hold_out=0.9, by=SYSTEM, now=NOON).hold_out == 0.5
    )
    set_block_settings(origins=good, is_measured=False, hold_out=0.3, by=SYSTEM, now=NOON)
    assert block_settings().hold_out == 0  # nothing is held back where nothing is measured


def test_a_review_in_a_block_is_made_of_nodes_not_of_markup(shop):
    make_review(
        shop, by=make_member("Eve"), title="<img src=x onerror=alert(1)>", text="[x](javascript:alert(1))"
    )
    (row,) = Client().get("/community/blocks/reviews.json", {"product": shop.slug}).json()["rows"]
    assert row["title"].startswith("<img") and "href" not in row["html"]
