"""Names of files as strangers write them."""

from __future__ import annotations

import re

MOST_CHARACTERS = 150
# Control signs, what leads into a folder, and marks that turn the direction of reading ("exe.txt").
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def file_name(written: str) -> str:
    """A name that leads out of no folder and deceives no eye; "file" where nothing is left."""
    name = _UNSAFE.sub("_", written.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > MOST_CHARACTERS:
        ending = f".{ending[:20]}" if dot else ""
        name = f"{(stem or name)[: MOST_CHARACTERS - len(ending)]}{ending}"
    return name or "file"
