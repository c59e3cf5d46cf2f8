"""Why an input could not become an item: the codes of RejectedRow.reason and a sentence for each.

The sentences are marked for translation and translated where they are shown.
"""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a sentence for the translators' files; the translation happens at the edge."""
    return sentence


SENTENCES: dict[str, str] = {
    "text-missing": _("There is no text in it."),
    "text-too-long": _("The text is longer than 100,000 characters."),
    "date-missing": _("The date is missing."),
    "date-unreadable": _("The date could not be read."),
    "date-too-old": _("The date lies before 1995."),
    "date-in-future": _("The date lies more than a day in the future."),
    "direction-unreadable": _("It is not said whether this came in or went out."),
    "wrong-cell-count": _("The row does not have as many cells as the first line has columns."),
    "unclosed-quote": _("A quotation mark is opened and not closed, so the row has no clear end."),
    "line-too-long": _("The line is longer than 2 MB."),
    "malformed-json": _("The line is not a JSON object."),
    "duplicate-id": _("An earlier row of the same file has the same identifier."),
    "truncated": _("The file ends in the middle: everything before this place was kept."),
    "damaged": _("The compressed file is damaged from here on: everything before was kept."),
    "no-address": _("There is no sender's address in it."),
    "malformed-mail": _("The mail could not be read."),
    "mail-too-large": _("The mail is larger than 40 MB: its beginning was kept, its attachments were not."),
    "nested-too-deep": _("The mail is nested too deeply: its text was kept as it stands."),
    "attachments-left-out": _("Some attachments were left out: too many, or too large."),
    "text-cut": _("The text was cut at 100,000 characters."),
    "own-mail": _("The mail was sent by this mailbox itself."),
    "malformed-entry": _("The entry of the feed could not be read."),
    "malformed-form": _("The form was not filled in as asked."),
}


def rejection_sentence(code: str) -> str:
    """The English sentence of a rejection code; an unknown code speaks for itself."""
    return SENTENCES.get(code, code)
