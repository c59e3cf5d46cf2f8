"""The conditions beside the words: name:value and followers>n."""

from __future__ import annotations

import re

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.fold import folded
from parvis.listening.logic.query.nodes import Contains, Equals, Leaf, Number, Repost, Site, Within
from parvis.listening.logic.query.terms import terms_typed

# As typed → our name. The other names are those of the paid tools.
FIELDS = {
    "site": "site", "url": "url", "link": "link", "links": "link", "author": "author", "title": "title",
    "authorcontaining": "author", "lang": "lang", "language": "lang", "source": "source",
    "country": "country", "sourcecountry": "country", "sentiment": "sentiment", "intent": "intent", "is": "is",
}  # fmt: skip
CALLS = {"LANG": "lang", "IN_URL": "url", "COUNTRY": "country", "TITLE": "title"}
# Operators of other tools, and what to write instead; None where nothing comes near.
NOT_OFFERED: dict[str, str | None] = {
    "LOCATION": "COUNTRY", "city": "country:", "county": "country:", "state": "country:", "region": "country:",
    "continent": "country:", "ingress": "title:", "message": "", "published": None, "tag": None, "category": None,
    "followers": "followers>=", "engagement": "engagement>=", "hashtags": "#", "hashtag": "#", "from": "author:",
    "mentions": "@", "reach": "followers>=",
}  # fmt: skip
SENTIMENTS = ("negative", "neutral", "positive")
_SENTIMENTS_TYPED = {
    "negative": "negative", "neutral": "neutral", "positive": "positive", "neg": "negative", "pos": "positive",
    "neu": "neutral", "negatif": "negative", "neutre": "neutral", "positif": "positive",
}  # fmt: skip
_REPOSTS = ("repost", "reposts", "retweet", "rt", "share", "boost")
_COMPARISONS = {"≥": ">=", "≤": "<="}
_BETWEEN_VALUES = re.compile("[,;|]")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


def field_leaf(field: str, typed: str, *, at: int, end: int, quoted: bool) -> Leaf:
    """The condition `field:typed`; at and end are the place of what was typed."""
    value = typed.strip()
    if not value:
        raise QueryError("no-value", at, end, field=f"{field}:")
    if field in ("title", "author"):
        terms = terms_typed(value.removeprefix("@") if field == "author" else value, at=at)
        if not terms:
            raise QueryError("no-value", at, end, field=f"{field}:")
        return Within(field, terms)
    if field == "site":
        return Site(_host(value, at, end))
    if field in ("url", "link"):
        return Contains(field, value.lower())
    if field == "is":
        if value.lower() not in _REPOSTS:
            raise QueryError("not-offered", at - 3, end, "is:repost", operator=f"is:{value}")
        return Repost()
    if field == "sentiment":
        sentiment = _SENTIMENTS_TYPED.get(value_folded(value))
        if sentiment is None:
            raise QueryError("unknown-sentiment", at, end)
        return Equals(field, sentiment)
    if "*" in value or "?" in value:
        raise QueryError("wildcard-in-field", at, end, field=f"{field}:")
    if not quoted and len(several := [part for part in _BETWEEN_VALUES.split(value) if part]) > 1:
        raise QueryError("several-values", at, end, f"({' OR '.join(several)})", field=f"{field}:")
    if not value_folded(value):
        raise QueryError("no-value", at, end, field=f"{field}:")
    return Equals(field, value_folded(value))


def value_folded(value: str) -> str:
    """A name as it is compared: folded, its words joined by one space."""
    return " ".join(folded(value).split())


def _host(value: str, at: int, end: int) -> str:
    host = value.lower().partition("://")[2] or value.lower()
    host, slash, rest = host.partition("/")
    host = host.partition(":")[0].removeprefix("*.").strip(".")
    while host.startswith("www."):
        host = host.removeprefix("www.").strip(".")
    if slash and rest:
        raise QueryError("site-path", at, end, f"{host}", host=host)
    if not host or "*" in host or "?" in host:
        raise QueryError("wildcard-in-field", at, end, field="site:")
    return host


def number_leaf(name: str, comparison: str, amount: str, unit: str) -> Number:
    field = name.lower().removeprefix("author.")
    value = int(amount.replace("_", "")[:18]) * _UNITS[unit.lower()]
    return Number(field, _COMPARISONS.get(comparison, comparison), value)
