"""Conditions over counted facts, as people write them: `accepted >= 10 and accepted / answers >= 0.3`.

A small language of its own with a parser of its own: names of facts, numbers, + - * /, comparisons, and, or, not,
brackets. Nothing is evaluated but that; a formula is bounded in length and depth. It becomes SQL over the table of
facts, in which a name is one of a closed list and a number is a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

MOST_SIGNS, MOST_DEPTH = 300, 20
# So that no figure leaves what a database can hold (10^308), whatever is counted: facts stay below 2^31.
LARGEST_NUMBER, MOST_DECIMALS, MOST_PRODUCTS = 1_000_000_000, 6, 20
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_]+)|(>=|<=|!=|≥|≤|≠|[-+*/()<>=]))")
_SAME = {"≥": ">=", "≤": "<=", "≠": "!="}
_COMPARISONS = (">=", "<=", "!=", "=", ">", "<")
_WORDS = ("and", "or", "not")
_BINDS = {"or": 0, "and": 1, **dict.fromkeys(_COMPARISONS, 2), "+": 3, "-": 3, "*": 4, "/": 4}


class FormulaRefused(ValueError):
    """It cannot be read. at: where, from 0.

    code: too-long, too-deep, too-large, unknown-fact, unreadable, not-a-condition.
    """

    def __init__(self, code: str, *, at: int = 0, word: str = "") -> None:
        super().__init__(f"{code} at {at}: {word}")
        self.code, self.at, self.word = code, at, word


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Name:
    fact: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things with a sign between them: + - * /, a comparison, "and", "or"."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


Node = Number | Name | Pair | Not


def parsed(formula: str, *, facts: Collection[str]) -> Node:
    """The condition that the text says. Raises FormulaRefused."""
    if len(formula) > MOST_SIGNS:
        raise FormulaRefused("too-long", at=MOST_SIGNS)
    tokens = _tokens(formula)
    products = [at for _kind, sign, at in tokens if sign in "*/"]
    if len(products) > MOST_PRODUCTS:
        raise FormulaRefused("too-large", at=products[MOST_PRODUCTS])
    reader = _Reader(tokens, frozenset(facts), len(formula))
    condition = reader.either(0)
    if reader.sign:
        raise FormulaRefused("unreadable", at=reader.at, word=reader.sign)
    if not _is_condition(condition):
        raise FormulaRefused("not-a-condition", word=formula)
    return condition


def facts_of(node: Node) -> list[str]:
    """The facts that a condition asks for, in order, each once."""
    match node:
        case Name(fact):
            return [fact]
        case Pair(_, left, right):
            return list(dict.fromkeys([*facts_of(left), *facts_of(right)]))
        case Not(of):
            return facts_of(of)
    return []


def sql_of(node: Node) -> tuple[str, list[float]]:
    """SQL over columns that are called as the facts, with its parameters. Dividing by nothing holds for nobody."""
    match node:
        case Number(value):
            return "%s::float8", [value]
        case Name(fact):
            return f'f."{fact}"::float8', []  # one of the closed list that `parsed` was given
        case Not(of):
            inner, values = sql_of(of)
            return f"(NOT {inner})", values
        case Pair(sign, left, right):
            first, values = sql_of(left)
            second, more = sql_of(right)
            if sign == "/":
                second = f"nullif({second}, 0)"
            if sign in _COMPARISONS:
                # What cannot be compared (a share of nothing) does not hold, also under a "not".
                return f"coalesce({first} {sign} {second}, FALSE)", [*values, *more]
            return f"({first} {sign.upper()} {second})", [*values, *more]
    raise AssertionError(node)


def words_of(node: Node, *, names: Mapping[str, str], signs: Mapping[str, str]) -> str:
    """The condition for people to read. names: fact → what it is called; signs: those that are said otherwise, the
    point of decimals among them."""
    match node:
        case Number(value):
            return f"{value:g}".replace(".", signs.get(".", "."))
        case Name(fact):
            return names.get(fact, fact)
        case Not(of):
            return f"{signs.get('not', 'not')} ({words_of(of, names=names, signs=signs)})"
        case Pair(sign, left, right):
            parts = []
            for part in (left, right):
                words = words_of(part, names=names, signs=signs)
                is_looser = isinstance(part, Pair) and _BINDS[part.sign] < _BINDS[sign]
                parts.append(
                    f"({words})" if is_looser or (part is right and _same_row(part, sign)) else words
                )
            return f"{parts[0]} {signs.get(sign, sign)} {parts[1]}"
    raise AssertionError(node)


def _same_row(part: Node, sign: str) -> bool:
    """a − (b − c) keeps its brackets."""
    return isinstance(part, Pair) and sign in "-/" and _BINDS[part.sign] == _BINDS[sign]


class _Reader:
    """Recursive descent: either → both → one → comparison → sum → product → value."""

    def __init__(self, tokens: list[tuple[str, str, int]], facts: frozenset[str], end: int) -> None:
        self.tokens, self.facts, self.end, self.place = tokens, facts, end, 0

    @property
    def sign(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    @property
    def at(self) -> int:
        return self.tokens[self.place][2] if self.place < len(self.tokens) else self.end

    def take(self, *signs: str) -> str:
        if self.place < len(self.tokens) and self.sign in signs:
            self.place += 1
            return self.tokens[self.place - 1][1]
        return ""

    def either(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise FormulaRefused("too-deep", at=self.at)
        left = self.both(depth)
        while self.take("or"):
            left = Pair("or", self.condition(left), self.condition(self.both(depth)))
        return left

    def both(self, depth: int) -> Node:
        left = self.one(depth)
        while self.take("and"):
            left = Pair("and", self.condition(left), self.condition(self.one(depth)))
        return left

    def one(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            raise FormulaRefused("too-deep", at=self.at)
        if self.take("not"):
            return Not(self.condition(self.one(depth + 1)))
        left = self.sum(depth)
        if sign := self.take(*_COMPARISONS):
            return Pair(sign, self.figure(left), self.figure(self.sum(depth)))
        return left

    def sum(self, depth: int) -> Node:
        left = self.product(depth)
        while sign := self.take("+", "-"):
            left = Pair(sign, self.figure(left), self.figure(self.product(depth)))
        return left

    def product(self, depth: int) -> Node:
        left = self.value(depth)
        while sign := self.take("*", "/"):
            left = Pair(sign, self.figure(left), self.figure(self.value(depth)))
        return left

    def value(self, depth: int) -> Node:
        if self.place >= len(self.tokens):
            raise FormulaRefused("unreadable", at=self.at)
        kind, text, at = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            value = float(text)
            if value > LARGEST_NUMBER or len(text.partition(".")[2]) > MOST_DECIMALS:
                raise FormulaRefused("too-large", at=at, word=text)
            return Number(value)
        if kind == "name" and text not in _WORDS:
            if text not in self.facts:
                raise FormulaRefused("unknown-fact", at=at, word=text)
            return Name(text)
        if text == "(":
            inner = self.either(depth + 1)
            if not self.take(")"):
                raise FormulaRefused("unreadable", at=self.at, word=self.sign)
            return inner
        raise FormulaRefused("unreadable", at=at, word=text)

    def condition(self, node: Node) -> Node:
        if not _is_condition(node):
            raise FormulaRefused("not-a-condition", at=self.at)
        return node

    def figure(self, node: Node) -> Node:
        if _is_condition(node):
            raise FormulaRefused("unreadable", at=self.at)
        return node


def _is_condition(node: Node) -> bool:
    return isinstance(node, Not) or (isinstance(node, Pair) and node.sign in (*_COMPARISONS, "and", "or"))


def _tokens(formula: str) -> list[tuple[str, str, int]]:
    """(number | name | sign, text, where). Raises FormulaRefused."""
    found, place, text = [], 0, formula.rstrip()
    while place < len(text):
        read = _TOKEN.match(text, place)
        if read is None:
            rest = text[place:].lstrip()
            raise FormulaRefused("unreadable", at=len(text) - len(rest), word=rest[:1])
        kind = "number" if read[1] else "name" if read[2] else "sign"
        word = read[1] or read[2] or read[3]
        found.append((kind, _SAME.get(word, word), read.start(read.lastindex or 0)))
        place = read.end()
    return found
