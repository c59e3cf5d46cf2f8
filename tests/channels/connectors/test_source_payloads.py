"""Payloads of the sources, by case: what each becomes. The contract test asks the rest."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parvis.channels.connectors.bluesky import parse as bluesky
from parvis.channels.connectors.discourse import parse as discourse
from parvis.channels.connectors.hackernews import parse as hackernews
from parvis.channels.connectors.mastodon import parse as mastodon
from parvis.channels.connectors.nodebb import parse as nodebb
from parvis.channels.connectors.reddit import parse as reddit
from parvis.channels.connectors.reviews.parse import reviews_of, stars_of
from parvis.channels.connectors.sitemap.parse import Place, page_item, parse_sitemap
from parvis.channels.connectors.x import parse as x
from parvis.channels.connectors.youtube import parse as youtube
from parvis.channels.logic.items import InboundItem
from parvis.channels.logic.protocol import ConnectorError

PAYLOADS = Path(__file__).resolve().parents[2] / "payloads"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AT = datetime(2026, 2, 11, 8, 30, tzinfo=UTC)
US = mastodon.place_of("https://social.example", "@velostral")


def read(name: str) -> Any:
    return json.loads((PAYLOADS / name).read_text())


def parsed(name: str) -> list[Any]:
    kind = name.partition("/")[0]
    if kind == "mastodon":
        return mastodon.items_of(read(name), place=US, now=NOW)
    if kind == "bluesky":
        return bluesky.found_posts(read(name)["posts"], our_did="", now=NOW)
    if kind == "hackernews":
        return hackernews.items_of(read(name)["hits"], now=NOW)
    if kind == "discourse":
        return discourse.items_of(read(name), base="https://forum.example/", now=NOW)
    if kind == "nodebb":
        return nodebb.items_of(read(name), base="https://forum.example", now=NOW)
    if kind == "reddit":
        return reddit.items_of(read(name), now=NOW)
    if kind == "youtube":
        return youtube.items_of(read(name)["items"], now=NOW)
    return x.items_of(read(name), now=NOW)


CASES: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "mastodon/status.json",
        [
            {
                "external_id": "112233",
                "text": "Le train de 8 h est #retardé.",
                "published_at": AT,
                "author.handle": "ana@piaille.example",
                "author.display_name": "Ana 🚲",
                "author.followers": 412,
                "language": "fr",
                "engagement": 6,
                "addressed": False,
                "site": "social.example",
                "is_repost": False,
            }
        ],
    ),
    ("mastodon/content_warning.json", [{"text": "Râlerie\n\nLe train de 8 h est #retardé."}]),
    ("mastodon/picture_with_description.json", [{"text": "Un quai vide à 8 h 20"}]),
    ("mastodon/followers_only.json", []),
    ("mastodon/account_not_to_be_indexed.json", []),
    (
        "mastodon/reply_that_names_us.json",
        [{"addressed": True, "in_reply_to": "112233", "recipient_handle": "@velostral@social.example"}],
    ),
    ("mastodon/direct_that_names_us.json", [{"addressed": True}]),
    ("mastodon/boost.json", [{"external_id": "112299", "text": "Grève demain", "is_repost": True}]),
    ("mastodon/bot.json", [{"is_automatic": True}]),
    ("mastodon/several_paragraphs.json", [{"text": "Un\n\nDeux\ntrois & quatre"}]),
    (
        "bluesky/search.json",
        [
            {
                "external_id": "at://did:plc:abc/app.bsky.feed.post/3kq",
                "author.handle": "ana.bsky.social",
                "engagement": 6,
                "language": "fr",
                "in_reply_to": "at://did:plc:xyz/app.bsky.feed.post/2",
                "url": "https://bsky.app/profile/ana.bsky.social/post/3kq",
            }
        ],
    ),
    (
        "bluesky/picture_with_description.json",
        [{"text": "A crowded platform", "author.handle": "did:plc:abc", "language": ""}],
    ),
    (
        "hackernews/comment.json",
        [
            {
                "text": "I don't think so.\n\nSee https://a.example",
                "title": "",
                "in_reply_to": "40",
                "published_at": AT,
            }
        ],
    ),
    (
        "hackernews/story_with_link.json",
        [{"text": "Show HN: Parvis", "title": "Show HN: Parvis", "engagement": 15}],
    ),
    (
        "discourse/latest.json",
        [
            {
                "text": "Same *here*.",
                "title": "Battery",
                "url": "https://forum.example/t/battery/88/4",
                "site": "forum.example",
            }
        ],
    ),
    ("discourse/moderation_and_deleted.json", []),
    ("discourse/search.json", [{"title": "Battery", "text": "The battery dies after…", "engagement": 2}]),
    (
        "nodebb/recent.json",
        [
            {
                "external_id": "77",
                "text": "Moi aussi !",
                "title": "Selle",
                "in_reply_to": "70",
                "url": "https://forum.example/post/77",
            }
        ],
    ),
    (
        "reddit/post_and_comment.json",
        [
            {"external_id": "t3_b1", "title": "Late again", "site": "reddit.com/r/trains", "engagement": 6},
            {"external_id": "t1_c1", "title": "Late again", "in_reply_to": "t3_b1"},
        ],
    ),
    ("reddit/deleted_and_removed.json", []),
    ("reddit/link_without_text.json", [{"text": "Photo of the day", "is_repost": True}]),
    (
        "youtube/thread_with_answer.json",
        [
            {
                "external_id": "Ug1",
                "author.handle": "UCana",
                "url": "https://www.youtube.com/watch?v=v1&lc=Ug1",
            },
            {"external_id": "Ug1.a", "text": "Merci\nà vous", "in_reply_to": "Ug1"},
        ],
    ),
    (
        "x/search_with_authors.json",
        [
            {
                "text": "@velostral ça marche & vite",
                "author.handle": "ana",
                "author.followers": 412,
                "in_reply_to": "1880",
                "engagement": 3,
            },
            {"author.handle": "13", "language": "", "is_repost": True},
        ],
    ),
    ("x/long_post.json", [{"text": "Début et toute la suite"}]),
]


@pytest.mark.parametrize(("name", "expected"), CASES, ids=[name for name, _ in CASES])
def test_a_payload_becomes(name: str, expected: list[dict[str, Any]]) -> None:
    items = parsed(name)
    assert len(items) == len(expected)
    for item, fields in zip(items, expected, strict=True):
        assert isinstance(item, InboundItem)
        for path, value in fields.items():
            found: Any = item
            for part in path.split("."):
                found = getattr(found, part)
            assert found == value, path


def test_what_is_shown_as_deleted_is_told() -> None:
    assert reddit.gone_of(read("reddit/deleted_and_removed.json")) == ["t3_d1", "t3_d2", "t1_d3"]
    assert discourse.deleted_of(read("discourse/moderation_and_deleted.json")) == ["2"]
    assert nodebb.deleted_of(read("nodebb/recent.json")) == ["78"]


def test_what_an_answer_of_x_costs() -> None:
    assert x.billed_ids(read("x/search_with_authors.json")) == {"1890", "1891", "user:12"}


def reviews(name: str, content_type: str) -> list[tuple[str, str, str]]:
    body = (PAYLOADS / "reviews" / name).read_bytes()
    found = reviews_of(body, content_type=content_type, url="https://shop.example/v1", now=NOW)
    return [(item.title, item.text, item.author.handle) for item in found if isinstance(item, InboundItem)]


def test_reviews_of_a_page_of_a_table_and_of_lines() -> None:
    assert reviews("product_page.html", "text/html; charset=utf-8") == [
        ("★★★★☆ Très bien", "Solide & silencieux.", "Ana"),
        ("★☆☆☆☆", "Batterie morte.", "Bob"),
    ]
    assert reviews("export.csv", "text/csv") == [
        ("★★★★☆ Bien", "Bon vélo; lourd", "Ana"),
        ("", "Sans note", "Bob"),
    ]
    assert reviews("lines.jsonl", "application/x-ndjson") == [
        ("★★★★★", "Parfait", "Ana"),
        ("★★★☆☆", "Moyen", ""),
    ]


@pytest.mark.parametrize(
    ("value", "best", "stars"),
    [(5, None, "★★★★★"), ("3,6", None, "★★★★☆"), (0, 5, "☆☆☆☆☆"), (9, 10, "★★★★☆"), (7, None, ""), ("bad", None, ""),
     (None, None, ""), (True, None, ""), (-1, None, ""), (float("nan"), None, "")],
)  # fmt: skip
def test_stars(value: Any, best: Any, stars: str) -> None:
    assert stars_of(value, best) == stars


def test_a_product_is_what_a_review_stands_below() -> None:
    body = (PAYLOADS / "reviews/product_page.html").read_bytes()
    found = reviews_of(body, content_type="text/html", url="https://shop.example", now=NOW)
    assert {item.recipient_handle for item in found if isinstance(item, InboundItem)} == {"Vélo V1"}


def test_sitemaps_and_their_indexes() -> None:
    news = parse_sitemap((PAYLOADS / "sitemap/news.xml").read_bytes(), now=NOW)
    assert [(each.url, each.title) for each in news.places] == [
        ("https://gazette.example/a", "Le vélo gagne"),
        ("https://gazette.example/b?x=1&y=2", ""),
    ]
    assert news.places[0].changed_at == datetime(2026, 2, 11, 7, 30, tzinfo=UTC)
    index = parse_sitemap((PAYLOADS / "sitemap/index.xml").read_bytes(), now=NOW)
    assert [each.url for each in index.children] == [
        "https://gazette.example/1.xml",
        "https://gazette.example/2.xml",
    ]


@pytest.mark.parametrize(
    "body",
    [
        (PAYLOADS / "sitemap/bomb.xml").read_bytes(),
        b"",
        b"<html></html>",
        b"\x1f\x8bnot gzip",
        b"<a>" * 100_000,
    ],
    ids=["entities", "empty", "a page", "broken gzip", "deep"],
)
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(ConnectorError):
        parse_sitemap(body, now=NOW)


def test_a_page_is_its_article() -> None:
    body = (PAYLOADS / "sitemap/page.html").read_bytes()
    item = page_item(
        body, place=Place("https://gazette.example/a"), content_type="text/html", position=1, now=NOW
    )
    assert isinstance(item, InboundItem)
    assert (item.title, item.text, item.author.handle) == (
        "Le vélo gagne",
        "Le vélo gagne\n\nUn trajet sur dix.",
        "Ana Petit",
    )
    assert (item.language, item.published_at) == ("fr", datetime(2026, 2, 11, 7, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "unit",
    [
        "<article>",
        "<script ",
        '<script type="application/ld+json">{',
        "<![x",
        "<!--",
        "<meta ",
        "<meta a='",
        "<",
    ],
)
def test_a_page_made_to_be_slow_is_not(unit: str) -> None:
    begun = time.process_time()
    page = (unit * (2_000_000 // len(unit))).encode()
    page_item(page, place=Place("https://a.example/b"), content_type="text/html", position=1, now=NOW)
    with pytest.raises(ConnectorError):
        reviews_of(page, content_type="text/html", url="https://a.example", now=NOW)
    assert time.process_time() - begun < 5


def test_a_table_of_a_million_rows_is_read_as_far_as_it_counts() -> None:
    begun = time.process_time()
    table = b"text,stars\n" + b"a,5\n" * 1_000_000
    assert len(reviews_of(table, content_type="text/csv", url="https://a.example", now=NOW)) == 5_000
    assert time.process_time() - begun < 5


def test_markup_that_the_parser_cannot_read_leaves_the_rest() -> None:
    body = b"<html lang=fr><title>A</title><![ENTITY x><article>text</article></html>"
    item = page_item(body, place=Place("https://a.example/b"), content_type="text/html", position=1, now=NOW)
    assert isinstance(item, InboundItem)
    assert (item.title, item.text) == ("A", "text")
