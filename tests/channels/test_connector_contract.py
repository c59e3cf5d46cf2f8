"""What every connector promises, whatever it talks to. A new one adds its stage to STAGES and passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from parvis.channels.connectors.email import client as email_client
from parvis.channels.connectors.file import client as file_client
from parvis.channels.connectors.rss import client as rss_client
from parvis.channels.logic.items import (
    MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS,
    MAX_TEXT_CHARACTERS,
    InboundItem,
    OutboundMessage,
    Page,
    item_as_json,
    item_from_json,
)
from parvis.channels.logic.protocol import Connector, ConnectorError
from parvis.channels.logic.rejections import SENTENCES
from tests.channels.source_stages import SOURCE_SENDING, SOURCE_STAGES, sitemap_stage
from tests.channels.stage import NASTY, NOW, PurseOfTests, Stage, wrong_forms
from tests.peers.dovecot import dovecot_server, has_dovecot
from tests.peers.feeds import Reply, feed_server
from tests.peers.json_web import Fault, json_web
from tests.peers.smtp import smtp_server

CONNECTORS = Path(import_module("parvis.channels.connectors").__path__[0])
KINDS = sorted(path.parent.name for path in CONNECTORS.glob("*/connector.py"))


def connector(kind: str) -> Connector:
    found = import_module(f"parvis.channels.connectors.{kind}.connector").CONNECTOR
    assert isinstance(found, Connector)
    return found


def file_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    patch.setattr(file_client, "PAGE_ROWS", 2)
    path = folder / "posts.jsonl"
    rows = [{"id": n, "date": "2026-02-01", "text": NASTY if n == 1 else f"post {n}"} for n in range(5)]
    path.write_text("\n".join([*map(json.dumps, rows), '{"id": ']) + "\n")

    def add_one() -> None:
        with path.open("a") as more:
            more.write(json.dumps({"id": 99, "date": "2026-02-01", "text": "more"}) + "\n")

    return Stage({"path": str(path)}, add_one=add_one)


def rss_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    patch.setattr(rss_client, "PAGE_ENTRIES", 2)
    web = stack.enter_context(feed_server())
    settings.FETCH_ALLOWED_PRIVATE = (web.address,)
    entries = [
        f"<item><guid>{n}</guid><title>{NASTY if n == 1 else n}</title></item>".replace("\x00", "\ufffd")
        for n in range(5)
    ]

    def publish(*more: str) -> str:
        body = "<rss version='2.0'><channel>" + "".join([*more, *entries]) + "<item/></channel></rss>"
        return web.put("/feed", Reply(body.encode()))

    return Stage(
        {"url": publish()},
        add_one=lambda: str(publish("<item><guid>99</guid><title>more</title></item>")) and None,
        is_cursor_by_item=False,
    )


def email_stage(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch, settings: Any) -> Stage:
    if not has_dovecot():
        pytest.skip("dovecot absent (Debian: dovecot-imapd)")
    patch.setattr(email_client, "PAGE_MAILS", 2)
    server = stack.enter_context(dovecot_server())

    def mail(n: int) -> bytes:
        # Dovecot refuses NUL in what is appended, as IMAP has no way to say it: encoded it arrives.
        text = NASTY.encode().replace(b"\x00", b"=00") if n == 1 else b"mail %d" % n
        head = f"From: ana@example.net\r\nMessage-ID: <m{n}@example.net>\r\n".encode()
        return head + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text + b"\r\n"

    server.deliver(*map(mail, range(5)), b"Subject: from nobody\r\n\r\nx\r\n")
    return Stage(
        {
            "address": server.address,
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_security": "plain",
            "history_days": 0,
        },
        {"password": server.password},
        add_one=lambda: server.deliver(mail(99)),
    )


STAGES = {
    "file": file_stage,
    "rss": rss_stage,
    "email": email_stage,
    "sitemap": sitemap_stage,
    **SOURCE_STAGES,
}
FETCHING = [kind for kind in KINDS if connector(kind).fetch or connector(kind).fetch_paid]
OF_JSON = sorted(SOURCE_STAGES)
SENDING = [kind for kind in KINDS if connector(kind).send is not None]
SENDING_MAIL = [kind for kind in SENDING if kind not in SOURCE_SENDING]


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[Stage]:
    patch = pytest.MonkeyPatch()
    with ExitStack() as stack:
        stack.callback(patch.undo)
        yield STAGES[request.param](stack, tmp_path, patch, settings)


def fetched(kind: str, stage: Stage, cursor: dict[str, Any]) -> Iterator[Page]:
    known = connector(kind)
    if known.fetch_paid is not None:
        return known.fetch_paid(stage.settings, stage.secrets, cursor, purse=PurseOfTests(), now=NOW)
    assert known.fetch is not None
    return known.fetch(stage.settings, stage.secrets, cursor, now=NOW)


def items_of(pages: list[Page]) -> list[InboundItem]:
    return [item for page in pages for item in page.items]


each_of_json = pytest.mark.parametrize(("kind", "stage"), [(k, k) for k in OF_JSON], indirect=["stage"])
each_fetching = pytest.mark.parametrize(("kind", "stage"), [(k, k) for k in FETCHING], indirect=["stage"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_connector_is_a_folder_of_its_kind(kind: str) -> None:
    found = connector(kind)
    assert (found.kind, bool(found.icon)) == (kind, True)
    assert (CONNECTORS / kind / "README.md").exists()
    assert len({each.name for each in found.fields}) == len(found.fields)
    assert all(each.choices for each in found.fields if each.kind == "choice")
    assert all(each.secret for each in found.fields if each.kind == "password")


def test_every_connector_that_fetches_is_on_a_stage() -> None:
    assert sorted(STAGES) == FETCHING


@each_fetching
def test_items_are_fit_to_be_stored(kind: str, stage: Stage) -> None:
    items = items_of(list(fetched(kind, stage, {})))
    assert len(items) == 5
    for item in items:
        assert 0 < len(item.external_id) <= 200
        assert len(item.text) <= MAX_TEXT_CHARACTERS
        assert item.published_at.tzinfo is not None
        assert item.addressed is connector(kind).is_addressed
        assert len(item.attachments) <= MAX_ATTACHMENTS
        assert all(each.size_bytes <= MAX_ATTACHMENT_BYTES for each in item.attachments)
        written = json.dumps(item_as_json(item), ensure_ascii=False)
        assert "\\u0000" not in written
        assert written.encode("utf-8") is not None
        assert item_from_json(json.loads(written)) == item
    assert len({item.external_id for item in items}) == 5
    (nasty,) = [item for item in items if "\U0001f600" in item.text]
    assert nasty.text.startswith("x\ufffdy")


@each_fetching
def test_a_second_delivery_has_the_same_ids(kind: str, stage: Stage) -> None:
    first, second = (items_of(list(fetched(kind, stage, {}))) for _ in range(2))
    assert [item.external_id for item in first] == [item.external_id for item in second]


@each_fetching
def test_what_cannot_be_an_item_is_a_rejection_with_a_reason(kind: str, stage: Stage) -> None:
    pages = list(fetched(kind, stage, {}))
    (rejected,) = [row for page in pages for row in page.rejected]
    assert rejected.reason in SENTENCES
    assert rejected.position > 0
    assert len(rejected.excerpt) <= 300 and len(rejected.detail) <= 300


@each_fetching
def test_a_fetch_that_is_killed_after_any_page_loses_nothing(kind: str, stage: Stage) -> None:
    whole = [item.external_id for item in items_of(list(fetched(kind, stage, {})))]
    pages = list(fetched(kind, stage, {}))
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        cursor = json.loads(json.dumps(page.cursor))  # cursors are kept as JSON
        assert cursor == page.cursor
        before = [item.external_id for item in items_of(pages[:number])]
        after = [item.external_id for item in items_of(list(fetched(kind, stage, cursor)))]
        assert set(before) | set(after) == set(whole)
        if stage.is_cursor_by_item:
            assert before + after == whole


@each_fetching
def test_after_the_last_page_only_what_is_new_comes(kind: str, stage: Stage) -> None:
    *_, last = fetched(kind, stage, {})
    assert items_of(list(fetched(kind, stage, last.cursor))) == []
    assert stage.add_one is not None
    stage.add_one()
    known = {item.external_id for item in items_of(list(fetched(kind, stage, {})))}
    later = {item.external_id for item in items_of(list(fetched(kind, stage, last.cursor)))}
    new = {each for each in later if "99" in each}
    assert len(new) == 1
    assert later == new if stage.is_cursor_by_item else later <= known


@each_fetching
def test_progress_ends_at_its_total(kind: str, stage: Stage) -> None:
    *_, last = fetched(kind, stage, {})
    assert last.position_done == last.position_total


@each_fetching
def test_a_peer_that_cannot_be_reached_is_a_connector_error(kind: str, stage: Stage) -> None:
    gone = {"path": "/nowhere/at/all", "url": "http://nobody.invalid/", "imap_port": 1}
    if stage.web is not None:
        stage.web.fault = Fault(503)
    stage.settings.update({name: value for name, value in gone.items() if name in stage.settings})
    with pytest.raises(ConnectorError):
        list(fetched(kind, stage, {}))
    check = connector(kind).check
    assert check is not None
    if (
        connector(kind).meter is None or kind == "youtube"
    ):  # asking would cost money: only the form is looked at
        with pytest.raises(ConnectorError):
            check(stage.settings, stage.secrets)


FAULTS = {
    "not now": (Fault(429, b"{}", {"Retry-After": "120"}), "rate-limited"),
    "broken": (Fault(500, b"<h1>Internal Server Error</h1>"), "unreachable"),
    "garbage": (Fault(200, b"\x00\xff\xfe not json <<<"), "malformed"),
    "cut off": (Fault(200, b'{"data": [{"id": 1, "te'), "malformed"),
    "too deep": (Fault(200, b"[" * 200_000), "malformed"),
    "endless": (Fault(is_endless=True), "too-large"),
}


@each_of_json
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_peer_that_fails_says_why_and_when_to_come_back(kind: str, stage: Stage, fault: str) -> None:
    assert stage.web is not None
    stage.web.fault, code = FAULTS[fault]
    with pytest.raises(ConnectorError) as caught:
        list(fetched(kind, stage, {}))
    assert caught.value.code == code
    if code == "rate-limited":
        assert (caught.value.permanent, caught.value.retry_after_seconds) == (False, 120)
    stage.web.fault = None
    assert len(items_of(list(fetched(kind, stage, {})))) == 5


@each_of_json
def test_values_of_the_wrong_kind_break_nothing(kind: str, stage: Stage) -> None:
    good = stage.posts[0]
    for form in wrong_forms(good):
        stage.posts[0] = form
        try:
            items = items_of(list(fetched(kind, stage, {})))
        except ConnectorError:
            continue
        for item in items:
            assert item.external_id and item.text and item.published_at.tzinfo
            assert item.engagement is None or 0 <= item.engagement < 2**31
            json.dumps(item_as_json(item)).encode()


@each_of_json
def test_an_answer_of_the_wrong_kind_is_an_error_or_nothing(kind: str, stage: Stage) -> None:
    assert stage.web is not None
    for body in (b"null", b"7", b'"x"', b"[]", b"{}", b"[[], 1, null]", b'{"error": "no"}'):
        stage.web.fault = Fault(200, body)
        try:
            assert items_of(list(fetched(kind, stage, {}))) == []
        except ConnectorError as error:
            assert error.code != "unreachable"


@each_of_json
def test_a_clock_in_the_future_is_not_believed(kind: str, stage: Stage) -> None:
    assert stage.set_date is not None
    stage.set_date(stage.posts[0], "2999-01-01T00:00:00Z")
    items = items_of(list(fetched(kind, stage, {})))
    assert len(items) == 5
    assert max(item.published_at for item in items) <= NOW
    *_, last = fetched(kind, stage, {})
    assert items_of(list(fetched(kind, stage, last.cursor))) == []


@each_of_json
def test_a_post_that_comes_twice_in_one_answer_is_one(kind: str, stage: Stage) -> None:
    stage.posts.append(stage.posts[0])
    assert len(items_of(list(fetched(kind, stage, {})))) == 5


@each_of_json
def test_what_may_still_be_asked_is_told(kind: str, stage: Stage) -> None:
    assert stage.web is not None
    stage.web.headers = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "17", "X-RateLimit-Reset": "60"}
    *_, last = fetched(kind, stage, {})
    assert last.rate is not None
    assert (last.rate.left, last.rate.limit, last.rate.resets_at) == (17, 300, NOW + timedelta(seconds=60))


@each_of_json
def test_a_post_that_was_deleted_is_found_out(kind: str, stage: Stage) -> None:
    if stage.delete_one is None:
        assert "eletions" in (CONNECTORS / kind / "README.md").read_text()  # it says why it finds none
        return
    known = [item.external_id for item in items_of(list(fetched(kind, stage, {})))]
    *_, last = fetched(kind, stage, {})
    gone = stage.delete_one()
    told = {each for page in fetched(kind, stage, last.cursor) for each in page.deleted}
    recheck = connector(kind).recheck
    if recheck is not None:
        asked = [*known, "of-another-time"][: connector(kind).recheck_at_once]
        told |= recheck(stage.settings, stage.secrets, asked, purse=PurseOfTests(), now=NOW)
    assert gone in told
    assert told & set(known) == {gone}


def sending_settings(kind: str, port: int) -> dict[str, Any]:
    """Settings of a connector that carries messages to the SMTP server of the test, if it is one."""
    if "smtp_host" not in {each.name for each in connector(kind).fields}:
        return {}
    return {
        "address": "service@example.org",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "plain",
    }


@pytest.mark.parametrize("kind", SENDING_MAIL)
def test_sending_again_keeps_the_id_and_a_rate_limit_is_passed_on(kind: str) -> None:
    send = connector(kind).send
    assert send is not None
    message = OutboundMessage("out-1@example.org", "ana@example.net", "Bonjour")
    with smtp_server() as server:
        settings = sending_settings(kind, server.port)
        assert {send(settings, {}, message, now=NOW).external_id for _ in range(2)} == {message.external_id}
        if not settings:
            return  # carries nothing out of the house, so nobody can limit it
        server.answers["RCPT"] = "421 4.7.0 too many mails"
        with pytest.raises(ConnectorError) as caught:
            send(settings, {}, message, now=NOW)
    assert (caught.value.code, caught.value.permanent) == ("rate-limited", False)
    assert (caught.value.retry_after_seconds or 0) > 0


@pytest.mark.parametrize("kind", sorted(SOURCE_SENDING))
def test_an_answer_sent_again_appears_once_and_a_rate_limit_is_passed_on(kind: str, settings: Any) -> None:
    send = connector(kind).send
    assert send is not None
    message = OutboundMessage("out-1@example.org", "ana@social.example", "Bonjour")
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        given, secrets = SOURCE_SENDING[kind](web)
        assert len({send(given, secrets, message, now=NOW).external_id for _ in range(2)}) == 1
        assert len(web.published) == 1
        web.fault = Fault(429, b"{}", {"Retry-After": "60"})
        with pytest.raises(ConnectorError) as caught:
            send(given, secrets, message, now=NOW)
    assert (caught.value.code, caught.value.retry_after_seconds) == ("rate-limited", 60)
