"""How the community's texts are called in the inbox and in listening."""

from __future__ import annotations

import re

_NAMED = re.compile(r"([a-z_]{1,20})-(\d{1,18})(?:\.r\d{1,18})?")


def name_of_text(kind: str, text_id: int, *, restored: int = 0) -> str:
    """The external id. restored: the restriction that was undone last; what was taken back comes back as another."""
    return f"{kind}-{text_id}.r{restored}" if restored else f"{kind}-{text_id}"


def text_named(name: str) -> tuple[str, int] | None:
    """(kind, id) of an external id; None for what is none of ours."""
    found = _NAMED.fullmatch(name)
    return (found[1], int(found[2])) if found else None
