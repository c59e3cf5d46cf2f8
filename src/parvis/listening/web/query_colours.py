"""What the editor's module needs to colour a query and to mark its fault: places in the text, as data."""

from __future__ import annotations

import json

from parvis.listening.logic.query.coloured import coloured
from parvis.listening.logic.query.errors import QueryError


def pieces_as_json(text: str, fault: QueryError | None = None) -> str:
    """{"length", "pieces": [[start, end, kind]], "fault": [start, end] or null}; characters, not UTF-16 units."""
    return json.dumps(
        {
            "length": len(text),
            "pieces": coloured(text),
            "fault": [fault.start, max(fault.end, fault.start + 1)] if fault else None,
        },
        separators=(",", ":"),
    )
