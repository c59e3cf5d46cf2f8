"""Why a change of what is listened for was refused, as people say it, and the field it belongs to."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from parvis.listening.logic.refusals import ListeningRefused

SENTENCES = {
    "name-missing": gettext_noop("A name is missing."),
    "name-taken": gettext_noop("Another query has this name."),
    "reference-taken": gettext_noop("Another query has this short name."),
    "reference-unfit": gettext_noop("A short name begins with a letter and has small letters, digits and _ only."),
    "unknown-role": gettext_noop("Choose what the query stands for."),
    "named-by": gettext_noop("Other queries name this one: {names}. Change them first."),
    "in-market": gettext_noop("Markets compare this query: {names}. Take it out of them first."),
    "removed": gettext_noop("The query was removed meanwhile."),
    "market-empty": gettext_noop("A market compares at least two brands."),
    "market-name-taken": gettext_noop("Another market has this name."),
    "unknown-query": gettext_noop("One of the queries was removed meanwhile."),
    "unknown-kind": gettext_noop("Choose a site, an author or a word."),
    "value-missing": gettext_noop("Nothing is left of what you typed. Write a site, a handle or a word."),
    "place-unfit": gettext_noop("This is no address that can be listened to. Write a site or the address of a feed."),
    "place-not-seen": gettext_noop("Look at the place first: nobody knows yet what it says."),
    "place-not-tried": gettext_noop("The place is not on trial."),
    "place-accepted": gettext_noop("The place counts already. Pause its connection to hear it no more."),
    "author-cap": gettext_noop("Write a number between 0 (all are kept) and 100,000."),
}  # fmt: skip
_FIELDS = {"reference-taken": "reference", "reference-unfit": "reference", "unknown-role": "role"}


def refusal_sentence(refused: ListeningRefused) -> str:
    return gettext(SENTENCES[refused.code]).format(**refused.about)


def refused_field(refused: ListeningRefused) -> str:
    """The field of the form of a query that the refusal is about."""
    return _FIELDS.get(refused.code, "name")
