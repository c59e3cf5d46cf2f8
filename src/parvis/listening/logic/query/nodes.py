"""The tree of a query. Words are folded already; a tree says nothing about how it is matched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word; with a sign, only the hashtag (#) or the handle (@) of that word."""

    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with wildcards: * is any number of characters, ? is exactly one."""

    text: str
    sign: str = ""


Term = Word | Pattern


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """ "…"~n: all of these words, each at a position of its own, first and last at most n apart."""

    terms: tuple[Term, ...]
    most: int


Operand = Word | Pattern | Phrase


@dataclass(frozen=True, slots=True)
class Near:
    """One of the left and one of the right, 1 to `most` positions apart; `ordered`: left before right."""

    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    most: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """Exactly these characters, case, accents and signs kept; not inside a longer word."""

    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """Words in the title or in the author's name. A single term, or terms that follow one another."""

    field: str  # "title" or "author"
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Equals:
    """lang, source, country, sentiment, intent: the whole value, folded."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Site:
    """The host of the post's address, or a subdomain of it."""

    host: str


@dataclass(frozen=True, slots=True)
class Contains:
    """A part of the post's address (url), or of a link that came with it or is written in its text (link)."""

    field: str
    part: str


@dataclass(frozen=True, slots=True)
class Number:
    """followers or engagement compared with a number."""

    field: str
    comparison: str  # one of > >= < <= =
    value: int


@dataclass(frozen=True, slots=True)
class Repost:
    """is:repost"""


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


Leaf = Word | Pattern | Phrase | Window | Near | Raw | Within | Equals | Site | Contains | Number | Repost
Node = Leaf | And | Or | Not
