"""A tree as text in the language: what a screen shows of a query that was put together by clicking."""

from __future__ import annotations

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

_ENDING_A_QUOTE = '"“”»″'  # as in tokens; with one inside, it was typed without quotation marks around it


def text_of(node: Node) -> str:
    """Parsing it gives the same tree again."""
    if isinstance(node, And):
        return " AND ".join(
            f"({text_of(each)})" if isinstance(each, Or) else text_of(each) for each in node.nodes
        )
    if isinstance(node, Or):
        return " OR ".join(
            f"({text_of(each)})" if isinstance(each, And) else text_of(each) for each in node.nodes
        )
    if isinstance(node, Not):
        inside = text_of(node.node)
        return f"NOT ({inside})" if isinstance(node.node, And | Or | Near) else f"NOT {inside}"
    if isinstance(node, Near):
        operator = "ONEAR" if node.ordered else "NEAR"
        return f"{_group(node.left)} {operator}/{node.most} {_group(node.right)}"
    if isinstance(node, Word | Pattern):
        return _term(node)
    if isinstance(node, Phrase):
        return _phrase(node.terms)
    if isinstance(node, Window):
        return f"{_phrase(node.terms)}~{node.most}"
    return _condition(node)


def _condition(node: Raw | Within | Equals | Site | Contains | Number | Repost) -> str:
    if isinstance(node, Raw):
        return (
            f"raw:{node.text}" if any(sign in node.text for sign in _ENDING_A_QUOTE) else f'raw:"{node.text}"'
        )
    if isinstance(node, Within):
        # One @ before an author's name is read over.
        extra = "@" if node.field == "author" and node.terms[0].sign == "@" else ""
        return f'{node.field}:"{extra}{_phrase(node.terms)[1:]}'
    if isinstance(node, Equals):
        return f'{node.field}:"{node.value}"'
    if isinstance(node, Site):
        return f'site:"{node.host}"'
    if isinstance(node, Contains):
        return f'{node.field}:"{node.part}"'
    if isinstance(node, Number):
        return f"{node.field}{node.comparison}{node.value}"
    return "is:repost"


def _term(term: Term) -> str:
    return term.sign + term.text


def _phrase(terms: tuple[Term, ...]) -> str:
    return '"' + " ".join(map(_term, terms)) + '"'


def _group(operands: tuple[Operand, ...]) -> str:
    texts = [text_of(operand) for operand in operands]
    return texts[0] if len(texts) == 1 else f"({' OR '.join(texts)})"
