"""Where a query finds what it looks for, in the text as it was written: for marks on a screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from parvis.listening.logic.query.checks import phrase_starts, window_places
from parvis.listening.logic.query.evaluate import is_term, matches, raw_places
from parvis.listening.logic.query.fold import places_of
from parvis.listening.logic.query.nodes import (
    And,
    Near,
    Node,
    Not,
    Operand,
    Or,
    Pattern,
    Phrase,
    Raw,
    Term,
    Window,
    Within,
    Word,
)
from parvis.listening.logic.query.post import PostLike
from parvis.listening.logic.query.seen import GAP, Seen

# (field, start, end): text[start:end] of the post's field.
Span = tuple[str, int, int]


def spans_of(node: Node, post: PostLike, seen: Seen) -> list[Span]:
    """What in the post made the query match; nothing where it does not. Parts that did not hold mark nothing."""
    if not matches(node, post):
        return []
    return _joined(_found(node, post, seen))


def _joined(spans: Iterator[Span]) -> list[Span]:
    """Sorted, title first, without repeats."""
    order = {"title": 0, "text": 1, "author": 2}
    return sorted(set(spans), key=lambda span: (order[span[0]], span[1], span[2]))


def _found(node: Node, post: PostLike, seen: Seen) -> Iterator[Span]:
    if isinstance(node, And):
        for each in node.nodes:
            yield from _found(each, post, seen)
    elif isinstance(node, Or):
        for each in node.nodes:
            if matches(each, post):
                yield from _found(each, post, seen)
    elif isinstance(node, Not):
        return
    elif isinstance(node, Raw):
        yield from _raw(node, post)
    elif isinstance(node, Within):
        yield from _within(node, post, seen)
    elif isinstance(node, Word | Pattern | Phrase | Window | Near):
        positions = sorted(set(_positions(node, seen)))
        yield from _written(positions, post, seen)


def _positions(node: Operand | Window | Near, seen: Seen) -> Iterator[int]:
    if isinstance(node, Window):
        for chosen in window_places(node, seen):
            yield from chosen
    elif isinstance(node, Near):
        yield from _near(node, seen)
    else:
        for start, end in _places(node, seen):
            yield from range(start, end + 1)


def _places(operand: Operand, seen: Seen) -> list[tuple[int, int]]:
    terms: tuple[Term, ...] = operand.terms if isinstance(operand, Phrase) else (operand,)
    return [(start, start + len(terms) - 1) for start in phrase_starts(terms, seen)]


def _near(node: Near, seen: Seen) -> Iterator[int]:
    left = [place for operand in node.left for place in _places(operand, seen)]
    right = [place for operand in node.right for place in _places(operand, seen)]
    for one in left:
        for other in right:
            after, before = other[0] - one[1], one[0] - other[1]
            if 1 <= after <= node.most or (not node.ordered and 1 <= before <= node.most):
                yield from range(one[0], one[1] + 1)
                yield from range(other[0], other[1] + 1)


def _written(positions: list[int], post: PostLike, seen: Seen) -> Iterator[Span]:
    if not positions:
        return
    shift = seen.title_length + 1 + GAP if seen.title_length else 0
    in_title = places_of(post.title) if shift else []
    in_text = places_of(post.text)
    for position in positions:
        if position < len(in_title):
            yield ("title", *in_title[position])
        else:
            yield ("text", *in_text[position - shift])


def _raw(node: Raw, post: PostLike) -> Iterator[Span]:
    """Places are those of the composed text, which is how nearly everybody writes."""
    for field, text in (("title", post.title), ("text", post.text)):
        if unicodedata.is_normalized("NFC", text):
            for start, end in raw_places(node.text, text):
                yield field, start, end


def _within(node: Within, post: PostLike, seen: Seen) -> Iterator[Span]:
    text = post.title if node.field == "title" else post.author
    words, places = seen.field_words(node.field), places_of(text)
    for start in range(len(words) - len(node.terms) + 1):
        if all(is_term(term, words[start + index]) for index, term in enumerate(node.terms)):
            for index in range(len(node.terms)):
                yield (node.field, *places[start + index])
