"""Refusals as sentences. The codes are raised by actions; what a reader is told is said here."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.logic.errors import AnsweredMeanwhile, ConversationError


def sentence_of(error: ConversationError) -> str:
    """What happened, what was kept, what to do."""
    detail = error.detail
    if isinstance(error, AnsweredMeanwhile):
        return answered_meanwhile(detail["name"], detail["seconds"])
    if error.code == "text-too-long":
        return _(
            "Too long for this channel: %(length)d characters, and it takes %(limit)d. Your text is kept below."
        ) % {"length": detail["length"], "limit": detail["limit"]}
    if error.code == "file-too-large":
        return (
            _("%(name)s is too large: a file has at most %(limit)d MB. Your text is kept below.")
            if detail["name"]
            else _("These files are too large together: at most %(limit)d MB go out with an answer.")
        ) % detail
    if error.code == "too-many-files":
        return _("Too many files: at most %(limit)d go out with an answer.") % detail
    if error.code == "empty-file":
        return _("%(name)s is empty.") % detail
    if error.code == "cannot-answer":
        return why_no_answer(detail["reason"])
    if error.code == "already-taken":
        return _("%(name)s has taken it already.") % {"name": detail["name"]}
    if error.code == "not-assignable":
        return _("%(name)s does not work in this queue.") % {"name": detail["name"]}
    return {
        "empty-text": _("There is nothing to send yet: write a few words first."),
        "cannot-attach": _("This channel carries no files."),
        "unknown-file": _("One of the files is no longer there: choose it again."),
        "unknown-status": _("There is no such status."),
        "moment-not-ahead": _("Choose a moment in the future, at most a year away."),
        "cannot-merge": _("These two cannot be joined: one of them was joined before, or they are the same."),
        "not-retryable": _("Only an answer that was not sent can be sent again."),
        "queue-name-taken": _("Another queue has this name."),
        "default-queue-needed": _("One queue takes what no other takes: make another one the default first."),
    }.get(error.code, _("That is not possible now."))


def why_no_answer(reason: str) -> str:
    """Why the composer offers a note only."""
    return {
        "read-only": _(
            "This came from an imported history, by which nothing can be sent. You can leave a note."
        ),
        "paused": _("The connection that carries answers is paused. You can leave a note."),
        "no-addressee": _("No addressee is known here. You can leave a note."),
    }.get(reason, _("No connection carries answers to this channel yet. You can leave a note."))


def answered_meanwhile(name: str, seconds: int) -> str:
    """Who was faster, and when."""
    if seconds < 60:
        when = ngettext("%(n)d second ago", "%(n)d seconds ago", seconds) % {"n": seconds}
    else:
        minutes = seconds // 60
        when = ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    return _("%(name)s answered %(when)s: read it first. Your text is kept below.") % {
        "name": name or _("A colleague"),
        "when": when,
    }


def delivery_sentence(detail: str) -> str:
    """A delivery code with its detail, as somebody can act on it."""
    code, _sep, rest = detail.partition(":")
    words = {
        "rejected-recipient": _("The address was refused."),
        "no-addressee": _("There is nobody to send it to."),
        "cannot-send": _("Nothing can be sent by this connection."),
        "login-refused": _("The mailbox refused the log-in."),
        "unreachable": _("The server does not answer; it is tried again."),
        "rate-limited": _("The channel asks us to wait; it is tried again."),
        "header-refused": _("The subject or the address holds signs that cannot be sent."),
        "attachment-missing": _("A file of it is no longer there."),
        "question-gone": _("The question is no longer on the page."),
        "not-permitted": _("Your account may not answer in the community."),
        "no-author": _("Whoever wrote it has no account any more."),
        "refused": _("The page did not take it."),
        "given-up": _("It could not be sent for hours, and is no longer tried."),
    }.get(code, "")
    return " ".join(filter(None, (words, rest.strip() if words else detail)))
