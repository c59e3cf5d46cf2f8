"""Why a change of alerts or campaigns is refused, as people say it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.listening.logic.refusals import ListeningRefused

_SENTENCES: dict[str, Any] = {
    "alert-kinds": _("Choose at least one kind of event."),
    "alert-numbers": _("One of the numbers is too small or too large."),
    "alert-budget": _("Write a number between 0.1 and 100."),
    "alert-exists": _("Another alert watches this already: change that one."),
    "unknown-recipient": _("One of the people has no account any more."),
    "unknown-query": _("One of the queries was removed meanwhile."),
    "unknown-market": _("The market was removed meanwhile."),
    "removed": _("It was removed meanwhile."),
    "name-missing": _("A name is missing."),
    "campaign-name-taken": _("Another campaign has this name."),
    "campaign-days": _(
        "A campaign ends after it begins, lasts at most a year, and looks back 21 to 365 days."
    ),
    "campaign-measure": _("Choose what it may have moved."),
    "campaign-market": _("A share of voice needs a market, and a query that is one of its brands."),
    "campaign-controls": _("A control is a query of its own: not the one that is measured, and at most ten."),
}


def refusal_words(refused: ListeningRefused) -> str:
    return str(_SENTENCES[refused.code])
