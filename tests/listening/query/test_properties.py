"""What holds for every query and every text, tried on many that nobody would write."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.evaluate import matches
from parvis.listening.logic.query.fold import folded, folded_character, places_of, words_of
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.nodes import Node
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post
from parvis.listening.logic.query.size import positive
from parvis.listening.logic.query.written import text_of
from tests.factories.queries import nodes, posts, texts, typed_queries

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
NAMED = {"brand": "paris OR oreal", "other": "$brand love", "self": "a $self"}


@MANY
@given(
    st.lists(nodes(), min_size=1, max_size=8),
    st.lists(posts(), min_size=1, max_size=6),
    st.booleans(),
    st.data(),
)
def test_the_matcher_means_what_the_reference_means(
    queries: list[Node], seen: list[Post], has_learnt: bool, data: st.DataObject
) -> None:
    matcher = Matcher()
    for number, node in enumerate(queries):
        matcher.add(number, node)
    if has_learnt:
        matcher.learn(seen)
        matcher.use_pairs(data.draw(st.booleans()))
    expected = [[number for number, node in enumerate(queries) if matches(node, post)] for post in seen]
    assert matcher.match_many(seen) == expected

    gone = data.draw(st.integers(0, len(queries) - 1))
    matcher.remove(gone)
    again = data.draw(nodes())
    matcher.add("new", again)
    for post, before in zip(seen, expected, strict=True):
        wanted: list[object] = [number for number in before if number != gone]
        assert matcher.match(post) == wanted + (["new"] if matches(again, post) else [])


@MANY
@given(nodes())
def test_a_tree_written_and_read_is_the_same(node: Node) -> None:
    assume(positive(node))
    assert parse(text_of(node)) == node


@MANY
@given(typed_queries())
@example('raw:"„x"')
def test_whatever_is_typed_is_a_query_or_a_fault_with_a_place(typed: str) -> None:
    start = time.process_time()
    for _ in range(60):
        try:
            node = parse(typed, named=NAMED)
        except QueryError as error:
            assert 0 <= error.start <= error.end <= len(typed)
            mended = error.mended(typed)
            if mended is None:
                break
            assert mended != typed
            typed = mended
        else:
            assert parse(text_of(node)) == node
            break
    else:
        raise AssertionError(f"mending does not come to an end: {typed!r}")
    assert time.process_time() - start < 5


@MANY
@given(texts())
def test_each_word_is_led_back_to_where_it_was_written(text: str) -> None:
    words, places = words_of(text), places_of(text)
    assert len(words) == len(places)
    for word, (start, end) in zip(words, places, strict=True):
        assert words_of(text[start:end]) == [word]
    assert words_of(folded(text)) == words


@MANY
@given(texts())
def test_the_short_ways_of_folding_give_what_the_long_way_gives(text: str) -> None:
    import unicodedata

    by_character = "".join(folded_character(character) for character in text)
    assert folded(text) == unicodedata.normalize("NFC", by_character)


@MANY
@given(nodes(), posts())
def test_marks_stand_where_a_query_matches_and_nowhere_else(node: Node, post: Post) -> None:
    matcher = Matcher()
    matcher.add("q", node)
    spans = matcher.spans("q", post)
    if not matches(node, post):
        assert spans == []
    fields = {"title": post.title, "text": post.text, "author": post.author}
    for field, start, end in spans:
        assert 0 <= start < end <= len(fields[field])
    assert spans == sorted(
        set(spans), key=lambda span: (["title", "text", "author"].index(span[0]), span[1:])
    )


def test_every_character_folds_to_what_stays() -> None:
    """Folding twice is folding once, for each character there is."""
    for code in range(0x110000):
        once = folded_character(chr(code))
        if once not in ("", " ", chr(code)):
            assert folded(once) == once, hex(code)
