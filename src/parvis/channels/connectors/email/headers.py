"""Headers and contents of a mail's parts as they can be read, whatever the sender's program did to them.

The standard library's modern header parser raises on some malformed headers, its parts on some charsets; here
the raw bytes are read and nothing raises.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses
from typing import TYPE_CHECKING

from parvis.channels.logic.addresses import normalise_email
from parvis.channels.logic.texts import MAX_HANDLE_CHARACTERS, bounded_id, clean_line

MAX_HEADER_CHARACTERS = 20_000
MAX_REFERENCES = 50

_MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\r\n]*\?=")

# Any parsed part. The class is generic for the type checker only.
if TYPE_CHECKING:
    Part = Message[str, str]
else:
    Part = Message


class RawHeaders(Compat32):
    """The tolerant policy, handing out headers as they came, bytes above ASCII as surrogates."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


def decode_bytes(content: bytes, charset: str | None) -> str:
    """Text from bytes: UTF-8 wherever it holds (a stated single-byte charset is then a lie), else as
    stated, else cp1252 with replacements."""
    stated = (charset or "").strip().strip("\"'").lower()
    is_shifted = stated.startswith(("utf-16", "utf-32", "iso-2022", "utf-7", "hz"))
    for name in (stated, "utf-8") if is_shifted else ("utf-8", stated):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def inner_parts(part: Part) -> list[Part]:
    """The parts inside, none where the part holds something else."""
    # Asked of anything else, the library decodes it, by a charset that it does not look at first.
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if not isinstance(child, str)]


def content_of(part: Part) -> bytes:
    """What a part holds, its transfer encoding undone; an attached mail as a mail."""
    try:
        if part.is_multipart():
            return b"".join(child.as_bytes() for child in inner_parts(part)[:1])
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return b""
    return content if isinstance(content, bytes) else b""


def charset_of(part: Part) -> str | None:
    """The stated charset, also where it is none; None where nothing readable is stated."""
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def raw_header(part: Part, name: str) -> str:
    """The first header of that name, unfolded, bytes above ASCII decoded; "" when absent."""
    wanted = name.lower()
    for found, value in part.raw_items():
        if found.lower() == wanted:
            text = str(value)[:MAX_HEADER_CHARACTERS]
            return re.sub(r"\r?\n\s*", " ", decode_escaped(text))
    return ""


def decode_escaped(text: str) -> str:
    """Text in which bytes above ASCII stand as surrogates, as the parser leaves them."""
    if text.isascii():
        return text
    return decode_bytes(text.encode("utf-8", "surrogateescape"), "utf-8")


def header_text(part: Part, name: str, *, limit: int) -> str:
    """A header for people: encoded words decoded, one line."""
    return clean_line(decode_words(raw_header(part, name)), limit=limit)


def decode_words(text: str) -> str:
    """RFC 2047 encoded words turned into text; what cannot be decoded stays as it stands."""
    if not _ENCODED_WORD.search(text):
        return text
    pieces = []
    try:
        # decode_header takes the text as Latin-1 where it is no encoded word: go through it in pieces.
        for match in re.finditer(r"(?:=\?[^?\s]+\?[bBqQ]\?[^?]*\?=\s*)+|.+?(?==\?|$)", text, re.DOTALL):
            run = match[0]
            if not _ENCODED_WORD.match(run):
                pieces.append(run)
                continue
            decoded = "".join(
                decode_bytes(word, charset) if isinstance(word, bytes) else word
                for word, charset in decode_header(run.strip())
            )
            decoded = decoded or run  # nothing inside: better as it stands than gone
            pieces.append(decoded + (" " if run[-1:].isspace() else ""))
    except (HeaderParseError, ValueError, LookupError):
        return text
    return "".join(pieces)


def header_addresses(part: Part, name: str) -> list[tuple[str, str]]:
    """(name, address) pairs that hold an address, in order; at most 100 are looked at."""
    try:
        pairs = getaddresses([raw_header(part, name)])[:100]
    except (IndexError, ValueError, TypeError, RecursionError):
        return []
    found = []
    for display, address in pairs:
        normalised = normalise_email(address)
        if normalised:
            found.append((clean_line(decode_words(display), limit=MAX_HANDLE_CHARACTERS), normalised))
    return found


def message_id_of(part: Part) -> str:
    """The Message-ID without its brackets, or ""."""
    ids = message_ids(raw_header(part, "Message-ID"))
    if ids:
        return ids[0]
    bare = raw_header(part, "Message-ID").strip()
    return bounded_id(bare) if bare and not re.search(r"[\s<>]", bare) else ""


def message_ids(text: str) -> list[str]:
    """The ids in a References or In-Reply-To header, in order, each once, the last MAX_REFERENCES."""
    found = dict.fromkeys(bounded_id(match) for match in _MESSAGE_ID.findall(text))
    return [each for each in found if each][-MAX_REFERENCES:]
