"""A query's text as tokens: terms already read, operators, parentheses. The grammar sees only their kinds."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.fields import (
    CALLS,
    FIELDS,
    NOT_OFFERED,
    field_leaf,
    number_leaf,
)
from parvis.listening.logic.query.limits import DEEPEST, MOST_APART, MOST_TERMS
from parvis.listening.logic.query.nodes import Leaf, Phrase, Raw, Window, Word
from parvis.listening.logic.query.terms import terms_typed

_OPENING, _CLOSING = '"“”„«″', '"“”»″'
_QUOTED = f"[{_OPENING}][^{_CLOSING}]*[{_CLOSING}]"
_END = rf"(?=[\s()!{_OPENING}{_CLOSING}]|$)"
TOKEN = re.compile(
    rf"""
    \s*(?:
    (?P<plain>(?!followers|engagement)[a-z0-9]+(?=[\s()]|$))
    |(?P<skip><<<.*?>>>|/\*.*?\*/|$)
    |(?P<open>\() |(?P<close>\))
    |(?P<quoted>{_QUOTED}(?:~(?P<most>\d+))?)
    |(?P<near>(?P<near_name>(?i:o?near))/(?P<near_most>\d+)(?P<near_ordered>[fF]?){_END})
    |(?P<operator>(?:AND|OR|NOT|&&|\|\||[&|]){_END})
    |(?P<minus>[-–−](?=[^\s\-–−)]))
    |(?P<raw>(?i:raw):\s*(?P<raw_value>{_QUOTED}|[^\s(){_OPENING}{_CLOSING}][^\s()]*)|!(?P<bang_value>{_QUOTED}))
    |(?P<number>(?P<number_name>(?i:(?:author\.)?followers|engagement))\s*:?\s*
        (?P<comparison>>=|<=|[><=≥≤])\s*(?P<amount>\d[\d_]*)(?P<unit>[kKmM]?){_END})
    |(?P<field>(?P<field_name>[A-Za-z][A-Za-z_.]*):(?!//)\s*(?P<field_value>{_QUOTED}|[^\s(){_OPENING}{_CLOSING}]+)?(?P<field_group>(?=\())?)
    |(?P<call>(?P<call_name>[A-Z_]+)(?=\())
    |(?P<named>\$(?P<name>\w+))
    |(?P<bare>[^\s(){_OPENING}{_CLOSING}]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_SAMPLE = re.compile(r"SAMPLE\s+\d+")
_OF_OTHERS = re.compile(r"(?P<name>W|PRE|ADJ|WITHIN|BEFORE)/(?P<most>\d+)$")


@dataclass(slots=True)
class Token:
    """kind: the character of the shape; `leaf` of a term; `name` of a sub-query; `most` of NEAR."""

    kind: str
    start: int
    end: int
    leaf: Leaf | None = None
    name: str = ""
    most: int = 0
    ordered: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of a query, parentheses balanced and terms read. Raises QueryError."""
    tokens: list[Token] = []
    fields: list[str] = [""]  # the field each open parenthesis stands under
    opened: list[int] = []
    place, terms = 0, 0
    pending = ""  # the field of the group that begins now
    match = TOKEN.match
    while place < len(text):
        found = match(text, place)
        if found is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            if text[place] not in _OPENING:
                raise QueryError("quote-open", place, place + 1, "")
            closing = "»" if text[place] == "«" else '"'
            raise QueryError("quote-open", place, len(text), text[place:].rstrip() + closing)
        place, end = found.end(), found.end()
        kind = found.lastgroup or ""
        start = found.start(kind)
        if kind == "plain" and not fields[-1]:
            tokens.append(Token("t", start, end, Word(found[kind])))
            terms += 1
        elif kind == "skip":
            continue
        elif kind in ("plain", "bare"):
            leaf = _bare(found[kind], fields[-1], start, text)
            tokens.append(Token("t", start, end, leaf))
            terms += _terms_in(leaf)
        elif kind == "operator":
            tokens.append(Token(_OPERATORS[found[kind]], start, end))
        elif kind == "open":
            opened.append(start)
            fields.append(pending or fields[-1])
            pending = ""
            if len(opened) > DEEPEST:
                raise QueryError("too-deep", start, end, most=DEEPEST)
            tokens.append(Token("(", start, end))
        elif kind == "close":
            if not opened:
                raise QueryError("parenthesis-closed", start, end, "")
            opened.pop()
            fields.pop()
            if tokens[-1].kind == "(":
                raise QueryError("empty-group", tokens[-1].start, end, "")
            tokens.append(Token(")", start, end))
        elif kind == "quoted":
            leaf = _quoted(found, fields[-1], start)
            tokens.append(Token("t", start, end, leaf))
            terms += _terms_in(leaf)
        elif kind == "near":
            tokens.append(_near(found))
        elif kind == "minus":
            tokens.append(Token("!", start, end))
        else:
            if fields[-1]:
                raise QueryError("field-in-field", start, end, field=fields[-1])
            if kind == "named":
                tokens.append(Token("t", start, end, name=found["name"]))
            elif kind == "raw":
                tokens.append(Token("t", start, end, _raw(found)))
            elif kind == "number":
                leaf = number_leaf(found["number_name"], found["comparison"], found["amount"], found["unit"])
                tokens.append(Token("t", start, end, leaf))
            else:
                pending = _field_or_call(found, tokens)
            terms += 1
        if terms > MOST_TERMS:
            raise QueryError("too-many-terms", start, end, most=MOST_TERMS)
    if opened:
        missing = ")" * len(opened)
        raise QueryError("parenthesis-open", opened[-1], len(text), text[opened[-1] :].rstrip() + missing)
    return tokens


_OPERATORS = {"AND": "&", "OR": "|", "NOT": "!", "&&": "&", "&": "&", "||": "|", "|": "|"}


def _terms_in(leaf: Leaf) -> int:
    return len(leaf.terms) if isinstance(leaf, Phrase | Window) else 1


def _bare(typed: str, field: str, start: int, text: str) -> Leaf:
    if field:
        return field_leaf(field, typed, at=start, end=start + len(typed), quoted=False)
    if typed.isascii() and typed.isalnum() and not typed.isupper():
        return terms_typed(typed, at=start)[0]
    end = start + len(typed)
    _refuse_what_others_offer(typed, start, end, text)
    terms = terms_typed(typed, at=start)
    if not terms:
        raise QueryError("no-words", start, end, _apart(text, start, f'raw:"{typed}"'), sign=typed)
    return terms[0] if len(terms) == 1 else Phrase(terms)


def _apart(text: str, start: int, mend: str) -> str:
    """A mend that does not run into what stands before it."""
    return f" {mend}" if start and not text[start - 1].isspace() and text[start - 1] not in "(" else mend


def _refuse_what_others_offer(typed: str, start: int, end: int, text: str) -> None:
    """Operators of other tools that this language has not: say so and say what to write instead."""
    if typed.startswith(("<<<", "/*")):
        raise QueryError("comment-open", start, len(text), "")
    if typed.startswith(("http://", "https://")):
        raise QueryError("address", start, end, f'url:"{typed}"')
    if typed in ("NEAR", "ONEAR") or re.fullmatch(r"O?NEAR/?\w*", typed):
        raise QueryError("near-number", start, end, "ONEAR/5" if typed[0] == "O" else "NEAR/5")
    if other := _OF_OTHERS.match(typed):
        name = "ONEAR" if other["name"] in ("PRE", "BEFORE") else "NEAR"
        raise QueryError("not-offered", start, end, f"{name}/{other['most']}", operator=typed)
    if sample := _SAMPLE.match(text, start):
        raise QueryError("not-offered", start, sample.end(), "", operator=sample.group())
    if typed in _WORDS_OF_OTHERS:
        raise QueryError("not-offered", start, end, _WORDS_OF_OTHERS[typed], operator=typed)
    if typed.startswith("~"):
        raise QueryError("window-place", start, end, "")
    if fuzzy := re.search(r"~[\d.]*$", typed):
        raise QueryError("fuzzy", start + fuzzy.start(), end, "")
    if boost := re.search(r"\^[\d.]+$", typed):
        raise QueryError("boost", start + boost.start(), end, "")
    if len(typed) > 2 and typed[0] == typed[-1] == "/":
        raise QueryError("expression", start, end)


_WORDS_OF_OTHERS = {"RT_OF": "is:repost", "ANDNOT": "AND NOT", "XOR": None}


def _quoted(found: re.Match[str], field: str, start: int) -> Leaf:
    typed = found["quoted"]
    most = found["most"]
    inside = typed[1:-1] if most is None else typed[1 : -len(most) - 2]
    if field:
        if most is not None:
            raise QueryError("window-in-field", start + len(inside) + 2, found.end(), "", field=field)
        return field_leaf(field, inside, at=start + 1, end=found.end() - 1, quoted=True)
    terms = terms_typed(inside, at=start + 1)
    if not terms:
        mend = _apart(found.string, start, f'raw:"{inside}"') if inside.strip() else ""
        raise QueryError("no-words", start, found.end(), mend, sign=inside.strip())
    if len(terms) == 1:
        return terms[0]
    if most is None:
        return Phrase(terms)
    apart = int(most[:9])
    place = start + len(inside) + 2
    if apart > MOST_APART:
        raise QueryError("too-far", place, found.end(), f"~{MOST_APART}", most=MOST_APART)
    if apart < len(terms) - 1:
        raise QueryError("window-narrow", place, found.end(), f"~{len(terms) - 1}", least=len(terms) - 1)
    return Window(terms, apart)


def _near(found: re.Match[str]) -> Token:
    name, start, end = found["near_name"], found.start("near"), found.end()
    most = int(found["near_most"][:9])
    ordered = bool(found["near_ordered"]) or name[0] in "oO"
    named = "ONEAR" if ordered else "NEAR"
    if most < 1:
        raise QueryError("near-number", start, end, f"{named}/1")
    if most > MOST_APART:
        raise QueryError("too-far", start, end, f"{named}/{MOST_APART}", most=MOST_APART)
    return Token("n", start, end, most=most, ordered=ordered)


def _raw(found: re.Match[str]) -> Raw:
    typed = found["raw_value"] or found["bang_value"]
    if typed[0] in _OPENING and typed[-1] in _CLOSING and len(typed) > 1:
        typed = typed[1:-1]
    if not typed.strip():
        raise QueryError("no-words", found.start(found.lastgroup or 0), found.end(), "", sign=typed)
    return Raw(typed)


def _field_or_call(found: re.Match[str], tokens: list[Token]) -> str:
    """Adds the term of a field, or answers the field that the following group stands under."""
    start, end = found.start(found.lastgroup or 0), found.end()
    if found.lastgroup == "call":
        name = found["call_name"]
        if name in CALLS:
            return CALLS[name]
        if name in NOT_OFFERED:
            raise QueryError("not-offered", start, end, NOT_OFFERED[name], operator=name)
        if name in ("AND", "OR", "NOT", "NEAR", "ONEAR"):
            raise QueryError("near-number", start, end, f"{name}/5 ")
        tokens.append(Token("t", start, end, terms_typed(name, at=start)[0]))
        return ""
    typed = found["field_name"].lower()
    field = FIELDS.get(typed, "")
    name_end = start + len(typed) + 1
    if not field:
        if typed == "raw":
            raise QueryError("no-value", start, name_end, field="raw:")
        if typed in NOT_OFFERED:
            raise QueryError("not-offered", start, name_end, NOT_OFFERED[typed], operator=f"{typed}:")
        close = difflib.get_close_matches(typed, FIELDS, n=1)
        value = found["field_value"] or ""
        mend = f"{close[0]}:{value}" if close else f'"{typed} {value.strip(_OPENING + _CLOSING)}"'
        raise QueryError("unknown-field", start, end, mend, field=f"{typed}:")
    value = found["field_value"]
    if value is None:
        if found["field_group"] is None:
            raise QueryError("no-value", start, end, field=f"{field}:")
        return field
    quoted = value[0] in _OPENING and len(value) > 1
    at = found.start("field_value") + quoted
    inside = value[1:-1] if quoted else value
    leaf = field_leaf(field, inside, at=at, end=at + len(inside), quoted=quoted)
    tokens.append(Token("t", start, end, leaf))
    return ""
