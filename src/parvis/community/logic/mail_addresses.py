"""Addresses by which members write by mail: a mailbox of the house, with what it is for behind a plus sign.

`community+r…@`: a reply to one question by one member, signed, for a while. `community+a…@`: a new question on one
board by one member, signed, for good. `community+ask-batteries@`: anybody's to know, so that nothing is published
that comes by it. Lower case alone, because mail programs fold it. The signature is 80 bits of HMAC-SHA256.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta

REPLY, ASK, OPEN = "reply", "ask", "open"
REPLIES_FOR = timedelta(days=90)
_BEGINNING = date(2026, 1, 1)
_REPLY = re.compile(r"r([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-z]{1,5})-([a-z2-7]{16})")
_ASK = re.compile(r"a([0-9a-z]{1,12})-([0-9a-z]{1,12})-([a-z2-7]{16})")
_OPEN = re.compile(r"ask-([a-z0-9_-]{1,40})")


@dataclass(frozen=True, slots=True)
class MailAddress:
    """use: REPLY (about: a question), ASK (about: a board) or OPEN (slug). is_genuine: the signature is ours;
    is_over: it was good for too long ago."""

    use: str
    member_id: int = 0
    about_id: int = 0
    slug: str = ""
    is_genuine: bool = False
    is_over: bool = False


def reply_address(mailbox: str, *, member_id: int, question_id: int, today: date, key: bytes) -> str:
    day = (today - _BEGINNING).days
    said = f"r{_short(member_id)}-{_short(question_id)}-{_short(max(day, 0))}"
    return _extended(mailbox, f"{said}-{_signature(said, key)}")


def ask_address(mailbox: str, *, member_id: int, board_id: int, key: bytes) -> str:
    said = f"a{_short(member_id)}-{_short(board_id)}"
    return _extended(mailbox, f"{said}-{_signature(said, key)}")


def open_address(mailbox: str, *, slug: str) -> str:
    return _extended(mailbox, f"ask-{slug[:40]}")


def read_address(written: str, *, mailbox: str, today: date, key: bytes) -> MailAddress | None:
    """None for addresses that are not of this mailbox with something of ours behind a plus sign."""
    local, _, domain = written.strip().lower().rpartition("@")
    own, _, own_domain = mailbox.strip().lower().rpartition("@")
    if not own or domain != own_domain or not local.startswith(f"{own}+"):
        return None
    extension = local[len(own) + 1 :]
    if found := _REPLY.fullmatch(extension):
        said, _, signature = extension.rpartition("-")
        issued = _BEGINNING + timedelta(days=min(int(found[3], 36), 99_999))
        return MailAddress(
            REPLY, int(found[1], 36), int(found[2], 36),
            is_genuine=_is_signed(said, signature, key), is_over=not issued <= today + timedelta(days=1)
            or today - issued > REPLIES_FOR,
        )  # fmt: skip
    if found := _ASK.fullmatch(extension):
        said, _, signature = extension.rpartition("-")
        return MailAddress(
            ASK, int(found[1], 36), int(found[2], 36), is_genuine=_is_signed(said, signature, key)
        )
    if found := _OPEN.fullmatch(extension):
        return MailAddress(OPEN, slug=found[1])
    # Looks like one of ours and is none: refused as a forged one, not taken for mail to the house.
    return MailAddress(REPLY) if re.fullmatch(r"[ra][0-9a-z]+-[0-9a-z-]+", extension) else None


def _extended(mailbox: str, extension: str) -> str:
    local, _, domain = mailbox.strip().lower().rpartition("@")
    return f"{local}+{extension}@{domain}"


def _signature(said: str, key: bytes) -> str:
    made = hmac.new(key, said.encode(), hashlib.sha256).digest()[:10]
    return base64.b32encode(made).decode().lower()


def _is_signed(said: str, signature: str, key: bytes) -> bool:
    return hmac.compare_digest(_signature(said, key), signature)


def _short(number: int) -> str:
    signs, written = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, rest = divmod(number, 36)
        written = signs[rest] + written
    return written or "0"
