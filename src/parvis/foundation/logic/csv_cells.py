"""Cells of a CSV file that a spreadsheet will not take for a formula (OWASP, "CSV Injection").

Excel, LibreOffice and Google Sheets run a cell that begins with = + - or @, also after a tab or a line break, also
in full width. An apostrophe before it makes it text and is not shown. Numbers stay numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def cell(value: Any) -> str | int | float:
    """One value as it may stand in a cell."""
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    # What stands behind spaces or invisible signs is read as well.
    return f"'{text}" if text.lstrip(" \u00a0\u200b\ufeff").startswith(_BEGINNINGS) else text


def uncell(text: str) -> str:
    """What stood in the cell before `cell` made it safe: a file of ours, read again, says the same."""
    bare = text[1:]
    if text[:1] == "'" and bare.lstrip(" \u00a0\u200b\ufeff").startswith(_BEGINNINGS):
        return bare
    return text


def cells(values: Iterable[Any]) -> list[str | int | float]:
    return [cell(value) for value in values]
