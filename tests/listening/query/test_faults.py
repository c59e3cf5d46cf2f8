"""What is wrong with a query is said with its place and its mend, in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from django.utils.translation import override

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.parse import parse
from parvis.listening.web.query_words import SENTENCES, mend_sentence, query_sentence

NAMED = {"brand": "tram", "a": "$b", "b": "$c", "c": "$a", "bad": "(x", "uses_bad": "$bad y"}
# (query, code, what stands at the place, the whole query mended)
FAULTS = [
    ("", "empty", "", None),
    ("<<< nothing >>>", "empty", "<<< nothing >>>", None),
    ("NOT spam", "lone-not", "NOT spam", None),
    ("tram OR NOT bus", "lone-not", "tram OR NOT bus", None),
    ("-a -b", "lone-not", "-a -b", None),
    ("*", "lone-wildcard", "*", None),
    ("tram * late", "lone-wildcard", "*", None),
    ('"tram * late"', "lone-wildcard", "*", '"tram  late"'),
    ("*tram", "leading-wildcard", "*", "tram"),
    ("tr*", "short-wildcard", "tr*", None),
    ("x t?a*", "short-wildcard", "t?a*", None),
    ("abc*d*e*f*g*h", "many-wildcards", "abc*d*e*f*g*h", None),
    ("lang:f*", "wildcard-in-field", "f*", None),
    ("lang:fr,en vélo", "several-values", "fr,en", "lang:(fr OR en) vélo"),
    ("tram +", "no-words", "+", 'tram raw:"+"'),
    ("tram 😀", "no-words", "😀", 'tram raw:"😀"'),
    ('tram "late', "quote-open", '"late', 'tram "late"'),
    ("tram «late", "quote-open", "«late", "tram «late»"),
    ("(tram OR bus", "parenthesis-open", "(tram OR bus", "(tram OR bus)"),
    ("tram) bus", "parenthesis-closed", ")", "tram bus"),
    ("tram <<< no", "comment-open", "<<< no", "tram "),
    ("tram ()", "empty-group", "()", "tram "),
    ("tram AND", "term-missing-after", "AND", "tram "),
    ("(tram OR) bus", "term-missing-after", "OR", "(tram ) bus"),
    ("OR tram", "term-missing-before", "OR", " tram"),
    ("tram AND OR bus", "term-missing-before", "OR", "tram AND  bus"),
    ("tram NEAR bus", "near-number", "NEAR", "tram NEAR/5 bus"),
    ("tram NEAR/x bus", "near-number", "NEAR/x", "tram NEAR/5 bus"),
    ("tram NEAR/0 bus", "near-number", "NEAR/0", "tram NEAR/1 bus"),
    ("tram NEAR/5 (a AND b)", "near-operand", "NEAR/5", "tram AND (a AND b)"),
    ("tram NEAR/5 lang:fr", "near-operand", "NEAR/5", "tram AND lang:fr"),
    ("tram NEAR/5 -bus", "near-operand", "NEAR/5 -", "tram AND NOT bus"),
    ("tram NEAR/5000 bus", "too-far", "NEAR/5000", "tram NEAR/1000 bus"),
    ('"a b"~99999999999999999999', "too-far", "~99999999999999999999", '"a b"~1000'),
    ('"a b c"~1', "window-narrow", "~1", '"a b c"~2'),
    ("tram (a b)~5", "window-place", "~5", "tram (a b)"),
    ('title:"a b"~5', "window-place", "~5", 'title:"a b"'),
    ("title:(a lang:fr)", "field-in-field", "lang:fr", None),
    ("lang:", "no-value", "lang:", None),
    ("brand:tram", "unknown-field", "brand:tram", '"brand tram"'),
    ("autor:ana", "unknown-field", "autor:ana", "author:ana"),
    ("sentiment:angry", "unknown-sentiment", "angry", None),
    ("site:x.test/news", "site-path", "x.test/news", "site:x.test"),
    ("https://x.test/a", "address", "https://x.test/a", 'url:"https://x.test/a"'),
    ("continent:europe", "not-offered", "continent:", "country:europe"),
    ("LOCATION(US OR IT)", "not-offered", "LOCATION", "COUNTRY(US OR IT)"),
    ("tram is:reply", "not-offered", "is:reply", "tram is:repost"),
    ("tram~2", "fuzzy", "~2", "tram"),
    ("tram^3", "boost", "^3", "tram"),
    ("/tr[ao]m/", "expression", "/tr[ao]m/", None),
    ("$nobody", "unknown-name", "$nobody", None),
    ("tram $a", "cycle", "$a", None),
    ("tram $uses_bad", "in-name", "$uses_bad", None),
    ("(" * 61 + "a" + ")" * 61, "too-deep", "(", None),
    (" ".join(["a"] * 10_001), "too-many-terms", "a", None),
    ("a" * 500_001, "too-long", "a", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code", "place", "mended"), FAULTS, ids=[f"{row[1]} {row[0][:20]}" for row in FAULTS]
)
def test_a_fault_has_its_place_and_its_mend(typed: str, code: str, place: str, mended: str | None) -> None:
    with pytest.raises(QueryError) as raised:
        parse(typed, named=NAMED)
    error = raised.value
    assert (error.code, typed[error.start : error.end], error.mended(typed)) == (code, place, mended)
    for language in ("en", "fr"):
        with override(language):
            sentence = query_sentence(error)
            assert sentence and not re.search(r"[{}]", sentence)
            assert bool(mend_sentence(error, typed)) is (mended is not None)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    package = Path(parse.__code__.co_filename).parent
    raised = set(
        re.findall(
            r'QueryError\(\s*"([a-z-]+)"', "".join(path.read_text("utf-8") for path in package.glob("*.py"))
        )
    )
    assert raised == set(SENTENCES)
    assert raised - {"window-in-field"} == {code for _, code, _, _ in FAULTS}


def test_a_circle_is_named() -> None:
    with pytest.raises(QueryError) as raised:
        parse("$a", named=NAMED)
    assert raised.value.about == {"circle": "$a → $b → $c → $a"}


def test_sentences_take_the_same_values_in_french() -> None:
    for code, sentence in SENTENCES.items():
        with override("fr"):
            from django.utils.translation import gettext

            french = gettext(sentence)
        assert french != sentence, code
        assert names_in(french) == names_in(sentence), code


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
