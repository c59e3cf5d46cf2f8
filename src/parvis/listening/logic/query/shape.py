"""The grammar. It reads the shape of a query, one character a token, and answers how the tokens nest.

    t  a term of any kind    n  NEAR/n    &  AND    |  OR    !  NOT or -    (  )

Ten thousand saved queries have a few dozen shapes, so each is parsed once and remembered.
"""

from __future__ import annotations

from functools import cache, lru_cache

from lark import Lark, Transformer, UnexpectedInput
from lark.lexer import Token as Character

# NOT before NEAR's operands would mean nothing; NOT binds before AND, AND before OR; side by side is AND.
GRAMMAR = r"""
?start: any
?any: all ("|" all)* -> any_of
?all: unary ("&"? unary)* -> all_of
?unary: "!" unary -> not_
    | near
?near: atom (NEAR atom)* -> near
?atom: TERM -> term
    | "(" any ")"
TERM: "t"
NEAR: "n"
"""
REMEMBERED_LENGTH = 400

# A token's place in the shape; or what joins several: ("or" | "and" | "not" | "near", parts).
Plan = int | tuple[str, tuple["Plan", ...]]


class _Shaped(Transformer[Character, Plan]):
    def term(self, parts: list[Character]) -> Plan:
        return parts[0].start_pos or 0

    def any_of(self, parts: list[Plan]) -> Plan:
        return ("or", tuple(parts)) if len(parts) > 1 else parts[0]

    def all_of(self, parts: list[Plan]) -> Plan:
        return ("and", tuple(parts)) if len(parts) > 1 else parts[0]

    def not_(self, parts: list[Plan]) -> Plan:
        inside = parts[0]
        return inside[1][0] if isinstance(inside, tuple) and inside[0] == "not" else ("not", (inside,))

    def near(self, parts: list[Plan | Character]) -> Plan:
        places = tuple((part.start_pos or 0) if isinstance(part, Character) else part for part in parts)
        return ("near", places) if len(places) > 1 else places[0]


class ShapeError(Exception):
    """Where in the shape it stops making sense; the length of the shape where something is missing at its end."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


@cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=_Shaped(), propagate_positions=False)


def plan_of(shape: str) -> Plan:
    """How the tokens of a shape nest. Raises ShapeError."""
    return _remembered(shape) if len(shape) <= REMEMBERED_LENGTH else _parsed(shape)


def _parsed(shape: str) -> Plan:
    try:
        plan: Plan = _grammar().parse(shape)  # type: ignore[assignment]
    except UnexpectedInput as error:
        place = getattr(error, "pos_in_stream", None)
        token = getattr(error, "token", None)
        if token is not None and token.type == "$END":
            place = len(shape)
        raise ShapeError(len(shape) if place is None else place) from None
    return plan


_remembered = lru_cache(maxsize=4096)(_parsed)
