"""Words without which no text can match: a cheap condition for a search over what is stored.

It may let too much through, never too little, where the index holds what `fold.words_of` gives for title and text.
"""

from __future__ import annotations

from parvis.listening.logic.query.fold import words_of
from parvis.listening.logic.query.nodes import (
    And,
    Near,
    Node,
    Operand,
    Or,
    Pattern,
    Phrase,
    Raw,
    Term,
    Window,
    Word,
)

MOST_CLAUSES = 20
MOST_ALTERNATIVES = 500

# Every clause must hold; a clause holds with any of its words. A word that ends in * stands for what begins so.
Clause = frozenset[str]


def necessary(node: Node) -> tuple[Clause, ...] | None:
    """The clauses of a query, shortest first; None where nothing is necessary."""
    clauses = sorted(set(_clauses(node)), key=lambda clause: (len(clause), sorted(clause)))
    kept: list[Clause] = []
    for clause in clauses:
        if len(clause) <= MOST_ALTERNATIVES and not any(other <= clause for other in kept):
            kept.append(clause)
    return tuple(kept[:MOST_CLAUSES]) or None


def _clauses(node: Node) -> list[Clause]:
    if isinstance(node, Word | Pattern):
        return [frozenset((_searched(node),))]
    if isinstance(node, Phrase | Window):
        return [frozenset((_searched(term),)) for term in node.terms]
    if isinstance(node, Raw):
        return [frozenset((word,)) for word in words_of(node.text)]
    if isinstance(node, And):
        return [clause for each in node.nodes for clause in _clauses(each)]
    if isinstance(node, Or):
        return _any(node.nodes)
    if isinstance(node, Near):
        return _any(node.left) + _any(node.right)
    return []


def _any(nodes: tuple[Node, ...] | tuple[Operand, ...]) -> list[Clause]:
    """One clause that holds with any of the nodes: of each its shortest."""
    words: set[str] = set()
    for node in nodes:
        clauses = _clauses(node)
        if not clauses:
            return []
        words |= min(clauses, key=lambda clause: (len(clause), -max(map(len, clause))))
    return [frozenset(words)]


def _searched(term: Term) -> str:
    if isinstance(term, Word):
        return term.text
    start = min(place for sign in "*?" if (place := term.text.find(sign)) >= 0)
    return term.text[:start] + "*"
