"""Every example of the two guides to the query language, and what the guides have no room for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.evaluate import matches
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post

GUIDES = Path(__file__).resolve().parents[3] / "docs" / "user"
ROW = re.compile(r"^\| `(?P<query>.+?)` \| (?P<caught>[^|]+) \| (?P<missed>[^|]+) \|$", re.MULTILINE)
PASTED = re.compile(r"^\| `(?P<typed>[^`]+)` \| `(?P<mended>[^`]+)` \|$", re.MULTILINE)


def examples() -> Iterator[Any]:
    for language in ("en", "fr"):
        for row in ROW.finditer((GUIDES / language / "queries.md").read_text(encoding="utf-8")):
            for column, is_caught in (("caught", True), ("missed", False)):
                yield pytest.param(
                    row["query"], row[column], is_caught, id=f"{language} {row['query']} {column}"
                )


def pasted() -> Iterator[Any]:
    for language in ("en", "fr"):
        for row in PASTED.finditer((GUIDES / language / "queries.md").read_text(encoding="utf-8")):
            yield pytest.param(row["typed"], row["mended"], id=f"{language} {row['typed']}")


def post_written(written: str) -> Post:
    text, _, rest = written.strip().partition("‖")
    known: dict[str, Any] = {}
    for pair in filter(None, re.split(r" (?=\w+=)", rest.strip())):
        name, _, value = pair.partition("=")
        if name in ("links", "intents"):
            known[name] = (value,)
        elif name in ("followers", "engagement"):
            known[name] = int(value)
        else:
            known[name] = value == "yes" if name == "is_repost" else value
    return Post("1", text.strip(), **known)


def is_caught(query: str, post: Post | str, named: dict[str, str] | None = None) -> bool:
    """By the matcher, which the reference must agree with."""
    post = Post(1, post) if isinstance(post, str) else post
    node = parse(query, named=named or {})
    matcher = Matcher()
    matcher.add("q", node)
    found = matcher.match(post) == ["q"]
    assert found is matches(node, post)
    return found


def test_the_guides_have_examples_in_both_languages() -> None:
    assert len(list(examples())) > 140
    assert len(list(pasted())) == 20


@pytest.mark.parametrize(("query", "written", "expected"), list(examples()))
def test_an_example_of_the_guides(query: str, written: str, expected: bool) -> None:
    assert is_caught(query, post_written(written)) is expected


@pytest.mark.parametrize(("typed", "mended"), list(pasted()))
def test_an_operator_of_another_tool_has_its_mend(typed: str, mended: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(typed)
    assert raised.value.mended(typed) == mended
    parse(mended)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("a b OR c", "c", True),
        ("a AND (b OR c)", "c", False),
        ("NOT a b", "b", True),
        ("a NOT (b OR c)", "a d", True),
        ("a NOT NOT b", "a b", True),
        ("a NOT NOT b", "a", False),
        ("-a b", "b", True),
        ('b -"a c"', "b c a", True),
        ("b–a", "b a", True),
        ("oeuvre", "Œuvre", True),
        ("œuvre", "OEUVRE", True),
        ("aeon", "Æon", True),
        ("strasse", "Straße", True),
        ("STRAẞE", "strasse", True),
        ("fin", "ﬁn", True),
        ("été", "e\u0301te\u0301", True),
        ("e\u0301te\u0301", "ÉTÉ", True),
        ("sisyphos", "Sísỳphos", True),
        ("σίσυφος", "ΣΊΣΥΦΟΣ", True),
        ("lodz", "Łódź", True),
        ("istanbul", "İSTANBUL", True),
        ("nike", "Nike™ rocks", True),
        ("word", "wo\u00adrd", True),
        ("a_b", "a b", False),
        ("a_b", "A_B", True),
        ("c3po", "C3PO!", True),
        ("हिन्दी", "हिन्दी", True),
        ("हिन्दी", "हिन्दा", False),
        ("claire", "@claire", True),
        ("@claire", "mail claire@example.com", False),
        ("@example", "mail claire@example.com", False),
        ("#a", "##a", True),
        ("#été", "#ETE", True),
        ('"#a b"', "#a b", True),
        ('"#a b"', "a b", False),
        ("#rail*", "#railways", True),
        ("#rail*", "railways", False),
        ("a NEAR/1 b", "a b", True),
        ("a NEAR/1 b", "a c b", False),
        ("a NEAR/2 a", "a", False),
        ("a NEAR/2 a", "a b a", True),
        ('"a b" NEAR/1 b', "a b b", True),
        ('"a b" NEAR/1 b', "a b", False),
        ("a NEAR/1 b NEAR/1 c", "a b c", True),
        ('"a a"~3', "a b", False),
        ('"a a"~3', "a b a", True),
        ('"a b c"~2', "c a b", True),
        ('"a b c"~2', "c a d b", False),
        ('"kiss* me"', "kissing me", True),
        ('"to be?"', "to be?", True),
        ("colo*r", "colour", True),
        ("a | b && c", "a", True),
        ("raw:C++", "C++", True),
        ("raw:C++", "C++11", True),
        ("raw:NASA", "NASAs", False),
        ("raw:NASA", "(NASA)", True),
        ("«à l'heure»", "à l’heure", True),
        ("“on time”", "on time", True),
        ("rock&roll", "Rock & Roll", True),
        ("+tram", "tram", True),
        ("near", "near", True),
        ("a and b", "a b", False),
        ("near/2 OR x", "x", None),
    ],
)
def test_what_the_guides_have_no_room_for(query: str, text: str, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(QueryError):
            parse(query)
    else:
        assert is_caught(query, text) is expected


def test_words_of_title_and_text_are_both_sought_and_no_phrase_reaches_over() -> None:
    post = Post(1, "b c", title="A a")
    assert is_caught("a c", post)
    assert not is_caught('"a b"', post)
    assert not is_caught("a NEAR/900 b", post)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", True),
        ("http://www.example.com:8080/a?b#c", True),
        ("https://user@shop.example.com/", True),
        ("EXAMPLE.COM/a", True),
        ("https://notexample.com", False),
        ("https://example.com.evil.test", False),
        ("https://evil.test/example.com", False),
        ("", False),
    ],
)
def test_a_site_takes_its_subdomains_and_nothing_else(url: str, expected: bool) -> None:
    for query in ("site:example.com", "site:www.example.com", 'site:"https://example.com/"'):
        assert is_caught(query, Post(1, "x", url=url)) is expected


def test_a_named_part_stands_for_its_query() -> None:
    named = {"brand": "tram OR bus", "late": "$brand (late OR slow)"}
    assert is_caught("$late NOT toy", "a slow bus", named)
    assert not is_caught("$late NOT toy", "a slow toy bus", named)
    assert is_caught("$brand NEAR/2 late", "a late bus", named)


def test_marks_lead_back_to_the_text_as_written() -> None:
    matcher = Matcher()
    matcher.add("q", '"l oréal" OR #été OR raw:C++ -spam')
    post = Post(1, "Œuvre de L’ORÉAL, #e\u0301te\u0301 et C++", title="L'Oreal")
    marked = [(field, getattr(post, field)[start:end]) for field, start, end in matcher.spans("q", post)]
    assert marked == [
        ("title", "L"), ("title", "Oreal"), ("text", "L"), ("text", "ORÉAL"), ("text", "e\u0301te\u0301"),
    ]  # fmt: skip
