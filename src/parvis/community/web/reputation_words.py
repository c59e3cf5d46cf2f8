"""Levels, facts and formulas in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import get_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.community.logic.formulas import FormulaRefused, Node, parsed, words_of
from parvis.community.logic.trust import Missing
from parvis.community.models import Badge, TrustChange
from parvis.community.reads.facts import FACTS

LEVELS: dict[int, Any] = {
    0: pgettext_lazy("level of a member", "first steps"),
    1: pgettext_lazy("level of a member", "at home here"),
    2: pgettext_lazy("level of a member", "well known"),
    3: pgettext_lazy("level of a member", "trusted"),
    4: pgettext_lazy("level of a member", "pillar"),
}
# Read inside a sentence: "questions opened: 3 of 20".
FACT_NAMES: dict[str, Any] = {
    "answers": pgettext_lazy("counted fact", "answers to others"),
    "accepted": pgettext_lazy("counted fact", "answers that solved"),
    "helpful": pgettext_lazy("counted fact", "helpful votes received"),
    "helpful_given": pgettext_lazy("counted fact", "helpful votes given"),
    "questions": pgettext_lazy("counted fact", "questions asked"),
    "questions_answered": pgettext_lazy("counted fact", "questions of others joined in"),
    "helped": pgettext_lazy("counted fact", "different people answered"),
    "days_visited": pgettext_lazy("counted fact", "days of reading"),
    "questions_entered": pgettext_lazy("counted fact", "questions opened"),
    "posts_read": pgettext_lazy("counted fact", "texts read"),
    "minutes_read": pgettext_lazy("counted fact", "minutes of reading"),
    "days_member": pgettext_lazy("counted fact", "days since joining"),
    "reports_upheld": pgettext_lazy("counted fact", "texts that moderation withheld"),
    "trust": pgettext_lazy("counted fact", "level"),
    "recent_days_visited": pgettext_lazy("counted fact", "days of reading in the last 100 days"),
    "recent_questions_answered": pgettext_lazy("counted fact", "questions joined in, in the last 100 days"),
    "recent_helpful_given": pgettext_lazy("counted fact", "helpful votes given in the last 100 days"),
    "recent_helpful": pgettext_lazy("counted fact", "helpful votes received in the last 100 days"),
    "recent_questions_entered": pgettext_lazy("counted fact", "questions opened in the last 100 days"),
    "recent_posts_read": pgettext_lazy("counted fact", "texts read in the last 100 days"),
    "recent_reports_upheld": pgettext_lazy("counted fact", "texts withheld in the last 100 days"),
    "recent_suspensions": pgettext_lazy("counted fact", "suspensions in the last six months"),
}


def level_words(level: int) -> str:
    return _("Level %(number)d: %(name)s") % {"number": level, "name": LEVELS.get(level, "")}


def missing_words(one: Missing) -> str:
    """ "questions opened: 3 of 20"."""
    said = {"fact": str(FACT_NAMES[one.fact]), "have": f"{one.have:n}", "wanted": f"{one.wanted:n}"}
    if one.is_most:
        return _("%(fact)s: %(have)s, at most %(wanted)s") % said
    return _("%(fact)s: %(have)s of %(wanted)s") % said


def badge_name(badge: Badge) -> str:
    return badge.name_fr if get_language() == "fr" else badge.name_en


def badge_about(badge: Badge) -> str:
    return badge.about_fr if get_language() == "fr" else badge.about_en


def formula_words(formula: str) -> str:
    """A formula for everybody to read; one that is no longer read stands as it is."""
    try:
        return condition_words(parsed(formula, facts=FACTS))
    except FormulaRefused:
        return formula


def condition_words(condition: Node) -> str:
    signs = {
        "and": pgettext_lazy("in a formula", "and"), "or": pgettext_lazy("in a formula", "or"),
        "not": pgettext_lazy("in a formula", "not"), ">=": "≥", "<=": "≤", "!=": "≠", "*": "×", "/": "÷", "-": "−",
        ".": get_format("DECIMAL_SEPARATOR"),
    }  # fmt: skip
    return words_of(condition, names={name: str(words) for name, words in FACT_NAMES.items()},
                    signs={sign: str(word) for sign, word in signs.items()})  # fmt: skip


def formula_refused(refused: FormulaRefused) -> str:
    """What cannot be read, and where."""
    said = {"at": refused.at + 1, "word": refused.word}
    match refused.code:
        case "too-long":
            return _("This formula is too long: 300 characters at most.")
        case "too-deep":
            return _("Too many brackets inside each other.")
        case "too-large":
            return _(
                "Numbers up to 1,000,000,000 with six decimals, multiplied or divided twenty times at most."
            )
        case "unknown-fact":
            return _("“%(word)s” is not counted. Take a name from the list.") % said
        case "not-a-condition":
            return _("A formula compares, for example: accepted >= 10.")
    return _("This cannot be read from character %(at)d on.") % said


def change_words(change: TrustChange) -> str:
    said = {"level": level_words(change.after)}
    if change.why == TrustChange.BY_HAND:
        return _("%(level)s, given by the team") % said
    if change.why == TrustChange.LOST:
        return _("%(level)s, because the counts no longer hold") % said
    return _("%(level)s, reached") % said
