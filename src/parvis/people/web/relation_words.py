"""The parts of relationship health in words: what each is, and what its value says."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.people.logic.health import Measured


def part_name(key: str) -> str:
    return {
        "silence": pgettext("part of health", "Since they last turned to us"),
        "mood": pgettext("part of health", "Mood of what they said"),
        "open": pgettext("part of health", "Waiting for more than a week"),
        "trouble": pgettext("part of health", "Begun in a bad mood"),
        "answered": pgettext("part of health", "Answered by us"),
        "wait": pgettext("part of health", "Wait for our first answer"),
        "buying": pgettext("part of health", "Since the last purchase"),
        "allows": pgettext("part of health", "What they allow"),
        "tenure": pgettext("part of health", "How long we know them"),
    }[key]


def part_explained(key: str) -> str:
    """How it is computed, for the hover and for whoever asks."""
    return {
        "silence": _("Days since they last wrote to us or spoke of us, divided by their own usual gap."),
        "mood": _("Positive minus negative messages of half a year, as a share of all that were analysed."),
        "open": _("Conversations they began more than a week ago that nobody has resolved."),
        "trouble": _("Of the conversations of a year, those whose first message was negative."),
        "answered": _("Of the conversations of a year, those in which we answered."),
        "wait": _("Half of the answers of the last half-year came faster than this."),
        "buying": _("Days since the last purchase, divided by their own usual gap between purchases."),
        "allows": _("Purposes they agreed to, of those they were asked about."),
        "tenure": _("Years since we first heard of them."),
    }[key]


def value_said(part: Measured) -> str:
    """The value with its unit."""
    if part.key in ("silence", "buying"):
        return _("%(n)s times the usual gap") % {"n": number_format(part.value, 1)}
    if part.key == "mood":
        return _points(part.value)
    if part.key in ("trouble", "answered", "allows"):
        return _("%(n)s %%") % {"n": number_format(part.value * 100, 0)}
    if part.key == "open":
        return number_format(part.value, 0)
    if part.key == "wait":
        hours = round(part.value)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)s year", "%(n)s years", max(1, round(part.value))) % {
        "n": number_format(part.value, 1)
    }


def interval_said(part: Measured) -> str:
    """The 95 % interval of a mood, in the same points; empty where there is none."""
    if part.low is None or part.high is None:
        return ""
    return f"{_points(part.low)} … {_points(part.high)}"


def _points(value: float) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number_format(abs(value) * 100, 0)
