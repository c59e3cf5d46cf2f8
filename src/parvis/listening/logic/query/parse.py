"""Text → tree. Every fault is a QueryError with its place and, where one is known, the mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.limits import DEEPEST, MOST_CHARACTERS, MOST_TERMS
from parvis.listening.logic.query.nodes import (
    And,
    Near,
    Node,
    Not,
    Operand,
    Or,
    Pattern,
    Phrase,
    Word,
)
from parvis.listening.logic.query.shape import Plan, ShapeError, plan_of
from parvis.listening.logic.query.size import depth_of, positive, size_of
from parvis.listening.logic.query.tokens import Token, tokens_of


def parse(text: str, *, named: Mapping[str, str] = {}) -> Node:
    """The tree of a query. `named` holds the sub-queries that `$name` stands for. Raises QueryError."""
    names = _Names(named)
    node = _parsed(text, names)
    if names.parsed and size_of(node) > MOST_TERMS:
        raise QueryError("too-many-terms", 0, len(text), most=MOST_TERMS)
    if (names.parsed or isinstance(node, And | Or | Not)) and not positive(node):
        raise QueryError("lone-not", 0, len(text))
    return node


@dataclass(slots=True)
class _Names:
    """The sub-queries, each parsed once; `open` are those being parsed, to find a cycle."""

    texts: Mapping[str, str]
    parsed: dict[str, Node] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def node(self, token: Token) -> Node:
        name = token.name
        if name in self.parsed:
            return self.parsed[name]
        if name in self.open:
            circle = " → ".join(f"${each}" for each in (*self.open[self.open.index(name) :], name))
            raise QueryError("cycle", token.start, token.end, circle=circle)
        if name not in self.texts:
            raise QueryError("unknown-name", token.start, token.end, name=f"${name}")
        if len(self.open) >= DEEPEST:
            raise QueryError("too-deep", token.start, token.end, most=DEEPEST)
        outside, self.open = self.open, (*self.open, name)
        try:
            node = _parsed(self.texts[name], self)
        except QueryError as error:
            if error.code in ("cycle", "in-name"):
                raise QueryError(error.code, token.start, token.end, None, **error.about) from error
            raise QueryError("in-name", token.start, token.end, name=f"${name}", fault=error.code) from error
        finally:
            self.open = outside
        self.parsed[name] = node
        return node


def _parsed(text: str, names: _Names) -> Node:
    if len(text) > MOST_CHARACTERS:
        raise QueryError("too-long", MOST_CHARACTERS, len(text), most=MOST_CHARACTERS)
    tokens = tokens_of(text)
    if not tokens:
        raise QueryError("empty", 0, len(text))
    shape = "".join([token.kind for token in tokens])
    try:
        plan = plan_of(shape)
    except ShapeError as error:
        raise _fault(tokens, error.place) from None
    node = _node(plan, tokens, names)
    if names.parsed and depth_of(node) > 2 * DEEPEST:
        raise QueryError("too-deep", 0, len(text), most=DEEPEST)
    return node


def _fault(tokens: Sequence[Token], place: int) -> QueryError:
    """What the grammar tripped over: an operator that lacks one of its sides."""
    token = tokens[min(place, len(tokens) - 1)]
    before = tokens[place - 1] if place else None
    if place >= len(tokens) or token.kind == ")":
        operator = tokens[place - 1]
        return QueryError("term-missing-after", operator.start, operator.end, "")
    if token.kind == "!" and before is not None and before.kind == "n":
        is_minus = token.end - token.start == 1
        return QueryError("near-operand", before.start, token.end, "AND NOT " if is_minus else "AND NOT")
    return QueryError("term-missing-before", token.start, token.end, "")


def _node(plan: Plan, tokens: Sequence[Token], names: _Names) -> Node:
    if isinstance(plan, int):
        token = tokens[plan]
        return names.node(token) if token.leaf is None else token.leaf
    kind, parts = plan
    if kind == "near":
        return _near(parts, tokens, names)
    nodes = [_node(part, tokens, names) for part in parts]
    if kind == "not":
        return negated(nodes[0])
    return all_of(nodes) if kind == "and" else any_of(nodes)


def all_of(nodes: Sequence[Node]) -> Node:
    """AND of several; an AND inside is taken up, so that a tree has one form."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, And):
            flat += node.nodes
        else:
            flat.append(node)
    return And(tuple(flat)) if len(flat) > 1 else flat[0]


def any_of(nodes: Sequence[Node]) -> Node:
    """OR of several, likewise."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, Or):
            flat += node.nodes
        else:
            flat.append(node)
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def negated(node: Node) -> Node:
    """NOT of a node; two of them are none."""
    return node.node if isinstance(node, Not) else Not(node)


def _near(parts: Sequence[Plan], tokens: Sequence[Token], names: _Names) -> Node:
    """a NEAR/3 b NEAR/5 c asks each neighbouring pair: (a NEAR/3 b) AND (b NEAR/5 c)."""
    pairs: list[Node] = []
    for place in range(1, len(parts), 2):
        index = parts[place]
        assert isinstance(index, int)
        operator = tokens[index]
        left = _operands(parts[place - 1], operator, tokens, names)
        right = _operands(parts[place + 1], operator, tokens, names)
        pairs.append(Near(left, right, operator.most, operator.ordered))
    return all_of(pairs)


def _operands(plan: Plan, operator: Token, tokens: Sequence[Token], names: _Names) -> tuple[Operand, ...]:
    node = _node(plan, tokens, names)
    operands: list[Operand] = []
    for each in node.nodes if isinstance(node, Or) else (node,):
        if not isinstance(each, Word | Pattern | Phrase):
            raise QueryError("near-operand", operator.start, operator.end, "AND")
        operands.append(each)
    return tuple(operands)
