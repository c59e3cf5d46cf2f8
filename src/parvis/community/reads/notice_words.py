"""What members are told, in words: on their page, in mails' subjects, in the digest."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.community.logic import notices
from parvis.community.models import Notice

# kind → (what it is, when it comes), for the page of settings.
KINDS: dict[str, tuple[Any, Any]] = {
    "answers": (
        pgettext_lazy("kind of notice", "Answers"),
        pgettext_lazy("kind of notice", "under questions that you asked, answered or follow"),
    ),
    "named": (
        pgettext_lazy("kind of notice", "Your name"),
        pgettext_lazy("kind of notice", "somebody wrote it with an @ sign, or the team asks you"),
    ),
    "accepted": (
        pgettext_lazy("kind of notice", "Accepted answers"),
        pgettext_lazy("kind of notice", "an answer of yours solved it"),
    ),
    "ideas": (
        pgettext_lazy("kind of notice", "Ideas"),
        pgettext_lazy("kind of notice", "what becomes of those that you proposed, want or follow"),
    ),
    "reviews": (
        pgettext_lazy("kind of notice", "Reviews"),
        pgettext_lazy("kind of notice", "the company replied to one of yours"),
    ),
    "honours": (
        pgettext_lazy("kind of notice", "Levels and badges"),
        pgettext_lazy("kind of notice", "what you reached, and invitations of the team"),
    ),
    "decisions": (
        pgettext_lazy("kind of notice", "Decisions of moderation"),
        pgettext_lazy("kind of notice", "about your texts, your reports and your appeals"),
    ),
}
HOWS: dict[str, Any] = {
    "now": pgettext_lazy("how somebody is told", "by mail at once"),
    "digest": pgettext_lazy("how somebody is told", "in the digest"),
    "never": pgettext_lazy("how somebody is told", "on this page only"),
}
RHYTHMS: dict[str, Any] = {
    "weekly": pgettext_lazy("how often", "every week"),
    "daily": pgettext_lazy("how often", "every day"),
    "never": pgettext_lazy("how often", "never"),
}


def notice_sentence(notice: Notice, called: str | None) -> str:
    """One line that says what happened. called: of titles_of, for whoever reads it."""
    about = notice.about
    if called is None:
        return _("Something about a text that you can no longer open")
    title = {"title": called}
    match notice.kind:
        case notices.ANSWERS.key:
            return ngettext(
                "%(n)d new text under “%(title)s”", "%(n)d new texts under “%(title)s”", notice.count
            ) % {"n": notice.count, **title}
        case notices.NAMED.key:
            if about.get("what") == "asked":
                return _("The team asks you to answer “%(title)s”") % title
            if about.get("what") == "charge":
                return _("You are in charge of the idea “%(title)s”") % title
            return _("You are named under “%(title)s”") % title if title["title"] else _("You are named")
        case notices.ACCEPTED.key:
            return _("Your answer solved “%(title)s”") % title
        case notices.IDEAS.key:
            return _idea(about, called)
        case notices.REVIEWS.key:
            return _("The company replied to your review “%(title)s”") % title
        case notices.HONOURS.key:
            return _honour(about)
    return _decision(about)


def _idea(about: dict[str, Any], called: str) -> str:
    if about.get("what") == "outcome":
        return _("The team said what came of the theme “%(title)s”") % {"title": about.get("theme", "")}
    if about.get("what") == "overdue":
        return _("The answer promised to the idea “%(title)s” is late") % {"title": called}
    return _("The team said something to the idea “%(title)s”") % {"title": called}


def _honour(about: dict[str, Any]) -> str:
    if earned := about.get("names"):
        name = earned["fr" if get_language() == "fr" else "en"]
        return _("You earned “%(name)s”") % {"name": name}
    return {
        "trust": _("You reached another level: more is open to you"),
        "badge": _("You earned a badge"),
        "invited": _("The team invites you to be a super-user"),
        "named": _("You are a super-user now"),
    }.get(str(about.get("what")), _("There is something new on your profile"))


def _decision(about: dict[str, Any]) -> str:
    return {
        "withheld": _("One of your texts was withheld: read why, and how to appeal"),
        "restored": _("One of your texts is shown again"),
        "shown": _("Your text was looked at and is shown now"),
        "suspended": _("You cannot write for now: read why, and how to appeal"),
        "judged": _("Your appeal was judged"),
        "report": _("Your report was decided"),
    }.get(str(about.get("what")), _("There is a decision that concerns you"))


def stopped_words(what: str) -> str:
    """What a link out of a mail stops."""
    if what == "digest":
        return _("the digest")
    if what.startswith("question:"):
        return _("notices about this question")
    if what in KINDS:
        return _("mails about this: %(kind)s") % {"kind": str(KINDS[what][0]).lower()}
    return _("all mails that can be stopped")
