"""What is wrong with a query, as people say it: one sentence, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext, gettext_noop

from parvis.listening.logic.query.errors import QueryError

# One sentence a code; the names in braces are those of QueryError.about.
SENTENCES = {
    "empty": gettext_noop("The query is empty."),
    "lone-not": gettext_noop(
        "The query only says what must not be there, so it would catch almost everything. Add what you look for."
    ),
    "lone-wildcard": gettext_noop(
        "A * alone would catch everything. It stands behind the beginning of a word, as in tram*."
    ),
    "leading-wildcard": gettext_noop("A word cannot begin with *."),
    "short-wildcard": gettext_noop("Before a * a word needs at least {least} characters."),
    "many-wildcards": gettext_noop("A word can have at most {most} * in it."),
    "wildcard-in-field": gettext_noop("{field} takes a whole value, without * and ?."),
    "several-values": gettext_noop("{field} takes one value. Several stand in parentheses with OR."),
    "no-words": gettext_noop("“{sign}” has neither letters nor digits. With raw: the sign itself is looked for."),
    "quote-open": gettext_noop("This quotation mark is never closed."),
    "parenthesis-open": gettext_noop("This parenthesis is never closed."),
    "parenthesis-closed": gettext_noop("This parenthesis was never opened."),
    "comment-open": gettext_noop("This comment is never closed."),
    "empty-group": gettext_noop("There is nothing between these parentheses."),
    "term-missing-after": gettext_noop("Something to look for is missing after this operator."),
    "term-missing-before": gettext_noop("Something to look for is missing before this operator."),
    "near-number": gettext_noop("Say how many words apart, as in NEAR/5."),
    "near-operand": gettext_noop(
        "On both sides of NEAR stand words, phrases or groups of them joined by OR. "
        "Other conditions go beside it with AND."
    ),
    "too-far": gettext_noop("Words can be looked for at most {most} apart."),
    "window-narrow": gettext_noop("So many words do not fit into that distance: at least {least} is needed."),
    "window-place": gettext_noop("A distance as in ~5 stands right behind a closing quotation mark."),
    "window-in-field": gettext_noop("A distance cannot be asked inside {field}:."),
    "field-in-field": gettext_noop("Inside the parentheses of {field}: stand only values."),
    "no-value": gettext_noop("After {field} its value is missing."),
    "unknown-field": gettext_noop(
        "There is no {field}. To look for the words themselves, put them in quotation marks."
    ),
    "unknown-sentiment": gettext_noop("The sentiment is negative, neutral or positive."),
    "site-path": gettext_noop("site: takes a whole site such as {host}. For a part of the address write url:."),
    "address": gettext_noop("For an address write url: and the address in quotation marks."),
    "not-offered": gettext_noop("{operator} of other tools is not supported here."),
    "fuzzy": gettext_noop(
        "Words spelt similarly cannot be asked for. Use ? for one letter, or list the spellings with OR."
    ),
    "boost": gettext_noop("Words cannot be weighted: a post matches or it does not."),
    "expression": gettext_noop("Regular expressions are not supported. Use * and ?, or list the words with OR."),
    "unknown-name": gettext_noop("There is no sub-query {name}."),
    "cycle": gettext_noop("The sub-queries go round in a circle: {circle}."),
    "in-name": gettext_noop("The sub-query {name} has a fault of its own; put it right first."),
    "too-deep": gettext_noop("Parentheses and sub-queries can stand at most {most} deep in one another."),
    "too-many-terms": gettext_noop("A query can have at most {most} terms. Make several of it."),
    "too-long": gettext_noop("A query can have at most {most} characters. Make several of it."),
}  # fmt: skip


def query_sentence(error: QueryError, *, translate: Callable[[str], str] = gettext) -> str:
    """What is wrong, in the reader's language."""
    return translate(SENTENCES[error.code]).format(**error.about)


def mend_sentence(error: QueryError, text: str, *, translate: Callable[[str], str] = gettext) -> str:
    """What to write instead, or nothing where only the writer can know."""
    if error.mend is None:
        return ""
    if not error.mend:
        return translate(gettext_noop("Take out: {place}")).format(place=text[error.start : error.end])
    return translate(gettext_noop("Write instead: {mend}")).format(mend=error.mend)
