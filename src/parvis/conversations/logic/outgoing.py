"""What may go out as files with an answer.

Mail providers take messages of 25 MB (Gmail, Outlook.com: 25 and 20), in which base64 makes four bytes of three.
"""

from __future__ import annotations

import mimetypes
import re

MOST_FILES = 10
MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_BYTES = 14 * 1024 * 1024
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def file_name(written: str) -> str:
    """A name that leads out of no folder and deceives no eye."""
    name = _UNSAFE.sub("_", written.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > 150:
        name = f"{stem[:120]}{dot}{ending[:20]}" if dot else name[:150]
    return name or "file"


def content_type_of(name: str) -> str:
    """By its ending: it is for the reader's program, which looks for itself. No part of a mail inside the mail."""
    known = mimetypes.guess_type(name, strict=True)[0] or ""
    return known if known and not known.startswith(("message/", "multipart/")) else "application/octet-stream"


def megabytes(count: int) -> int:
    return count // (1024 * 1024)
