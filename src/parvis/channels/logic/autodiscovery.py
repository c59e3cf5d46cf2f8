"""What the first page of a site says about where its posts can be read. Pure, and bounded for any page."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from parvis.channels.logic.texts import clean_line, clean_url

READ_BYTES = 512 * 1024  # what says so stands in the head
MOST_FEEDS = 10
_TAG = re.compile(r"<(link|meta)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_OF_COMMENTS = re.compile(r"comment", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """feeds: absolute addresses, those of comments last; software: "discourse", "nodebb" or ""."""

    title: str = ""
    feeds: tuple[str, ...] = ()
    software: str = ""


def signs_of(body: bytes, *, url: str, headers: Mapping[str, str]) -> Signs:
    """Feeds as `<link rel="alternate">` names them (RSS Board, Atom autodiscovery), and the forum's software."""
    page = body[:READ_BYTES].decode("utf-8", "replace")
    feeds: list[tuple[bool, str]] = []
    software = "nodebb" if "nodebb" in headers.get("x-powered-by", "").lower() else ""
    for name, attributes in _TAG.findall(page):
        has = {
            key.lower(): html.unescape(double or single or bare)
            for key, double, single, bare in _ATTRIBUTE.findall(attributes)
        }
        if name.lower() == "meta":
            stated = has.get("content", "").lower() if has.get("name", "").lower() == "generator" else ""
            software = next((each for each in ("discourse", "nodebb") if stated.startswith(each)), software)
        elif _is_feed(has) and (feed := _joined(url, has["href"])):
            feeds.append((bool(_OF_COMMENTS.search(has.get("title", "") + has["href"])), feed))
    title = _TITLE.search(page)
    return Signs(
        clean_line(html.unescape(title[1]), limit=200) if title else "",
        tuple(dict.fromkeys(feed for _, feed in sorted(feeds, key=lambda one: one[0])))[:MOST_FEEDS],
        software,
    )


def looks_like_feed(body: bytes, content_type: str) -> bool:
    kind = content_type.split(";")[0].strip().lower()
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind in _FEED_TYPES or start.startswith((b"<rss", b"<feed", b"<rdf:rdf")):
        return True
    return start.startswith(b"<?xml") and any(sign in start for sign in (b"<rss", b"<feed", b"<rdf:rdf"))


def _is_feed(link: Mapping[str, str]) -> bool:
    kind = link.get("type", "").split(";")[0].strip().lower()
    return (
        "alternate" in link.get("rel", "").lower().split() and kind in _FEED_TYPES and bool(link.get("href"))
    )


def _joined(url: str, link: str) -> str:
    try:
        return clean_url(urljoin(url, link.strip()))
    except ValueError:
        return ""
