"""Addresses in mails to members: pages, the way out, and where a reply goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from parvis.channels.models import Connection
from parvis.community.logic.mail_addresses import (
    MailAddress,
    ask_address,
    open_address,
    read_address,
    reply_address,
)
from parvis.community.models import Board
from parvis.foundation.installation import fact
from parvis.foundation.secrets import derived_key

MAILBOX_FACT = "community_mailbox"
_STOP = "community.stop"
_SIGNED_WITH = "community-mail-addresses"


@dataclass(frozen=True, slots=True)
class Stop:
    """what: a kind of notice, "digest", "all", or "question:12"."""

    member_id: int
    what: str


def absolute(path: str) -> str:
    """Under the community's own domain where it has one: members are logged in there."""
    origin = settings.COMMUNITY_ORIGIN or settings.ORIGIN or f"http://localhost:{settings.PORT}"
    return f"{origin}{path}"


def stop_url(member_id: int, what: str) -> str:
    """Stops it without a log-in (RFC 8058); good for ever, as old mails lie about."""
    return absolute(reverse("community-stop", args=[signing.dumps([member_id, what], salt=_STOP)]))


def read_stop(token: str) -> Stop | None:
    try:
        member_id, what = signing.loads(token, salt=_STOP)
    except (signing.BadSignature, ValueError):
        return None
    return Stop(member_id, what)


def mailbox() -> Connection | None:
    """The mailbox by which members may write; None: replies by mail are not offered."""
    chosen = fact(MAILBOX_FACT, {}).get("connection_id")
    return Connection.objects.filter(pk=chosen, kind="email", is_active=True).first() if chosen else None


def asks_for_checks() -> bool:
    """Whether nothing is published of a mail whose sender the receiving server did not confirm."""
    return bool(fact(MAILBOX_FACT, {}).get("asks_for_checks"))


def mailboxes() -> QuerySet[Connection]:
    """What may be chosen."""
    return Connection.objects.filter(kind="email").order_by("name", "pk")


def mailbox_address() -> str:
    found = mailbox()
    return str(found.settings.get("address") or "").strip().lower() if found else ""


def reply_to(member_id: int, question_id: int, *, now: datetime) -> str:
    """Where this member's reply about this question goes; empty where none can."""
    address = mailbox_address()
    if not address:
        return ""
    return reply_address(address, member_id=member_id, question_id=question_id, today=now.date(), key=_key())


def own_ask_address(member_id: int, board: Board) -> str:
    """The member's own address for new questions on a board; empty where replies by mail are not offered."""
    address = mailbox_address()
    return ask_address(address, member_id=member_id, board_id=board.pk, key=_key()) if address else ""


def public_ask_addresses(boards: Iterable[Board]) -> list[tuple[str, str]]:
    """(board, its address); none where members do not write by mail."""
    address = mailbox_address()
    return [(one.name, open_address(address, slug=one.slug)) for one in boards] if address else []


def address_read(written: str, *, own: str, now: datetime) -> MailAddress | None:
    return read_address(written, mailbox=own, today=now.date(), key=_key())


def _key() -> bytes:
    return derived_key(_SIGNED_WITH)
