"""A feed's bytes into items. Pure; raises ConnectorError when it is no feed, nothing else."""

from __future__ import annotations

import calendar
import codecs
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from html.entities import name2codepoint
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]

from parvis.channels.logic.dates import parse_date, refuse_date
from parvis.channels.logic.items import MAX_TEXT_CHARACTERS, Author, InboundItem, RejectedRow
from parvis.channels.logic.markup import looks_like_html, text_of_html, unescape_text
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import (
    MAX_HANDLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    bounded_id,
    clean_line,
    clean_text,
    clean_url,
)

MAX_ENTRIES = 5_000
MAX_TITLE_MARKUP = 10_000
MAX_MARKUP_CHARACTERS = 4 * MAX_TEXT_CHARACTERS  # cleaning HTML costs more than reading text

# Beginnings only: an end that never comes must not be looked for from every beginning.
_DOCTYPE = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_MARK = re.compile(rb"<(?:(!\[CDATA\[)|(!--)|(/)?[A-Za-z_])")
# An element costs feedparser some 40 µs, an open one half a kilobyte: a million of them took a minute and 500 MB.
MAX_ELEMENTS = 200_000
MAX_DEPTH = 1_000
MAX_SIGNS = 1_000_000  # those that open nothing cost too
MAX_TAG_BYTES = 64 * 1024  # attributes cost the square of their number
_NAMED_REFERENCE = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,31});")
_NAMES_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_DECLARED_ENCODING = re.compile(r"(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", re.IGNORECASE)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """Items from the oldest to the newest entry; rejected holds what was left out, by entry (1 = first)."""

    title: str
    items: tuple[InboundItem, ...]
    rejected: tuple[RejectedRow, ...]


def parse_feed(body: bytes, *, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """The items of a feed fetched from url. An entry without a usable date was published when first met."""
    # Without a content-location, so that relative guids stay as written: their server may move.
    headers = {"content-type": content_type} if content_type else {}
    body, is_wide = _narrow(body)
    if is_wide:
        headers.pop("content-type", None)  # it names the encoding that is gone
    body = _without_entities(body)
    _refuse_tangle(body)
    try:
        # A stream and never the bytes themselves: those could be taken for the name of a local file.
        feed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    except Exception as error:  # its two parsers, one of them for broken markup, raise whatever they like
        raise ConnectorError(
            "malformed", f"unreadable feed ({type(error).__name__})", permanent=False
        ) from error
    if not feed.get("version") and not feed.get("entries"):
        raise ConnectorError("not-a-feed", "this is no RSS or Atom feed", permanent=False)
    about: dict[str, Any] = feed.get("feed") or {}
    entries = list(feed["entries"])[:MAX_ENTRIES]
    shared = _shared_guids(entries)
    items: dict[str, InboundItem] = {}
    rejected: list[RejectedRow] = []
    for number, entry in enumerate(entries, start=1):
        title = clean_line(_plain(_text(entry, "title")[:MAX_TITLE_MARKUP]), limit=MAX_TITLE_CHARACTERS)
        markup = _body_of(entry)
        text = _plain(markup[:MAX_MARKUP_CHARACTERS]) or title
        if not text:
            rejected.append(RejectedRow(number, "text-missing"))
            continue
        if len(text) > MAX_TEXT_CHARACTERS or len(markup) > MAX_MARKUP_CHARACTERS:
            rejected.append(RejectedRow(number, "text-cut", str(max(len(text), len(markup))), title[:200]))
            text = text[:MAX_TEXT_CHARACTERS]
        link = _link_of(entry, url=url)
        external_id = _id_of(entry, link=link, title=title, text=text, shared=shared)
        if external_id in items:
            rejected.append(RejectedRow(number, "duplicate-id", external_id, title[:200]))
            continue
        items[external_id] = InboundItem(
            external_id=external_id,
            text=text,
            title=title,
            url=link,
            published_at=_date_of(entry, now=now),
            addressed=False,
            author=_author_of(entry, about),
            site=_host_of(link or url),
            language=_language_of(entry, about),
        )
    feed_title = clean_line(_plain(_text(about, "title")), limit=MAX_TITLE_CHARACTERS)
    return ParsedFeed(feed_title, tuple(reversed(items.values())), tuple(rejected))


def _narrow(body: bytes) -> tuple[bytes, bool]:
    """UTF-16 and UTF-32 as UTF-8, so that what follows can look at the bytes."""
    for sign, encoding in _WIDE:
        if body.startswith(sign):
            text = _DECLARED_ENCODING.sub(r"\1", body.decode(encoding, "replace"), count=1)
            return text.lstrip("\ufeff").encode("utf-8", "replace"), True
    return body, False


def _without_entities(body: bytes) -> bytes:
    """The feed without the entities it declares: they can name files and grow a kilobyte into a gigabyte."""
    if b"<!" in body:
        doctype = _DOCTYPE.search(body)
        if doctype:
            body = body[: doctype.start()] + body[_end_of_doctype(body, doctype.end()) :]
        body = _without_declarations(body)
    return _NAMED_REFERENCE.sub(_numbered, body)


def _end_of_doctype(body: bytes, start: int) -> int:
    """After its internal subset, where there is one before its ">"; the end of the body where it has no end."""
    end = body.find(b">", start) + 1
    subset = body.find(b"[", start)
    if 0 <= subset < end or (not end and subset >= 0):
        end = body.find(b">", body.find(b"]", subset)) + 1 if b"]" in body[subset:] else 0
    return end or len(body)


def _without_declarations(body: bytes) -> bytes:
    pieces, place = [], 0
    while declaration := _ENTITY.search(body, place):
        pieces.append(body[place : declaration.start()])
        place = body.find(b">", declaration.end()) + 1 or len(body)
    return b"".join((*pieces, body[place:]))


def _refuse_tangle(body: bytes) -> None:
    """Raise for more elements, or more of them open at a time, than a feed of people has."""
    count = depth = place = 0
    if body.count(b"<") > MAX_SIGNS:
        raise ConnectorError("malformed", "far more signs of markup than a feed has", permanent=False)
    while mark := _MARK.search(body, place):
        is_text, is_comment, is_end = mark.groups()
        closing = b"]]>" if is_text else b"-->" if is_comment else b">"
        end = body.find(closing, mark.end())
        if end < 0:
            return
        place = end + 1
        if is_text or is_comment:
            continue
        if end - mark.start() > MAX_TAG_BYTES:
            raise ConnectorError("malformed", "a tag larger than any feed has", permanent=False)
        if is_end:
            depth = max(0, depth - 1)
            continue
        count += 1
        depth += body[end - 1] != ord("/")
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise ConnectorError("malformed", "far more elements than a feed has", permanent=False)


def _numbered(match: re.Match[bytes]) -> bytes:
    """&eacute; as &#233;, which XML knows as well; a name that nobody knows as the text it is."""
    name = match[1].decode("ascii")
    if name in _NAMES_OF_XML:
        return match[0]
    code = name2codepoint.get(name)
    return b"&amp;" + match[0][1:] if code is None else b"&#%d;" % code


def _text(holder: dict[str, Any], name: str) -> str:
    # dict.get, as feedparser's own answers "published" where "updated" is asked for, with a warning.
    value = dict.get(holder, name)
    return clean_text(value) if isinstance(value, str) else ""


def _link_of(entry: dict[str, Any], *, url: str) -> str:
    """Absolute, and "" for what is no address: urllib raises for some of them ("http://[")."""
    link = _text(entry, "link")
    try:
        link = clean_url(urljoin(url, link)) if link else ""
        return link if urlsplit(link).hostname else ""
    except ValueError:
        return ""


def _host_of(address: str) -> str:
    return clean_line(urlsplit(address).hostname or "", limit=MAX_HANDLE_CHARACTERS)


def _body_of(entry: dict[str, Any]) -> str:
    """The fullest text: of the contents the longest, else the summary."""
    contents = entry.get("content")
    values = [_text(each, "value") for each in contents if isinstance(each, dict)] if contents else []
    return max(values, key=len, default="") or _text(entry, "summary")


def _plain(markup: str) -> str:
    if not looks_like_html(markup):
        return markup.strip()
    text = text_of_html(markup)
    # Feeds that escape twice ("&amp;lt;p&amp;gt;") still hold markup after one reading.
    return text_of_html(unescape_text(text)) if looks_like_html(text) else text


def _shared_guids(entries: list[dict[str, Any]]) -> set[str]:
    """Guids that several entries with different links carry, and that therefore identify nothing."""
    links = {(_text(entry, "id"), _text(entry, "link")) for entry in entries}
    return {guid for guid, count in Counter(guid for guid, _ in links).items() if guid and count > 1}


def _id_of(entry: dict[str, Any], *, link: str, title: str, text: str, shared: set[str]) -> str:
    guid = _text(entry, "id").strip()
    if guid not in shared and bounded_id(guid):
        return bounded_id(guid)
    if link:
        return bounded_id(link)
    content = "\x1f".join((title, text)).encode("utf-8")
    return f"entry:{blake2b(content, digest_size=16).hexdigest()}"


def _date_of(entry: dict[str, Any], *, now: datetime) -> datetime:
    for name in ("published", "updated", "created"):
        moment = parse_date(_text(entry, name))
        read_by_library = dict.get(entry, f"{name}_parsed")
        if moment is None and read_by_library:
            try:
                moment = datetime.fromtimestamp(calendar.timegm(read_by_library), UTC)
            except (ValueError, OverflowError, OSError, TypeError):
                continue
        if moment is not None and not refuse_date(moment, now=now):
            return moment
    return now


def _author_of(entry: dict[str, Any], about: dict[str, Any]) -> Author:
    for holder in (entry, about):
        detail = holder.get("author_detail")
        detail = detail if isinstance(detail, dict) else {}
        name = clean_line(
            _plain(_text(detail, "name") or _text(holder, "author")), limit=MAX_HANDLE_CHARACTERS
        )
        handle = name or clean_line(_text(detail, "email"), limit=MAX_HANDLE_CHARACTERS)
        if handle:
            return Author(handle, name)
    return Author("")


def _language_of(entry: dict[str, Any], about: dict[str, Any]) -> str:
    detail = entry.get("summary_detail")
    stated = (_text(detail, "language") if isinstance(detail, dict) else "") or _text(about, "language")
    code = stated.strip().lower()[:2]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
