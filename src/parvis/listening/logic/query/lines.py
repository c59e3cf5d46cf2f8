"""Queries and posts as they stand in lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.nodes import Node
from parvis.listening.logic.query.parse import parse

HOLDS_FROM = 0.5  # the probability of an intent

_NULL = msgspec.Raw(b"null")


class Line(msgspec.Struct, kw_only=True):
    """A post as it is written in a line; the fields of `parvis enrich --keep` among them."""

    text: str
    id: msgspec.Raw = _NULL
    given_title: str | None = msgspec.field(name="title", default=None)
    given_author: str | None = msgspec.field(name="author", default=None)
    given_url: str | None = msgspec.field(name="url", default=None)
    given_links: list[str] | None = msgspec.field(name="links", default=None)
    given_source: str | None = msgspec.field(name="source", default=None)
    given_language: str | None = msgspec.field(name="language", default=None)
    lang: str | None = None
    given_country: str | None = msgspec.field(name="country", default=None)
    followers: float | None = None
    engagement: float | None = None
    given_is_repost: bool | None = msgspec.field(name="is_repost", default=None)
    given_sentiment: str | None = msgspec.field(name="sentiment", default=None)
    given_intents: dict[str, float] | list[str] | None = msgspec.field(name="intents", default=None)

    @property
    def title(self) -> str:
        return self.given_title or ""

    @property
    def author(self) -> str:
        return self.given_author or ""

    @property
    def url(self) -> str:
        return self.given_url or ""

    @property
    def links(self) -> Sequence[str]:
        return self.given_links or ()

    @property
    def source(self) -> str:
        return self.given_source or ""

    @property
    def language(self) -> str:
        return self.given_language or self.lang or ""

    @property
    def country(self) -> str:
        return self.given_country or ""

    @property
    def is_repost(self) -> bool:
        return bool(self.given_is_repost)

    @property
    def sentiment(self) -> str:
        return self.given_sentiment or ""

    @property
    def intents(self) -> Sequence[str]:
        given = self.given_intents or ()
        if isinstance(given, dict):
            return [name for name, probability in given.items() if probability >= HOLDS_FROM]
        return given


class BadQuery(Exception):
    """A line of the file of queries that is no query: its number, the sentence's parts, the error of its text."""

    def __init__(self, line: int, reason: str, text: str = "", error: QueryError | None = None) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason
        self.text = text
        self.error = error


def read_queries(lines: Iterable[bytes]) -> list[tuple[Any, Node]]:
    """(id, tree) of the queries. Raises BadQuery.

    A line {"name": "brand", "query": …} is a sub-query, which the others call $brand.
    """
    found: dict[Any, tuple[int, str]] = {}
    named: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _record(line, number)
        name, query_id = record.get("name"), record.get("id")
        if isinstance(name, str) and query_id is None:
            named[name.removeprefix("$")] = record["query"]
        elif isinstance(query_id, bool) or not isinstance(query_id, str | int | float):
            raise BadQuery(number, 'no field "id" that holds a string or a number')
        elif query_id in found:
            raise BadQuery(number, f"the id {json.dumps(query_id)} was used before")
        else:
            found[query_id] = number, record["query"]
    queries: list[tuple[Any, Node]] = []
    for query_id, (number, text) in found.items():
        try:
            queries.append((query_id, parse(text, named=named)))
        except QueryError as error:
            raise BadQuery(number, error.code, text, error) from error
    return queries


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadQuery(number, f"not JSON: {error}") from None
    if not isinstance(record, dict) or not isinstance(record.get("query"), str):
        raise BadQuery(number, 'no object with a field "query" that holds a string')
    return record


class BrokenLine(Exception):
    """A line that holds no readable post; `id` is the JSON of its id where there is one."""

    def __init__(self, reason: str, line_id: bytes = b"null") -> None:
        super().__init__(reason)
        self.id = line_id


_DECODER = msgspec.json.Decoder(Line)


def read_lines(block: bytes) -> list[Line]:
    """All posts of a block of lines. Raises where one of them is broken."""
    return _DECODER.decode_lines(block)


def read_line(line: bytes) -> Line:
    """One post; what a strict reader refuses for its bytes alone is read once more with patience."""
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        record = json.loads(line.decode("utf-8", "replace").removeprefix("\ufeff"), parse_constant=_refuse)
    except RecursionError:
        raise BrokenLine("nested too deeply") from None
    except ValueError as error:
        raise BrokenLine(f"not JSON: {error}") from None
    if not isinstance(record, dict):
        raise BrokenLine("not a JSON object")
    line_id = json.dumps(record.get("id")).encode()
    if not isinstance(record.get("text"), str):
        raise BrokenLine('no field "text" that holds a string', line_id)
    try:
        post = msgspec.convert({name: value for name, value in record.items() if name != "id"}, Line)
    except msgspec.ValidationError as error:
        raise BrokenLine(str(error), line_id) from None
    post.id = msgspec.Raw(line_id)
    return post


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
