"""Why something is not kept on a record: one error with a code, worded at the edge (web/record_sentences.py)."""

from __future__ import annotations

from typing import Any

from parvis.people.logic.errors import PeopleError


class NotKept(PeopleError):
    """What was asked for is not done. code: what is wrong; about: the field it is wrong in, or empty."""

    def __init__(self, code: str, *, about: str = "", **detail: Any) -> None:
        super().__init__(code, about, detail)
        self.code, self.about, self.detail = code, about, detail


# Code → the status a program is answered with. A code that is not here is a mistake of ours.
CODES: dict[str, int] = {
    "name-missing": 409,
    "name-taken": 409,
    "number-taken": 409,
    "organization-in-use": 409,
    "position-known": 409,
    "ends-before-it-begins": 409,
    "not-two-persons": 409,
    "relationship-known": 409,
    "basis-missing": 409,
    "kind-unknown": 409,
    "choices-missing": 409,
    "field-retired": 409,
    "field-unknown": 409,
    "field-in-use": 409,
    "not-a-number": 409,
    "number-of-two-readings": 409,
    "not-a-date": 409,
    "not-yes-or-no": 409,
    "not-a-choice": 409,
    "not-a-link": 409,
    "too-long": 409,
    "tag-unknown": 409,
    "same-tag": 409,
    "too-many-tags": 409,
    "nothing-written": 409,
    "file-empty": 409,
    "file-too-large": 413,
    "too-many-files": 409,
    "owner-unfit": 409,
    "product-in-use": 409,
    "columns-missing": 409,
    "not-a-table": 409,
}
