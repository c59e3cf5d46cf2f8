"""E-mail addresses: one way to write each, and which ones are none."""

from __future__ import annotations

import re

MAX_ADDRESS_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3, without the brackets

# Narrower than RFC 5322 on purpose: no quoted local parts, no comments, no literal IP, nothing unprintable.
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)*[\w](?:[\w-]{0,61}[\w])?"
)
_NOBODY_READS = re.compile(
    r"(?:no|do-?not|ne-?pas)-?_?\.?(?:reply|repondre|répondre)\b|mailer-daemon\b", re.I
)


def normalise_email(written: str) -> str:
    """The address in lower case without the blanks around, or "" when it is none.

    The local part is lowered too: no provider in use tells upper from lower case there, people mix them.
    """
    address = written.strip().lower()
    return address if is_email(address) else ""


def is_email(address: str) -> bool:
    return len(address) <= MAX_ADDRESS_CHARACTERS and _ADDRESS.fullmatch(address) is not None


def is_unread_address(address: str) -> bool:
    """True for no-reply addresses and mail daemons: nobody reads what is sent there."""
    return _NOBODY_READS.match(address.partition("@")[0]) is not None
