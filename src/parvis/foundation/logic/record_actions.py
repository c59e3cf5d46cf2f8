"""What can be done with a record of another capability: how a mention offers "open a conversation".

RECORD_ACTIONS names functions `actions_for(user, kind, record_ids) -> dict[record id, list[RecordAction]]`:
asked once for a whole list, so that its length does not decide the number of queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RecordAction:
    """One act on a record. permission is already granted to the account it was offered to."""

    label: str
    url: str
    permission: str = ""
    method: Literal["get", "post"] = "post"
    icon: str = ""
