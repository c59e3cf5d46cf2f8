"""What is claimed of each reader: for any bytes it raises only what it says, and what it keeps can be kept.

A function takes bytes and raises AssertionError, or whatever else it should not raise, where the claim fails.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from parvis.channels.connectors.email.parse import MailRefused, parse_mail
from parvis.channels.connectors.file.client import inspect_file, read_pages
from parvis.channels.connectors.file.mapping import read_count, read_direction
from parvis.channels.connectors.form.parse import parse_form
from parvis.channels.connectors.rss.parse import parse_feed
from parvis.channels.connectors.webhook.parse import parse_delivery
from parvis.channels.logic.addresses import normalise_email
from parvis.channels.logic.dates import guess_date_order, parse_date, refuse_date
from parvis.channels.logic.items import InboundItem, RejectedRow, item_as_json, item_from_json
from parvis.channels.logic.markup import clean_html, looks_like_html, text_of_html
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.quotes import new_words_of
from parvis.channels.logic.texts import clean_url
from parvis.conversations.logic.excerpt import excerpt
from parvis.conversations.logic.mail_html import clean_mail_html
from parvis.conversations.logic.preview import first_words
from parvis.conversations.logic.quoting import split_quoted
from parvis.enrichment.logic.labels import EVERYTHING, label_texts
from parvis.enrichment.logic.personal_data import find_personal_data, mask_personal_data
from parvis.foundation.logic.periods import period_asked
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.logic.webhook_signatures import BadSecret, is_signed, secret_bytes, written_secret
from parvis.listening.logic.keys import key_read
from parvis.listening.logic.selection import selection_asked

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
_UNSAFE_IN_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")


def mail(data: bytes) -> None:
    try:
        item = parse_mail(data, own_address="help@velostral.example", received_at=NOW).item
    except MailRefused:
        return
    can_be_kept(item)
    assert item.addressed
    for attachment in item.attachments:
        assert attachment.name and not _UNSAFE_IN_NAME.search(attachment.name), attachment.name
        assert attachment.name.strip(". ") == attachment.name and len(attachment.name) <= 200
    is_harmless(clean_mail_html(item.html))
    split_quoted(item.text)


def feed(data: bytes) -> None:
    try:
        found = parse_feed(data, url="https://news.example/feed", content_type="application/xml", now=NOW)
    except ConnectorError:
        return
    for item in found.items:
        can_be_kept(item)
        assert item.text
    can_be_shown(found.rejected)
    no_repeats(found.items)


def file(data: bytes) -> None:
    """The first byte chooses what a person might have chosen by hand."""
    choice, content = data[0] if data else 0, data[1:]
    settings: dict[str, object] = {"mode": "conversations" if choice & 1 else "mentions"}
    if choice & 2:
        settings["has_header"] = False
    if choice & 4:
        settings["delimiter"] = ";"
    if choice & 8:
        settings["format"] = "jsonl" if choice & 16 else "csv"
    if choice & 32:
        settings["encoding"] = "utf-16" if choice & 64 else "latin-1"
    with tempfile.NamedTemporaryFile(dir=_FAST_FOLDER, prefix="parvis-fuzz-") as disk:
        disk.write(content)
        disk.flush()
        settings["path"] = disk.name
        try:
            inspect_file(settings, must_hold_text=False)
            items: list[InboundItem] = []
            for page in read_pages(settings, {}, now=NOW):
                items += page.items
                json.dumps(page.cursor)
                can_be_shown(page.rejected)
        except ConnectorError:
            return
    for item in items:
        can_be_kept(item)
    no_repeats(items)


def webhook(data: bytes) -> None:
    try:
        items, rejected = parse_delivery(data, now=NOW)
    except ConnectorError:
        return
    for item in items:
        can_be_kept(item)
    can_be_shown(rejected)


def form(data: bytes) -> None:
    parts = text_of(data).split("\n", 4)
    fields = dict(zip(("email", "name", "subject", "page_url", "text"), parts, strict=False))
    try:
        can_be_kept(parse_form(fields, submission_id=parts[-1][:100], now=NOW))
    except ConnectorError:
        return


def markup(data: bytes) -> None:
    text = text_of(data)
    is_harmless(clean_html(text))
    is_harmless(clean_mail_html(text))
    looks_like_html(text)
    text_of_html(text)


def words(data: bytes) -> None:
    """What cuts, shortens and quotes texts."""
    text = text_of(data)
    subject, _, body = text.partition("\n")
    assert new_words_of(body, subject=subject) or not body
    parts = split_quoted(body)
    assert parts.own or not body.strip()
    assert len(first_words(body)) <= 200
    excerpt(body, subject[:200])


def dates(data: bytes) -> None:
    for text in text_of(data).split("\n")[:50]:
        for zone in (UTC, PARIS):
            moment = parse_date(text, zone=zone)
            if moment is not None:
                refuse_date(moment.astimezone(UTC), now=NOW)
        guess_date_order([text])
        read_count(text)
        read_direction(text)


def addresses(data: bytes) -> None:
    """Query strings, ids, keys of pages, signatures: what stands in addresses and headers."""
    text = text_of(data)
    given = dict(parse_qsl("&".join(text.split("&")[:100]), keep_blank_values=True))
    period = period_asked(given, today=date(2026, 2, 3), zone=PARIS)
    assert 1 <= period.length_days <= 3660 and period.start_at < period.end_at
    period.before.start_at.astimezone(UTC)
    assert period.buckets[0].first == period.first
    selection = selection_asked(given, today=date(2026, 2, 3), zone=PARIS)
    assert selection_asked(selection.query, today=date(2026, 2, 3), zone=PARIS).query == selection.query
    for part in text.split("\n")[:20]:
        assert 0 <= id_typed(part) < 2**63
        key = key_read(part)
        assert key is None or 0 <= key[1] < 2**63
        normalise_email(part)
        clean_url(part)
    headers = dict(
        zip(("webhook-id", "webhook-timestamp", "webhook-signature"), text.split("\n"), strict=False)
    )
    assert not is_signed(headers, data, secret=written_secret(b"k" * 32), now=NOW.timestamp())
    try:
        secret_bytes(text)
    except BadSecret:
        return


def labels(data: bytes) -> None:
    (found,) = label_texts([text_of(data)], wanted=EVERYTHING)
    assert found.sentiment in {"", "negative", "neutral", "positive"}


def personal_data(data: bytes) -> None:
    text = text_of(data)
    end = 0
    for found in find_personal_data(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
    mask_personal_data(text)


def text_of(data: bytes) -> str:
    """Any text, lone surrogates and NUL included: what JSON and forms can carry."""
    return data.decode("utf-8", "surrogateescape")


def can_be_kept(item: InboundItem) -> None:
    """PostgreSQL takes it, the ledger holds its id, and it comes back from the batch as it was."""
    written = json.dumps(item_as_json(item), ensure_ascii=False)
    assert "\\u0000" not in written.replace("\\\\", ""), "a NUL"
    written.encode("utf-8")
    assert item_as_json(item_from_json(json.loads(written))) == item_as_json(item)
    assert 1 <= len(item.external_id) <= 200 and len(item.in_reply_to) <= 200
    assert all(len(one) <= 200 for one in item.references) and len(item.references) <= 50
    assert len(item.author.handle) <= 255 and len(item.title) <= 500 and len(item.text) <= 100_000
    assert not re.search(r"[\r\n]", item.title + item.author.handle + item.author.display_name)
    assert item.published_at.astimezone(UTC).year >= 1995
    assert item.url == "" or item.url.lower().startswith(("http://", "https://"))


def can_be_shown(rejected: tuple[RejectedRow, ...] | list[RejectedRow]) -> None:
    for row in rejected:
        written = f"{row.detail}{row.excerpt}"
        written.encode("utf-8")
        assert "\x00" not in written and len(row.excerpt) <= 1000


def no_repeats(items: list[InboundItem] | tuple[InboundItem, ...]) -> None:
    counted = Counter(item.external_id for item in items)
    assert not counted or counted.most_common(1)[0][1] == 1


class _Reader(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "form",
            "input",
            "svg",
            "math",
            "base",
            "meta",
        }, tag
        for name, value in attrs:
            assert not name.startswith("on") and name not in {"srcdoc", "formaction", "srcset"}, name
            scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-]*)\s*:", value or "")
            if name in {"href", "src"} and scheme:
                assert scheme[1].lower() in {"http", "https", "mailto", "tel", "cid"}, value


def is_harmless(cleaned: str) -> None:
    """No element, attribute or address that acts; and cleaning again finds nothing to take away."""
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    assert "\x00" not in cleaned


_FAST_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
