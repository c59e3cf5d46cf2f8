"""Sitemaps and the pages they name into items. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

from parvis.channels.logic.dates import parse_date, refuse_date
from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.markup import is_too_tangled
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import clean_text, clean_url
from parvis.channels.logic.values import MAX_MARKUP_CHARACTERS, a_moment, plain_text, post

MAX_PLACES = 50_000  # what the format allows in one file
MAX_UNPACKED = 52_428_800  # the same
MAX_DEPTH = 20
MAX_HEAD_CHARACTERS = 100_000
MOST_ARTICLES = 50
_ARTICLE = re.compile(r"<(article|main)\b[^>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a sitemap. title: of a news sitemap."""

    url: str
    changed_at: datetime | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """children: further sitemaps, of an index."""

    places: tuple[Place, ...] = ()
    children: tuple[Place, ...] = ()


def parse_sitemap(body: bytes, *, now: datetime) -> Sitemap:
    """Raises ConnectorError when it is none. Declarations of types and entities are refused."""
    body = _unpacked(body)
    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body:
        raise ConnectorError("malformed", "a sitemap declares no types", permanent=False)
    found: dict[str, list[Place]] = {"url": [], "sitemap": []}
    depth, root = 0, ""
    try:
        for event, element in ElementTree.iterparse(BytesIO(body), events=("start", "end")):  # noqa: S314
            name = _name(element)
            if event == "start":
                depth += 1
                root = root or name
                if depth > MAX_DEPTH:
                    raise ConnectorError("malformed", "nested too deeply", permanent=False)
                continue
            depth -= 1
            if name in found:
                found[name].append(_place(element, now=now))
                element.clear()
                if len(found["url"]) + len(found["sitemap"]) > MAX_PLACES:
                    break
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        if not any(found.values()):
            raise ConnectorError("malformed", "this is no sitemap", permanent=False) from error
    if root not in {"urlset", "sitemapindex"}:
        raise ConnectorError("malformed", "this is no sitemap", permanent=False)
    return Sitemap(
        tuple(each for each in found["url"] if each.url), tuple(each for each in found["sitemap"] if each.url)
    )


def page_item(
    body: bytes, *, place: Place, content_type: str, position: int, now: datetime
) -> InboundItem | RejectedRow:
    """A page as a post: its title, the text of its article (else its description), when it was published."""
    markup = _decoded(body, content_type)[:MAX_MARKUP_CHARACTERS]
    head = _Head()
    if not is_too_tangled(markup):
        with suppress(
            AssertionError, ValueError
        ):  # what the parser cannot make sense of; what came before stays
            head.feed(markup[:MAX_HEAD_CHARACTERS])
    article = max(_articles(markup), key=len, default="")
    title = place.title or head.named.get("og:title") or head.title
    description = head.named.get("og:description") or head.named.get("description") or ""
    published = head.named.get("article:published_time") or ""
    moment = a_moment(published, now=now) if published else place.changed_at or now
    return post(
        external_id=place.url,
        text=plain_text(article) or description or title,
        published_at=min(moment, now),
        position=position,
        handle=head.named.get("author", ""),
        title=title,
        url=place.url,
        language=head.language.split("-")[0],
        site=(urlsplit(place.url).hostname or "").lower(),
    )


class _Head(HTMLParser):
    """Title, language and the named facts of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.language = ""
        self.named: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "html":
            self.language = given.get("lang", "")
        elif tag == "meta":
            name = (given.get("property") or given.get("name") or "").lower()
            if name and name not in self.named and len(self.named) < 200:
                self.named[name] = clean_text(given.get("content", "")[:5000])

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title and len(self.title) < 1000:
            self.title += clean_text(data)


def _articles(markup: str) -> Iterator[str]:
    """What stands between the marks of articles; one without an end must not be looked for from every beginning."""
    folded, place = markup.lower(), 0
    for _ in range(MOST_ARTICLES):
        begin = _ARTICLE.search(markup, place)
        end = folded.find(f"</{begin[1].lower()}", begin.end()) if begin else -1
        if begin is None or end < 0:
            return
        yield markup[begin.end() : end]
        place = end


def _place(element: ElementTree.Element, *, now: datetime) -> Place:
    url, changed, title = "", "", ""
    for child in element.iter():
        text = (child.text or "").strip()
        name = _name(child)
        if name == "loc" and not url:
            url = clean_url(text)
        elif name == "lastmod" or (name == "publication_date" and not changed):
            changed = text
        elif name == "title" and not title:
            title = text[:1000]
    return Place(url, _moment(changed, now=now), title)


def _moment(written: str, *, now: datetime) -> datetime | None:
    moment = parse_date(written, order="dmy", zone=UTC)
    return None if moment is None or refuse_date(moment, now=now) else min(moment, now)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    stream = zlib.decompressobj(wbits=31)
    try:
        unpacked = stream.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise ConnectorError("malformed", "the packing is damaged", permanent=False) from error
    if stream.unconsumed_tail:
        raise ConnectorError("too-large", "the unpacked sitemap", permanent=False)
    return unpacked


def _decoded(body: bytes, content_type: str) -> str:
    declared = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,40})", content_type.encode() + b" " + body[:2048])
    try:
        return body.decode(declared[1].decode() if declared else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
