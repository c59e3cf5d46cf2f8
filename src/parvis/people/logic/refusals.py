"""Why something is not kept on a record: one error with a code, worded at the edge (web/record_sentences.py)."""

from __future__ import annotations

from typing import Any

from parvis.people.logic.errors import PeopleError


class NotKept(PeopleError):
    """What was asked for is not done. code: what is wrong; about: the field it is wrong in, or empty."""

    def __init__(self, code: str, *, about: str = "", **detail: Any) -> None:
        super().__init__(code, about, detail)
        self.code, self.about, self.detail = code, about, detail


# Code → (status, sentence) that a program is answered. A code that is not here is a mistake of ours.
CODES: dict[str, tuple[int, str]] = {
    "name-missing": (409, "It needs a name."),
    "name-taken": (409, "This name is taken; case and accents make no other name."),
    "number-taken": (409, "Another one has this number or reference."),
    "organization-in-use": (409, "Persons belong to it, or belonged to it."),
    "position-known": (409, "This role in this organisation is open already."),
    "ends-before-it-begins": (409, "The end lies before the beginning."),
    "not-two-persons": (409, "A relationship needs two different persons."),
    "relationship-known": (409, "This relationship is there already."),
    "basis-missing": (409, "Who knows whom needs a basis in law, and a note of how it is known."),
    "kind-unknown": (409, "None of the kinds that are offered."),
    "choices-missing": (409, "A field of kind choice needs at least one choice."),
    "field-retired": (409, "The field is retired and takes no new value."),
    "field-unknown": (409, "There is no such field."),
    "field-in-use": (409, "Retire the field before deleting it."),
    "not-a-number": (409, "The field takes a number."),
    "number-of-two-readings": (409, "A single comma before three digits may be thousands or a decimal sign."),
    "not-a-date": (409, "The field takes a date, as 2026-03-31."),
    "not-yes-or-no": (409, "The field takes yes or no."),
    "not-a-choice": (409, "None of the words that the field offers."),
    "not-a-link": (409, "The field takes the address of a page, with http or https."),
    "too-long": (409, "Too long, or too many."),
    "same-tag": (409, "A tag cannot be merged with itself."),
    "too-many-tags": (409, "The record holds as many tags as it may."),
    "nothing-written": (409, "Something that is needed is empty."),
    "file-empty": (409, "The file is empty."),
    "file-too-large": (413, "The file is too large."),
    "too-many-files": (409, "The record holds as many files as it may."),
    "owner-unfit": (409, "This account is closed, is a program's, or may not see records."),
    "product-in-use": (409, "It was bought."),
    "columns-missing": (409, "Columns that are needed are not named."),
    "not-a-table": (409, "This is no CSV file with a line of column names."),
}


def problems(*codes: str) -> dict[str, tuple[int, str]]:
    """The part of CODES that one endpoint answers, for its documentation."""
    return {code: CODES[code] for code in codes}
