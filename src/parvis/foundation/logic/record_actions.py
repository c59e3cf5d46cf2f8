"""What can be done with a record of another capability: how a mention offers "open a conversation".

RECORD_ACTIONS names functions `actions_for(user, kind, record_ids) -> dict[record id, list[RecordAction]]`:
asked once for a whole list, so that its length does not decide the number of queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class RecordAction:
    """One act on a record. permission is already granted to the account it was offered to."""

    label: str
    url: str
    permission: str = ""
    method: Literal["get", "post"] = "post"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One act on several records that were ticked in a list.

    RECORD_BULK_ACTIONS names functions `actions_for(user, kind) -> list[BulkAction]`; what is offered is granted.
    act(user, record_ids, by=actor, now=moment) returns the sentence that is said afterwards. It runs in one
    transaction under the purpose "service" and leaves out what the account may not see.
    """

    key: str  # unique among all, as it stands in the form
    label: str
    act: Callable[..., Any]
    icon: str = ""
