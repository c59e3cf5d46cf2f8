"""The reference: what each part of the language means, written down as plainly as possible and slow.

The matcher is held to this by property tests. Nothing here looks at how the matcher works.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from parvis.listening.logic.query.fields import value_folded
from parvis.listening.logic.query.fold import is_of_word, signs_of, words_of
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
    Phrase,
    Raw,
    Repost,
    Site,
    Term,
    Window,
    Within,
    Word,
)
from parvis.listening.logic.query.post import PostLike

# (word, its signs) by position.
Words = Sequence[tuple[str, str]]
Span = tuple[int, int]  # first and last position
COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


def matches(node: Node, post: PostLike) -> bool:
    """Whether the post is one that the query means. Words are sought in the title and in the text."""
    if isinstance(node, And):
        return all(matches(each, post) for each in node.nodes)
    if isinstance(node, Or):
        return any(matches(each, post) for each in node.nodes)
    if isinstance(node, Not):
        return not matches(node.node, post)
    if isinstance(node, Within):
        words = signed_words(post.title if node.field == "title" else post.author)
        return bool(phrase_spans(node.terms, words))
    if isinstance(node, Raw):
        return any(
            raw_places(node.text, unicodedata.normalize("NFC", text)) for text in (post.title, post.text)
        )
    if isinstance(node, Equals | Site | Contains | Number | Repost):
        return condition_holds(node, post)
    return any(holds_in(node, signed_words(text)) for text in (post.title, post.text))


def holds_in(node: Operand | Window | Near, words: Words) -> bool:
    if isinstance(node, Window):
        return bool(window_spans(node, words))
    if isinstance(node, Near):
        return bool(near_spans(node, words))
    return bool(operand_spans(node, words))


def signed_words(text: str) -> Words:
    signs = dict(signs_of(text)) if text else {}
    return [(word, signs.get(position, "")) for position, word in enumerate(words_of(text))]


def is_term(term: Term, word: tuple[str, str]) -> bool:
    if term.sign and term.sign != word[1]:
        return False
    if isinstance(term, Word):
        return term.text == word[0]
    return pattern_expression(term.text).fullmatch(word[0]) is not None


def pattern_expression(pattern: str) -> re.Pattern[str]:
    """Wildcards as an expression that never tries again: each * takes the least that lets the next part follow."""
    *parts, last = [
        "".join("." if sign == "?" else re.escape(sign) for sign in part) for part in pattern.split("*")
    ]
    if not parts:
        return re.compile(last, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in parts[1:] if part)
    return re.compile(f"{parts[0]}{middle}.*{last}", re.DOTALL)


def phrase_spans(terms: Sequence[Term], words: Words) -> list[Span]:
    return [
        (start, start + len(terms) - 1)
        for start in range(len(words) - len(terms) + 1)
        if all(is_term(term, words[start + place]) for place, term in enumerate(terms))
    ]


def operand_spans(operand: Operand, words: Words) -> list[Span]:
    return phrase_spans(operand.terms if isinstance(operand, Phrase) else (operand,), words)


def near_spans(node: Near, words: Words) -> list[tuple[Span, Span]]:
    """Pairs of places that stand near each other: from the end of one to the beginning of the other 1 to n."""
    left = [span for operand in node.left for span in operand_spans(operand, words)]
    right = [span for operand in node.right for span in operand_spans(operand, words)]
    return [
        (one, other)
        for one in left
        for other in right
        if 1 <= other[0] - one[1] <= node.most or (not node.ordered and 1 <= one[0] - other[1] <= node.most)
    ]


def window_spans(node: Window, words: Words) -> list[list[int]]:
    """For each start, the positions within reach of it that stand for all the terms, one each."""
    found = []
    for start in range(len(words)):
        places = range(start, min(start + node.most + 1, len(words)))
        choices = [[place for place in places if is_term(term, words[place])] for term in node.terms]
        chosen = one_each(choices)
        if chosen is not None:
            found.append(sorted(chosen))
    return found


def one_each(choices: Sequence[Iterable[int]]) -> list[int] | None:
    """A different value for each, or None where there are none (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(index: int, seen: set[int]) -> bool:
        for choice in choices[index]:
            if choice in seen:
                continue
            seen.add(choice)
            if choice not in taken or place(taken[choice], seen):
                taken[choice] = index
                return True
        return False

    if all(place(index, set()) for index in range(len(choices))):
        return list(taken)
    return None


def raw_places(raw: str, text: str) -> list[Span]:
    """(start, end) in the text; where the raw text begins or ends in a word, a word begins or ends there."""
    found = []
    raw = unicodedata.normalize("NFC", raw)
    start = text.find(raw)
    while start >= 0:
        end = start + len(raw)
        glued_before = start > 0 and is_of_word(raw[0]) and is_of_word(text[start - 1])
        glued_after = end < len(text) and is_of_word(raw[-1]) and is_of_word(text[end])
        if not glued_before and not glued_after:
            found.append((start, end))
        start = text.find(raw, start + 1)
    return found


def condition_holds(node: Equals | Site | Contains | Number | Repost, post: PostLike) -> bool:
    if isinstance(node, Repost):
        return post.is_repost
    if isinstance(node, Number):
        number = post.followers if node.field == "followers" else post.engagement
        return number is not None and COMPARED[node.comparison](number, node.value)
    if isinstance(node, Site):
        host = host_of(post.url)
        return host == node.host or host.endswith("." + node.host)
    if isinstance(node, Contains):
        addresses = (post.url,) if node.field == "url" else links_of(post)
        return any(node.part in address.lower() for address in addresses)
    return node.value in values_of(node.field, post)


_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def links_of(post: PostLike) -> list[str]:
    """The links that came with the post, and those written in its text."""
    return [*post.links, *_LINK.findall(post.text)]


def values_of(field: str, post: PostLike) -> list[str]:
    """The values that name a post's language, source … ; pt-BR is pt as well."""
    if field == "intent":
        return [value_folded(name) for name in post.intents]
    if field == "lang":
        whole = value_folded(post.language)
        return [whole, whole.partition(" ")[0]] if whole else []
    value = {"source": post.source, "country": post.country, "sentiment": post.sentiment}[field]
    return [value_folded(value)] if value else []


def host_of(url: str) -> str:
    address = url.strip().lower()
    rest = address.partition("://")[2] or address.removeprefix("//")
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2]
    return authority.partition(":")[0].strip(".")
