"""By which rare words a query is found. A post that has none of them cannot match.

`paths_of(node)` answers alternatives: if the post has the key of one of them, what remains to be asked is its rest.
Of an AND the rarest part is taken, of an OR every part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from parvis.listening.logic.query.fold import words_of
from parvis.listening.logic.query.nodes import (
    And,
    Equals,
    Near,
    Node,
    Operand,
    Or,
    Pattern,
    Phrase,
    Raw,
    Site,
    Term,
    Window,
    Within,
    Word,
)

# A word; "#tag"; "@handle"; a pattern; "lang:fr"; or two words that follow one another.
Key = str | tuple[str, str]
Path = tuple[Key, tuple[Node, ...]]
# How often a post has it, until posts have been seen.
_USUAL = {
    "lang": 0.4,
    "sentiment": 0.3,
    "source": 0.2,
    "country": 0.2,
    "intent": 0.1,
    "title": 0.02,
    "author": 0.005,
}
_SITE, _PATTERN, _SIGNED = 0.01, 0.02, 0.3


@dataclass(slots=True)
class Frequencies:
    """How often words stand in posts. Until posts have been learnt from, short words are taken for frequent."""

    posts: int = 0
    of_word: Mapping[str, int] = field(default_factory=dict)
    uses_pairs: bool = False

    def __call__(self, word: str) -> float:
        if self.posts:
            return (self.of_word.get(word, 0) + 0.1) / self.posts
        return 0.1 * 0.5 ** min(len(word), 12)


@dataclass(slots=True)
class Plan:
    cost: float
    paths: list[Path]


def paths_of(node: Node, often: Frequencies) -> list[Path] | None:
    """The alternatives of a query, or None where only asking every post will do."""
    plan = _plan(node, often)
    return None if plan is None else plan.paths


def _plan(node: Node, often: Frequencies) -> Plan | None:
    if isinstance(node, Word):
        return Plan(_term_cost(node, often), [(_term_key(node), ())])
    if isinstance(node, And):
        return _rarest(node, often)
    if isinstance(node, Or):
        return _every(node, often)
    if isinstance(node, Near):
        return _near(node, often)
    if isinstance(node, Phrase):
        return _phrase(node, often)
    if isinstance(node, Pattern):
        return Plan(_PATTERN, [(_term_key(node), ())])
    if isinstance(node, Window):
        term = min(node.terms, key=lambda each: _term_cost(each, often))
        return Plan(_term_cost(term, often), [(_term_key(term), (node,))])
    if isinstance(node, Raw):
        words = words_of(node.text)
        if not words:
            return None
        word = min(words, key=often)
        return Plan(often(word), [(word, (node,))])
    if isinstance(node, Within):
        rare = min((term.text for term in node.terms if isinstance(term, Word)), key=often, default="")
        return Plan(_USUAL[node.field], [(f"{node.field}:{rare}", (node,))]) if rare else None
    if isinstance(node, Equals):
        return Plan(_USUAL[node.field], [(f"{node.field}:{node.value}", ())])
    if isinstance(node, Site):
        return Plan(_SITE, [(f"site:{node.host}", ())])
    return None


def _term_key(term: Term) -> str:
    return term.sign + term.text


def _term_cost(term: Term, often: Frequencies) -> float:
    if isinstance(term, Pattern):
        return _PATTERN
    return often(term.text) * (_SIGNED if term.sign else 1)


def _phrase(node: Phrase, often: Frequencies) -> Plan:
    terms = node.terms
    if often.uses_pairs:
        pairs = [
            (often(one.text) * often(other.text), (one.text, other.text))
            for one, other in pairwise(terms)
            if isinstance(one, Word) and isinstance(other, Word)
        ]
        if pairs:
            cost, pair = min(pairs)
            is_whole = len(terms) == 2 and not terms[0].sign and not terms[1].sign
            return Plan(cost, [(pair, () if is_whole else (node,))])
    term, *others = sorted(terms, key=lambda each: _term_cost(each, often))
    # The next rare word first: asking for it is far cheaper than asking where the words stand.
    words = [Word(other.text) for other in others if isinstance(other, Word) and other.text != term.text]
    return Plan(_term_cost(term, often), [(_term_key(term), (*words[:1], node))])


def _rarest(node: And, often: Frequencies) -> Plan | None:
    best, chosen = None, -1
    for index, each in enumerate(node.nodes):
        plan = _plan(each, often)
        if plan is not None and (best is None or plan.cost < best.cost):
            best, chosen = plan, index
    if best is None:
        return None
    others = node.nodes[:chosen] + node.nodes[chosen + 1 :]
    return Plan(best.cost, [(key, (*rest, *others) if rest else others) for key, rest in best.paths])


def _every(node: Or, often: Frequencies) -> Plan | None:
    cost, paths = 0.0, []
    for each in node.nodes:
        plan = _plan(each, often)
        if plan is None:
            return None
        cost += plan.cost
        paths += plan.paths
    return Plan(cost, paths)


def _near(node: Near, often: Frequencies) -> Plan:
    left, right = _operands(node.left, often), _operands(node.right, often)
    rare, other = (left, node.right) if left.cost <= right.cost else (right, node.left)
    # The other side's words first: asking for them is far cheaper than asking where they stand.
    words = tuple(operand for operand in other if isinstance(operand, Word) and not operand.sign)
    rest: tuple[Node, ...] = (node,)
    if len(words) == len(other):
        rest = (words[0] if len(words) == 1 else Or(words), node)
    return Plan(rare.cost, [(key, rest) for key, _ in rare.paths])


def _operands(operands: tuple[Operand, ...], often: Frequencies) -> Plan:
    plans = [plan for operand in operands if (plan := _plan(operand, often)) is not None]
    return Plan(sum(plan.cost for plan in plans), [path for plan in plans for path in plan.paths])


def phrases_in(node: Node, often: Frequencies) -> float:
    """How many words of phrases a post has on average; decides whether pairs of words are looked up."""
    if isinstance(node, And | Or):
        return sum(phrases_in(each, often) for each in node.nodes)
    if isinstance(node, Phrase):
        return min(_term_cost(term, often) for term in node.terms)
    return 0.0
