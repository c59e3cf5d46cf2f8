"""The list of endpoints of segments, files of customers and other systems, and how they refuse."""

from __future__ import annotations

from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem
from parvis.people.actions.customer_import import ImportRefused
from parvis.people.actions.exchange import ExternalIdTaken, LikelyKnown
from parvis.people.api.endpoints import PROBLEMS
from parvis.people.api.endpoints import refusal as refusal_of_people
from parvis.people.logic.customers.errors import NotATable
from parvis.people.logic.segments import SegmentUnclear

UNCLEAR = (409, "The conditions cannot be asked as they are; reason says why and place which one.")
NO_TABLE = (409, "The file cannot be read as a table of customers; reason says why.")
NOT_NOW = (409, "The import is not at the step for this; reason says why.")
TAKEN = (409, "The id stands for a record that may not be seen, or the record to tie it to is unknown.")
LIKELY = (409, "Others gave this address: send person_id to tie the id to one of them, or is_another_person.")


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, SegmentUnclear):
        return Problem(UNCLEAR[0], "segment-unclear", UNCLEAR[1], reason=error.code, place=error.place)
    if isinstance(error, NotATable):
        return Problem(
            NO_TABLE[0], "not-a-table-of-customers", NO_TABLE[1], reason=error.code, detail_of=error.detail
        )
    if isinstance(error, ImportRefused):
        return Problem(NOT_NOW[0], "import-not-ready", NOT_NOW[1], reason=error.code)
    if isinstance(error, ExternalIdTaken):
        return Problem(TAKEN[0], "external-id-taken", TAKEN[1])
    if isinstance(error, LikelyKnown):
        return Problem(LIKELY[0], "likely-known", LIKELY[1], person_ids=list(error.person_ids))
    return refusal_of_people(error)


GROUPS = Endpoints(
    "Groups and other systems",
    explain="Segments of people under a purpose, files of customers brought in, and keeping in step with a CRM.",
    refusal=refusal,
)
SEGMENT_PROBLEMS = {"segment-unclear": UNCLEAR}
IMPORT_PROBLEMS = {"not-a-table-of-customers": NO_TABLE, "import-not-ready": NOT_NOW}
SYNC_PROBLEMS = PROBLEMS | {"external-id-taken": TAKEN, "likely-known": LIKELY}
