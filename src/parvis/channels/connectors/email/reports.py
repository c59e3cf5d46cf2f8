"""What a machine wrote: delivery reports (RFC 3464) and automatic answers (RFC 3834)."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesParser

from parvis.channels.connectors.email.headers import (
    Part,
    RawHeaders,
    content_of,
    header_text,
    inner_parts,
    message_id_of,
    raw_header,
)
from parvis.channels.logic.addresses import is_unread_address

MAX_REASON_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """bounced_id is the Message-ID of the mail that did not arrive ("" when the report does not say)."""

    bounced_id: str
    reason: str


def read_delivery_report(mail: Part, parts: list[Part]) -> DeliveryFailure | None:
    """The failure or delay that a report tells of; None for other mails and for good news.

    The reason begins with "permanent" or "transient": the class of the status code, 5 or 4.
    """
    if mail.get_content_type() != "multipart/report":
        return None
    failure = ""
    bounced_id = ""
    for part in parts:
        kind = part.get_content_type()
        if kind in {"message/delivery-status", "message/global-delivery-status"}:
            failure = failure or _failure_in(part)
        elif kind in {"message/rfc822", "message/global"}:
            for returned in inner_parts(part)[:1]:
                bounced_id = bounced_id or message_id_of(returned)
        elif kind in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
            headers = BytesParser(policy=RawHeaders()).parsebytes(content_of(part), headersonly=True)
            bounced_id = bounced_id or message_id_of(headers)
    return DeliveryFailure(bounced_id, failure) if failure else None


def is_automatic(mail: Part, sender: str) -> bool:
    """True when no human wrote this for us alone: auto-replies, notices, lists, bulk mail."""
    submitted = raw_header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if raw_header(mail, "Precedence").strip().lower() in {"bulk", "list", "junk", "auto_reply"}:
        return True
    if any(
        raw_header(mail, name)
        for name in (
            "X-Autoreply",
            "X-Autorespond",
            "X-Auto-Response-Suppress",
            "List-Id",
            "List-Unsubscribe",
        )
    ):
        return True
    return raw_header(mail, "Return-Path").strip() == "<>" or is_unread_address(sender)


def _failure_in(status: Part) -> str:
    """The first failed or delayed recipient of a delivery-status part, as one line."""
    for block in inner_parts(status)[:50]:
        action = raw_header(block, "Action").strip().lower()
        code = header_text(block, "Status", limit=20)
        if action not in {"failed", "delayed"} and not code.startswith(("4", "5")):
            continue
        lasting = "transient" if action == "delayed" or code.startswith("4") else "permanent"
        diagnosis = header_text(block, "Diagnostic-Code", limit=MAX_REASON_CHARACTERS)
        return " ".join(filter(None, [f"{lasting}:", code, diagnosis]))[:MAX_REASON_CHARACTERS]
    return ""
