"""Doors without a log-in, and addresses, against the real views: whatever is sent, none answers an error of ours.

A text that PostgreSQL refuses ends the transaction of the test: it cannot pass unseen.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parvis.channels.actions.connections import create_connection
from parvis.channels.web.views.contact import opening
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.webhook_signatures import signed_headers, written_secret
from tests.factories.accounts import make_user
from tests.factories.api import ApiClient
from tests.factories.channels import make_connection
from tests.factories.conversations import make_conversation

pytestmark = pytest.mark.django_db
A_WHILE = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)

NASTY = st.sampled_from(
    (b"", b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", b"\xe2\x80\xae", b"9" * 30, b"-1", b"\xc2\xb2", b"1e9999",
     b"%s", b"' OR 1=1 --", b"\r\nSet-Cookie: a=b", b"<script>", b"0_" + b"9" * 25, b"-62135596800_1", b"nan_1",
     b"253402300799_1", b"1e18_1", b"inf_1", b"9" * 5000, b"2026-02-30", b"0001-01-01T00:00:00+14:00", b"none")
)  # fmt: skip
PIECES = st.one_of(NASTY, st.binary(max_size=40), st.text(max_size=40).map(str.encode))
ALMOST = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(),
        st.text(max_size=20), PIECES.map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@A_WHILE
@given(
    st.dictionaries(
        st.sampled_from(("name", "email", "subject", "message", "customer_number", "website", "x")), PIECES
    ),
    st.booleans(),
)
def test_the_contact_form_takes_or_refuses(fields: dict[str, bytes], is_whole: bool) -> None:
    cache.clear()
    _door("form", "Website")
    whole = {"name": b"Ana", "email": b"ana@example.org", "message": b"Bonjour"} if is_whole else {}
    sent = {"opened": opening(utc_now() - timedelta(minutes=1)).encode(), **whole, **fields}
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in sent.items())
    answer = Client().post("/contact/website/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302}


ITEM = st.fixed_dictionaries(
    {"id": st.one_of(st.text(min_size=1, max_size=9), ALMOST), "text": st.one_of(st.just("Bonjour"), ALMOST)},
    optional=dict.fromkeys(
        ("published_at", "author", "title", "url", "site", "language", "country", "engagement", "references",
         "in_reply_to", "recipient", "addressed", "outbound", "is_repost"), ALMOST,
    ),
)  # fmt: skip


@A_WHILE
@given(st.lists(ITEM, max_size=4), PIECES)
def test_a_signed_delivery_is_taken_or_refused(items: list[Any], behind: bytes) -> None:
    secret = written_secret(b"k" * 32)
    door = _door("webhook", "Partner", secrets={"webhook_secret": secret})
    body = json.dumps({"items": items}).encode() + (behind if behind.isspace() else b"")
    stamp = int(utc_now().timestamp())
    headers = signed_headers(secret, message_id="m-1", timestamp=stamp, body=body)
    answer = ApiClient().ask("POST", f"incoming/{door.slug}", body, headers=headers)
    assert answer.status_code in {200, 202, 409, 413, 422}, answer.content
    if answer.status_code < 300:
        told = answer.data
        assert told["new"] + told["repeated"] + told["rejected"] == len(items)


@A_WHILE
@given(PIECES, PIECES, PIECES, PIECES)
def test_an_unsigned_delivery_is_refused(body: bytes, name: bytes, stamp: bytes, signature: bytes) -> None:
    door = _door("webhook", "Partner", secrets={"webhook_secret": written_secret(b"k" * 32)})
    headers = {
        "webhook-id": name.decode("latin-1"),
        "webhook-timestamp": stamp.decode("latin-1"),
        "webhook-signature": f"v1,{signature.decode('latin-1')}",
    }
    assert ApiClient().ask("POST", f"incoming/{door.slug}", body, headers=headers).status_code in {
        401,
        413,
        422,
    }


PAGES = (
    "/inbox/", "/inbox/list", "/inbox/{conversation}/", "/inbox/{conversation}/thread", "/inbox/{conversation}/older",
    "/inbox/figures/messages/", "/inbox/figures/first-replies/", "/listen/mentions/", "/people/", "/search/",
)  # fmt: skip
NAMES = ("after", "before", "q", "queue", "status", "channel", "assignee", "sentiment", "waiting", "from", "to", "days",
         "kind", "source", "brand", "author", "language")  # fmt: skip


@A_WHILE
@example("/inbox/", {"channel": b"a\x00b"})
@given(st.sampled_from(PAGES), st.dictionaries(st.sampled_from(NAMES), PIECES, min_size=1, max_size=4))
def test_a_page_shows_something_whatever_its_address_asks(page: str, asked: dict[str, bytes]) -> None:
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in asked.items())
    client, conversation = _reader()
    answer = client.get(f"{page.format(conversation=conversation)}?{query}")
    assert answer.status_code in {200, 302, 404}


_made: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def anew() -> None:
    """What the examples of one test share."""
    _made.clear()


def _door(kind: str, name: str, **more: Any) -> Any:
    if kind not in _made:
        if more:
            _made[kind] = create_connection(
                kind=kind, name=name, channel=kind, by=SYSTEM, now=utc_now(), **more
            )
        else:
            _made[kind] = make_connection(kind, channel=kind, name=name)
    return _made[kind]


def _reader() -> tuple[Client, int]:
    if "reader" not in _made:
        client = Client()
        client.force_login(make_user(roles=("administrator",)))
        _made["reader"] = (client, make_conversation(messages=2).pk)
    return _made["reader"]  # type: ignore[no-any-return]
