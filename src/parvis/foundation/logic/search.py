"""What a source of the search hands over: one thing that was found, ready to be linked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. kind: "person", "conversation", "mention"…; url_name and url_args make its address."""

    kind: str
    label: str
    hint: str = ""
    url_name: str = ""
    url_args: tuple[Any, ...] = ()
    at: datetime | None = None
