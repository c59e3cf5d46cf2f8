"""Refusals as sentences that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.community.logic import errors


def sentence(problem: errors.CommunityError) -> str:
    match problem:
        case errors.EmptyText():
            return _("There is nothing written yet. Write a few words, then send.")
        case errors.TitleTooShort():
            return _(
                "This title says too little. Put your question in one sentence of at least %(n)d characters."
            ) % {"n": problem.limit}
        case errors.TextTooLong():
            return _("%(length)s characters are too many: at most %(limit)s fit. Shorten the text.") % {
                "length": f"{problem.length:,}", "limit": f"{problem.limit:,}"
            }  # fmt: skip
        case errors.NameTaken():
            return _("Somebody has this name, or one that looks like it. Choose another.")
        case errors.NameRefused():
            return _("This name cannot be used. Choose one of 2 to 60 characters that is not the company's.")
        case errors.QuestionClosed():
            return _("This question is closed. Ask a new one and link to this page.")
        case errors.OwnText():
            return _("You wrote this yourself, so your vote does not count here.")
        case errors.CodeRefused():
            return _("This code is wrong or too old. Use the newest mail, or ask for a new code.")
        case errors.TooOften():
            minutes = -(-problem.seconds // 60)
            if problem.seconds < 60:
                return ngettext(
                    "That was quick. Wait %(n)d second and send again; what you wrote is kept.",
                    "That was quick. Wait %(n)d seconds and send again; what you wrote is kept.",
                    problem.seconds,
                ) % {"n": problem.seconds}
            return ngettext(
                "That is the most for now. Try again in %(n)d minute; what you wrote is kept.",
                "That is the most for now. Try again in %(n)d minutes; what you wrote is kept.",
                minutes,
            ) % {"n": minutes}
        case errors.MayNot():
            return _may_not(problem.what)
    return _("This cannot be done. Go back, look at the page again and try once more.")


def _may_not(what: str) -> str:
    match what:
        case "links":
            return _("New members may put two links into a text. Remove the others.")
        case "pictures":
            return _("That is more pictures than you may put into a text. Remove some.")
        case "names":
            return _("That is more names than you may mention in a text. Remove some.")
        case "more-answers-here":
            return _("You have answered here several times already. Change one of your answers instead.")
        case "accept":
            return _("Only who asked can choose the answer that solved it.")
        case "accept-yet":
            return _("Who asked has a week to choose the answer themselves. Come back after that.")
        case "board":
            return _("This board takes no new questions. Choose another.")
        case "edit":
            return _("You cannot change this text.")
    return _("You cannot do this here.")
