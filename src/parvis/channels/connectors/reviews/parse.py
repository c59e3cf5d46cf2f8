"""Reviews into items: stars, title, text. Pure. JSON-LD of schema.org, lists of JSON, CSV with a heading."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.markup import strip_accents
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_text, plain_text, post

MAX_REVIEWS = 5_000
MAX_DEPTH = 30
BEST = 5.0
MOST_SCRIPTS = 500
MAX_TAG_CHARACTERS = 500
_JSON_LD = "application/ld+json"
# What the columns of exports are called, in English and French, without accents; the first that fits is taken.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "review id", "reviewid", "identifiant"),
    "text": ("text", "review", "review text", "reviewbody", "body", "content", "comment", "avis", "texte",
             "commentaire"),
    "title": ("title", "headline", "name", "titre"),
    "stars": ("stars", "rating", "score", "note", "star rating", "etoiles", "ratingvalue"),
    "best": ("best", "bestrating", "note max"),
    "author": ("author", "user", "username", "reviewer", "nickname", "auteur", "pseudo", "client"),
    "date": ("date", "published", "published at", "datepublished", "created at", "date de publication"),
    "url": ("url", "link", "lien"),
    "product": ("product", "item", "itemreviewed", "produit", "place", "lieu"),
}  # fmt: skip


def reviews_of(body: bytes, *, content_type: str, url: str, now: datetime) -> list[InboundItem | RejectedRow]:
    """Whatever the address gives. Raises ConnectorError where it is none of the three."""
    text = body.decode("utf-8-sig", "replace")
    kind = content_type.lower()
    if "html" in kind or text.lstrip()[:1] == "<":
        rows = list(_of_page(text))
        if not rows:
            raise ConnectorError("malformed", "no reviews in the markup of the page", permanent=False)
    elif "json" in kind or text.lstrip()[:1] in {"[", "{"}:
        rows = list(_of_json(text))
    else:
        rows = list(_of_table(text))
    return [_item(each, url=url, position=n, now=now) for n, each in enumerate(rows[:MAX_REVIEWS], start=1)]


def stars_of(value: Any, best: Any) -> str:
    """★★★★☆, on a scale of five; "" where there is no figure."""
    figure, scale = _figure(value), _figure(best) or BEST
    if figure is None or not 0 <= figure <= scale or scale <= 0:
        return ""
    full = round(figure / scale * BEST)
    return "★" * full + "☆" * (int(BEST) - full)


def _item(row: Mapping[str, Any], *, url: str, position: int, now: datetime) -> InboundItem | RejectedRow:
    text, author = plain_text(row.get("text")), a_text(row.get("author"))
    title, date = plain_text(row.get("title")), a_text(row.get("date"))
    stars = stars_of(row.get("stars"), row.get("best"))
    own = f"{author}\n{date}\n{title}\n{text}".encode("utf-8", "replace")
    return post(
        external_id=a_text(row.get("id"))
        or (blake2b(own, digest_size=16).hexdigest() if text or title else ""),
        text=text or title,
        published_at=a_moment(date, now=now),
        position=position,
        handle=author,
        title=" ".join(filter(None, (stars, title))) if text or title else "",
        url=a_text(row.get("url")) or url,
        recipient=a_text(row.get("product")),
        site=(urlsplit(url).hostname or "").lower(),
    )


def _of_page(markup: str) -> Iterator[dict[str, Any]]:
    for script in _scripts(markup):
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        yield from _of_schema(found, product="", depth=0)


def _scripts(markup: str) -> Iterator[str]:
    """What stands in the page's scripts of data. Found from their type on, in one pass, however tangled the page."""
    folded, place = markup.lower(), 0
    for _ in range(MOST_SCRIPTS):
        place = folded.find(_JSON_LD, place)
        if place < 0:
            return
        is_script = folded.rfind("<script", max(0, place - MAX_TAG_CHARACTERS), place) >= 0
        begin = folded.find(">", place, place + MAX_TAG_CHARACTERS) + 1
        place += len(_JSON_LD)
        if is_script and begin:
            end = folded.find("</script", begin)
            if end < 0:
                return
            yield markup[begin:end]
            place = end


def _of_schema(value: Any, *, product: str, depth: int) -> Iterator[dict[str, Any]]:
    """Reviews anywhere in what schema.org's markup says, with the name of the thing they are below."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _of_schema(each, product=product, depth=depth + 1)
    elif isinstance(value, dict):
        kinds = a_list(value.get("@type")) or [value.get("@type")]
        if "Review" in kinds or "UserReview" in kinds:
            yield _schema_review(value, product=product)
            return
        below = (
            product
            if any(kind in {None, "ItemList", "WebPage"} for kind in kinds)
            else a_text(value.get("name"))
        )
        for each in value.values():
            if isinstance(each, dict | list):
                yield from _of_schema(each, product=below or product, depth=depth + 1)


def _schema_review(given: Any, *, product: str) -> dict[str, Any]:
    rating = a_mapping(given.get("reviewRating"))
    author = next(iter(a_list(given.get("author"))), given.get("author"))
    reviewed = given.get("itemReviewed")
    return {
        "id": given.get("@id") or given.get("identifier"),
        "text": given.get("reviewBody") or given.get("description"),
        "title": given.get("headline") or given.get("name"),
        "stars": rating.get("ratingValue"),
        "best": rating.get("bestRating"),
        "author": a_mapping(author).get("name") or author,
        "date": given.get("datePublished"),
        "url": given.get("url"),
        "product": a_mapping(reviewed).get("name") or reviewed or product,
    }  # fmt: skip


def _of_json(text: str) -> Iterator[dict[str, Any]]:
    """A list of objects, an object that holds one, or an object a line."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = [_line(each) for each in text.splitlines() if each.strip()][:MAX_REVIEWS]
        if not any(isinstance(each, dict) for each in found):
            raise ConnectorError("malformed", "the answer is no JSON", permanent=False) from None
    if isinstance(found, dict):
        lists = [each for each in found.values() if isinstance(each, list)]
        found = max(lists, key=len, default=None)
    if not isinstance(found, list):
        raise ConnectorError("malformed", "no list of reviews", permanent=False)
    names = _names({name for each in found[:50] for name in a_mapping(each)})
    for each in found:
        yield {field: _inner(a_mapping(each).get(name)) for field, name in names.items()}


def _line(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _inner(value: Any) -> Any:
    """Author and rating are often objects of their own."""
    given = a_mapping(value)
    return next(
        (given[name] for name in ("name", "value", "ratingValue", "username") if name in given), value
    )


def _of_table(text: str) -> Iterator[dict[str, Any]]:
    head = text[:4096]
    separator = max(",;\t|", key=head.count)
    try:
        rows = list(islice(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator), MAX_REVIEWS))
    except csv.Error as error:
        raise ConnectorError("malformed", "no table of reviews", permanent=False) from error
    names = _names({name for name in (rows[0] if rows else {}) if isinstance(name, str)})
    if not {"text", "title"} & names.keys():
        raise ConnectorError("malformed", "no table of reviews", permanent=False)
    for row in rows:
        yield {field: row.get(name) for field, name in names.items()}


def _names(found: set[str]) -> dict[str, str]:
    """Our field → their name."""
    folded = {re.sub(r"[\s_-]+", " ", strip_accents(name.casefold())).strip(): name for name in sorted(found)}
    return {
        field: next(folded[each] for each in names if each in folded)
        for field, names in COLUMNS.items()
        if any(each in folded for each in names)
    }


def _figure(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = (
            float(str(value).strip().partition("/")[0].replace(",", ".")) if len(str(value)) < 20 else -1.0
        )
    except ValueError:
        return None
    return figure if 0 <= figure < 1e6 else None
