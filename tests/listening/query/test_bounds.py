"""Bounded time, whatever is typed and whatever is posted. The bounds are many times what was measured."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize(
    "typed",
    [
        " OR ".join(f"word{number}" for number in range(10_000)),
        " ".join(f"word{number}" for number in range(10_000)),
        " ".join(f"-word{number}" for number in range(9_999)) + " x",
        '"' + " ".join(f"word{number}" for number in range(10_000)) + '"',
        '"' + " ".join(f"word{number}" for number in range(900)) + '"~1000',
        "(a OR " * 60 + "b" + ")" * 60,
        "(" * 100_000,
        ")" * 100_000,
        "a " + "NOT " * 100_000 + "b",
        "-" * 100_000,
        "("
        + " OR ".join(f'"w{n} x{n}"' for n in range(2000))
        + ") NEAR/5 ("
        + " OR ".join(f"y{n}" for n in range(2000))
        + ")",
        " OR ".join(f"wor{number}*d?x*" for number in range(5_000)),
        "abc" + "?*" * 10_000,
        '"' * 99_999,
        "<<<" * 50_000,
        "/*" * 50_000,
        "raw:" * 50_000,
        "lang:" * 50_000,
        "followers " * 20_000,
        "a~" * 50_000,
        "$x " * 20_000,
    ],
    ids=lambda typed: f"{len(typed)} of {typed[:12]!r}",
)
def test_a_monstrous_query_is_read_or_refused_and_matched_in_bounded_time(typed: str) -> None:
    matcher = Matcher()
    posts = [
        Post(1, "word1 word2 " * 200 + "a b"),
        Post(2, "a" * 20_000),
        Post(3, "wor1" + "d" * 20_000),
        Post(4, "y1 x1 " * 3000),
    ]

    def whole() -> None:
        try:
            matcher.add("q", parse(typed))
        except QueryError:
            return
        matcher.match_many(posts)

    assert seconds(whole) < 5


@pytest.mark.parametrize(
    "query",
    [
        "a NEAR/1000 a", "a NEAR/1000 b", '"a b"~1000', '"a a a a a a a a a b"~1000', '"a a a a a b"',
        "aaa*a*a*b", "aaa*a*a*a*c x", "raw:aa", "#a OR @a",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", ["a " * 20_000, "aaa" + "a" * 40_000 + " x", "#a@a" * 10_000, "a b " * 10_000], ids=repr
)
def test_a_monstrous_post_is_matched_in_bounded_time(query: str, text: str) -> None:
    matcher = Matcher()
    matcher.add("q", query)
    assert seconds(lambda: matcher.match(Post(1, text, title=text[:2000]))) < 5


def test_names_that_double_at_each_step_are_refused_and_not_written_out() -> None:
    named = {f"n{step}": f"$n{step + 1} OR ($n{step + 1} x)" for step in range(50)} | {"n50": "a"}
    with pytest.raises(QueryError) as raised:
        parse("$n0", named=named)
    assert raised.value.code in ("too-many-terms", "too-deep", "in-name")


def test_one_query_of_ten_thousand_is_put_in_and_taken_out_at_once() -> None:
    matcher = Matcher()
    for number in range(10_000):
        matcher.add(number, f"(brand{number % 3000} OR alias{number}) AND (late OR slow) NOT toy{number % 7}")
    matcher.match(Post(1, "brand1 late"))

    def edit() -> None:
        matcher.add(17, "tram AND strike")
        assert 17 in matcher.match(Post(1, "the tram is on strike"))
        matcher.remove(17)
        assert 17 not in matcher.match(Post(1, "the tram is on strike"))

    assert seconds(edit) < 0.1


def test_words_that_were_looked_at_for_wildcards_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.listening.logic.query.matcher.REMEMBERED_WORDS", 100)
    matcher = Matcher()
    matcher.add("q", "tram*")
    for number in range(1_000):
        assert matcher.match(Post(1, f"x{number} trams{number}")) == ["q"]
    assert len(matcher._known) < 110
