"""An outgoing answer as a mail. Pure; refuses what could smuggle in headers or recipients."""

from __future__ import annotations

import re
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from parvis.channels.logic.addresses import normalise_email
from parvis.channels.logic.items import OutboundMessage
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import clean_text

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_ID = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without blanks and angle brackets


def compose_mail(message: OutboundMessage, *, own_address: str, now: datetime) -> EmailMessage:
    """The mail; raises ConnectorError(permanent) for addresses and headers that cannot be sent."""
    sender, recipient = normalise_email(own_address), normalise_email(message.recipient_handle)
    if not recipient or not recipient.isascii():
        raise ConnectorError(
            "rejected-recipient", "this is no address that can be written to", permanent=True
        )
    if not sender:
        raise ConnectorError("settings", "the mailbox has no usable address", permanent=True)
    for value in (message.subject, message.sender_name):
        if _CONTROL.search(value):
            raise ConnectorError("header-refused", "line breaks in a header", permanent=True)
    mail = EmailMessage(policy=policy.SMTP)
    try:
        mail["From"] = Address(display_name=clean_text(message.sender_name), addr_spec=sender)
        mail["To"] = Address(addr_spec=recipient)
        mail["Subject"] = clean_text(message.subject)
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{sent_id(message.external_id, own_address=sender)}>"
        parent = _usable_ids([message.in_reply_to])
        chain = _usable_ids([*message.references, message.in_reply_to])
        if parent:
            mail["In-Reply-To"] = f"<{parent[0]}>"
        if chain:
            mail["References"] = " ".join(f"<{each}>" for each in chain[-20:])
        # quoted-printable: long lines and accents pass through every server, 8-bit clean or not
        mail.set_content(clean_text(message.text), cte="quoted-printable")
        for attachment in message.attachments:
            if attachment.content is None:
                raise ConnectorError("attachment-missing", attachment.name[:100], permanent=True)
            kind, _, subkind = attachment.content_type.partition("/")
            mail.add_attachment(
                attachment.content,
                maintype=kind or "application",
                subtype=subkind or "octet-stream",
                filename=_CONTROL.sub("_", attachment.name),
            )
    except (ValueError, HeaderParseError, IndexError) as error:
        raise ConnectorError("header-refused", type(error).__name__, permanent=True) from error
    return mail


def sent_id(external_id: str, *, own_address: str) -> str:
    """The Message-ID (without brackets) for an id of ours; one without "@" gets the mailbox's domain."""
    wanted = external_id.strip().strip("<>")
    wanted = wanted if "@" in wanted else f"{wanted}@{own_address.rpartition('@')[2]}"
    if not _ID.fullmatch(wanted):
        raise ConnectorError("header-refused", "the id cannot be a Message-ID", permanent=True)
    return wanted


def _usable_ids(ids: list[str]) -> list[str]:
    return list(dict.fromkeys(each for each in (id_.strip("<>") for id_ in ids) if _ID.fullmatch(each)))
