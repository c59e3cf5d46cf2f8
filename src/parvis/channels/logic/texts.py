"""Text made fit to be kept: no NUL, no half surrogate, no line breaks where a line is meant, bounded.

PostgreSQL refuses U+0000 in text and psycopg refuses lone surrogates; both arrive in real payloads
(binary pasted into a post, an emoji cut in two inside JSON). They become U+FFFD, so that the reader sees
that something stood there.
"""

from __future__ import annotations

import re
from hashlib import blake2b

MAX_EXTERNAL_ID_CHARACTERS = 200  # what the ledger of receipts holds
MAX_HANDLE_CHARACTERS = 255
MAX_TITLE_CHARACTERS = 500
MAX_URL_CHARACTERS = 2000
MAX_EXCERPT_CHARACTERS = 200

_WHITE_SPACE = re.compile(r"\s+")
_BLANKS_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def clean_text(text: str) -> str:
    """The same text, storable: NUL replaced, surrogate pairs joined and lone ones replaced."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def clean_line(text: str, *, limit: int) -> str:
    """One storable line of at most limit characters: every run of white space is one space.

    Control characters are white space too: a terminal that shows the line would obey them.
    """
    return _BLANKS_AND_CONTROLS.sub(" ", clean_text(text[: limit * 4])).strip()[:limit]


def clean_url(text: str) -> str:
    """An http(s) address, or "" for anything else: what is stored here is offered as a link."""
    address = text.strip()
    if len(address) > MAX_URL_CHARACTERS or not address.lower().startswith(("http://", "https://")):
        return ""
    return "" if _WHITE_SPACE.search(address) else clean_text(address)


def bounded_id(text: str) -> str:
    """An external id that the ledger can hold; a longer one is replaced by its hash, the same each time."""
    short = clean_line(text, limit=MAX_EXTERNAL_ID_CHARACTERS + 1)
    if len(short) <= MAX_EXTERNAL_ID_CHARACTERS:
        return short
    return "long:" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def excerpt_of(text: str) -> str:
    """The beginning of a refused input, to be shown beside the reason."""
    return clean_line(text, limit=MAX_EXCERPT_CHARACTERS)
