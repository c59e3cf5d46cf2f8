"""A tree as one function over a post that has been cut into words. The cheap questions are asked first."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence

from parvis.listening.logic.query.evaluate import COMPARED, links_of, one_each, phrase_spans, raw_places
from parvis.listening.logic.query.nodes import (
    And,
    Contains,
    Equals,
    Near,
    Node,
    Not,
    Number,
    Operand,
    Or,
    Pattern,
    Phrase,
    Raw,
    Repost,
    Site,
    Term,
    Window,
    Within,
    Word,
)
from parvis.listening.logic.query.seen import Seen

Check = Callable[[Seen], bool]


def check_of(node: Node) -> Check:
    """The function that answers for one tree."""
    return _MAKERS[type(node)](node)


def lazy_check(node: Node) -> Check:
    """The same, made when it is asked for the first time: most queries are not asked for hours."""
    made: list[Check] = []

    def check(seen: Seen) -> bool:
        if not made:
            made.append(check_of(node))
        return made[0](seen)

    return check


def plain_words(node: Node) -> frozenset[str] | None:
    """The words of a word or of an OR of nothing but words without signs; None for anything else."""
    if isinstance(node, Word):
        return None if node.sign else frozenset((node.text,))
    if not isinstance(node, Or):
        return None
    words = [each.text for each in node.nodes if isinstance(each, Word) and not each.sign]
    return frozenset(words) if len(words) == len(node.nodes) else None


def _cost(node: Node) -> int:
    if isinstance(node, Word) and not node.sign:
        return 0
    if isinstance(node, Number | Repost | Equals | Site):
        return 1
    if isinstance(node, Not):
        return _cost(node.node)
    if isinstance(node, And | Or):
        return 2 + max(map(_cost, node.nodes))
    return 2 if isinstance(node, Contains | Phrase) else 4


def _and(node: And) -> Check:
    words = frozenset(each.text for each in node.nodes if isinstance(each, Word) and not each.sign)
    others = [each for each in node.nodes if not (isinstance(each, Word) and not each.sign)]
    checks = [check_of(each) for each in sorted(others, key=_cost)]

    def check(seen: Seen) -> bool:
        if not words <= seen.present:
            return False
        for each in checks:  # noqa: SIM110, a loop is twice as quick as all()
            if not each(seen):
                return False
        return True

    return check


def _or(node: Or) -> Check:
    words = frozenset(each.text for each in node.nodes if isinstance(each, Word) and not each.sign)
    others = [each for each in node.nodes if not (isinstance(each, Word) and not each.sign)]
    checks = [check_of(each) for each in sorted(others, key=_cost)]
    lacks = words.isdisjoint

    def check(seen: Seen) -> bool:
        if not lacks(seen.present):
            return True
        for each in checks:  # noqa: SIM110
            if each(seen):
                return True
        return False

    return check


def _not(node: Not) -> Check:
    inside = check_of(node.node)
    return lambda seen: not inside(seen)


def _word(node: Word) -> Check:
    text = node.text
    if node.sign:
        return lambda seen: text in seen.present and bool(seen.term_places(node))
    return lambda seen: text in seen.present


def _pattern(node: Pattern) -> Check:
    return lambda seen: bool(seen.term_places(node))


def words_needed(terms: Sequence[Term]) -> frozenset[str]:
    return frozenset(term.text for term in terms if isinstance(term, Word))


def _phrase(node: Phrase) -> Check:
    needed = words_needed(node.terms)
    return lambda seen: needed <= seen.present and bool(phrase_starts(node.terms, seen))


def phrase_starts(terms: Sequence[Term], seen: Seen) -> list[int]:
    """Positions where the phrase begins, rising; sought from the term that stands at the fewest places."""
    places = [seen.term_places(term) for term in terms]
    fewest = min(range(len(terms)), key=lambda index: len(places[index]))
    starts = [place - fewest for place in places[fewest]]
    for index, there in enumerate(places):
        if index != fewest and starts:
            among = set(there)
            starts = [start for start in starts if start + index in among]
    return starts


def _near(node: Near) -> Check:
    left, right = _needed_of(node.left), _needed_of(node.right)
    most, ordered = node.most, node.ordered
    if len(node.left) == len(node.right) == 1:
        one, other = node.left[0], node.right[0]
        if isinstance(one, Word) and isinstance(other, Word) and not one.sign and not other.sign:
            return _two_words_near(one.text, other.text, most, ordered)

    def check(seen: Seen) -> bool:
        present = seen.present
        if (left and left.isdisjoint(present)) or (right and right.isdisjoint(present)):
            return False
        left_starts, left_ends = _edges(node.left, seen)
        if not left_starts:
            return False
        right_starts, right_ends = _edges(node.right, seen)
        return _follows(left_ends, right_starts, most) or (
            not ordered and _follows(right_ends, left_starts, most)
        )

    return check


def _two_words_near(one: str, other: str, most: int, ordered: bool) -> Check:
    """The usual case: two words, each there once or twice in a text without a title."""

    def check(seen: Seen) -> bool:
        present, words = seen.present, seen.words
        if one not in present or other not in present:
            return False
        if not seen.title_length:
            apart = words.index(other) - words.index(one)
            if 0 < apart <= most or (not ordered and 0 < -apart <= most):
                return True
        places = seen.places
        return _follows(places[one], places[other], most) or (
            not ordered and _follows(places[other], places[one], most)
        )

    return check


def _needed_of(operands: Sequence[Operand]) -> frozenset[str]:
    """Words of which one must be there; empty where a pattern stands for words that nobody knows."""
    words: set[str] = set()
    for operand in operands:
        if isinstance(operand, Pattern):
            return frozenset()
        terms = operand.terms if isinstance(operand, Phrase) else (operand,)
        needed = words_needed(terms)
        if not needed:
            return frozenset()
        words.add(min(needed))
    return frozenset(words)


def _edges(operands: Sequence[Operand], seen: Seen) -> tuple[list[int], list[int]]:
    """First and last positions of all places of the operands, each list rising."""
    if len(operands) == 1 and not isinstance(operands[0], Phrase):
        places = seen.term_places(operands[0])
        return places, places
    starts: list[int] = []
    ends: list[int] = []
    for operand in operands:
        if isinstance(operand, Phrase):
            if words_needed(operand.terms) <= seen.present:
                found = phrase_starts(operand.terms, seen)
                starts += found
                ends += [start + len(operand.terms) - 1 for start in found]
        else:
            found = seen.term_places(operand)
            starts += found
            ends += found
    return sorted(starts), sorted(ends)


def _follows(ends: Sequence[int], starts: Sequence[int], most: int) -> bool:
    """Whether a start stands 1 to `most` after an end."""
    for end in ends:
        index = bisect_right(starts, end)
        if index == len(starts):
            return False
        if starts[index] - end <= most:
            return True
    return False


def _window(node: Window) -> Check:
    needed = words_needed(node.terms)
    return lambda seen: needed <= seen.present and bool(next(window_places(node, seen), None))


def window_places(node: Window, seen: Seen):  # type: ignore[no-untyped-def]
    """For each beginning, the positions that stand for all the terms."""
    places = [seen.term_places(term) for term in node.terms]
    if not all(places):
        return
    for start in sorted({place for there in places for place in there}):
        last = start + node.most
        choices = [there[_first(there, start) : bisect_right(there, last)] for there in places]
        if all(choices) and (chosen := one_each(choices)) is not None:
            yield sorted(chosen)


def _first(places: Sequence[int], start: int) -> int:
    return bisect_right(places, start - 1)


def _raw(node: Raw) -> Check:
    raw = unicodedata.normalize("NFC", node.text)

    def check(seen: Seen) -> bool:
        return any(raw in text and raw_places(raw, text) for text in seen.composed)

    return check


def _within(node: Within) -> Check:
    field, terms = node.field, node.terms
    return lambda seen: bool(phrase_spans(terms, seen.field_words(field)))


def _equals(node: Equals) -> Check:
    field, value = node.field, node.value
    return lambda seen: value in seen.values(field)


def _site(node: Site) -> Check:
    ending = "." + node.host
    return lambda seen: seen.host.endswith(ending)


def _contains(node: Contains) -> Check:
    part = node.part
    if node.field == "url":
        return lambda seen: part in seen.post.url.lower()
    return lambda seen: any(part in link.lower() for link in links_of(seen.post))


def _number(node: Number) -> Check:
    compared, value = COMPARED[node.comparison], node.value
    if node.field == "followers":
        return lambda seen: seen.post.followers is not None and compared(seen.post.followers, value)
    return lambda seen: seen.post.engagement is not None and compared(seen.post.engagement, value)


def _repost(_: Repost) -> Check:
    return lambda seen: seen.post.is_repost


_MAKERS: dict[type, Callable[..., Check]] = {
    And: _and, Or: _or, Not: _not, Word: _word, Pattern: _pattern, Phrase: _phrase, Window: _window,
    Near: _near, Raw: _raw, Within: _within, Equals: _equals, Site: _site, Contains: _contains,
    Number: _number, Repost: _repost,
}  # fmt: skip
