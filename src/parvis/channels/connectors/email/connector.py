"""The `email` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parvis.channels.connectors.email.client import check_mailbox, read_pages, send_mail
from parvis.channels.connectors.email.compose import compose_mail, sent_id
from parvis.channels.logic.items import ChannelLimits, OutboundMessage, Page, SendReceipt
from parvis.channels.logic.protocol import Connector, Cursor, SettingField, Settings

_SECURITY = ("ssl", "starttls", "plain")


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """The mails that arrived after the cursor."""
    return read_pages(settings, secrets, cursor, now=now)


def send(settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Send an answer; the receipt's id is the Message-ID that replies will refer to."""
    own_address = str(settings.get("address") or "")
    mail = compose_mail(message, own_address=own_address, now=now)
    recipient = str(mail["To"].addresses[0].addr_spec)
    taken_by = send_mail(settings, secrets, mail, recipient=recipient)
    return SendReceipt(sent_id(message.external_id, own_address=own_address), taken_by)


CONNECTOR = Connector(
    kind="email",
    icon="mail",
    fields=(
        SettingField("address", "email"),
        SettingField("imap_host"),
        SettingField("imap_port", "number", default=993),
        SettingField("imap_security", "choice", default="ssl", choices=_SECURITY),
        SettingField("imap_user", required=False),
        SettingField("folder", required=False, default="INBOX"),
        SettingField("history_days", "number", required=False, default=30),
        SettingField("authserv_id", required=False),
        SettingField("smtp_host", required=False),
        SettingField("smtp_port", "number", required=False, default=465),
        SettingField("smtp_security", "choice", required=False, default="ssl", choices=_SECURITY),
        SettingField("smtp_user", required=False),
        SettingField("password", "password", secret=True),
        SettingField("smtp_password", "password", required=False, secret=True),
    ),
    fetch=fetch,
    send=send,
    check=check_mailbox,
    limits=ChannelLimits(can_attach_files=True),
    poll_seconds=60,
    is_addressed=True,
)
