"""One mail into one item. Pure; nothing a mail contains makes it raise anything but MailRefused."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from parvis.channels.connectors.email.headers import (
    Part,
    RawHeaders,
    charset_of,
    content_of,
    decode_bytes,
    decode_escaped,
    decode_words,
    header_addresses,
    header_text,
    inner_parts,
    message_id_of,
    message_ids,
    raw_header,
)
from parvis.channels.connectors.email.reports import is_automatic, read_delivery_report
from parvis.channels.connectors.email.sender_check import check_sender
from parvis.channels.logic.addresses import is_unread_address
from parvis.channels.logic.dates import refuse_date
from parvis.channels.logic.items import (
    MAX_ATTACHMENT_BYTES,
    MAX_ATTACHMENTS,
    MAX_TEXT_CHARACTERS,
    Attachment,
    Author,
    InboundItem,
)
from parvis.channels.logic.markup import clean_html, text_of_html
from parvis.channels.logic.quotes import new_words_of
from parvis.channels.logic.texts import MAX_TITLE_CHARACTERS, clean_line, clean_text

MAX_BOUNDARIES = 100  # more nesting than mail programs make; the parser's work grows with depth x lines
MAX_PARTS = 300
MAX_HTML_CHARACTERS = 1_000_000

_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
# RFC 6838, 4.2: anything else was written by nobody's mail program, and could not even be stored.
_CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,49}/[a-z0-9][a-z0-9!#$&^_.+-]{0,49}")
_UNSAFE_IN_NAME = re.compile(r"[/\\\x00-\x1f\x7f:*?\"<>|\u202a-\u202e\u2066-\u2069]")


class MailRefused(Exception):
    """The mail cannot become an item; code is a rejection code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """notes: (rejection code, detail) of what was left out although the mail itself was taken."""

    item: InboundItem
    notes: tuple[tuple[str, str], ...] = ()


def parse_mail(
    raw: bytes, *, own_address: str, received_at: datetime, is_cut: bool = False, checked_by: str = ""
) -> ParsedMail:
    """The item of a mail. received_at stands in for an unusable Date; is_cut: raw is only a beginning.

    checked_by: the name of the receiving server whose word about senders counts.
    """
    notes: list[tuple[str, str]] = []
    mail, is_whole = _parse(raw)
    if not is_whole:
        notes.append(("nested-too-deep", ""))
    try:
        parts = _leaves(mail) if is_whole else []
        failure = read_delivery_report(mail, parts)
        author = _author_of(mail, own_address=own_address)
        plain, markup, attachments = _contents(parts, notes, is_cut=is_cut)
    except RecursionError as error:  # in the library's own walks over odd structures
        raise MailRefused("malformed-mail") from error
    if not is_whole:
        plain = decode_bytes(_after_headers(raw)[: MAX_TEXT_CHARACTERS * 2], None)
    full = clean_text(plain).replace("\r\n", "\n").strip() or text_of_html(markup)
    if len(full) > MAX_TEXT_CHARACTERS:
        notes.append(("text-cut", str(len(full))))
        full = full[:MAX_TEXT_CHARACTERS]
    title = header_text(mail, "Subject", limit=MAX_TITLE_CHARACTERS)
    replied = message_ids(raw_header(mail, "In-Reply-To"))
    references = message_ids(raw_header(mail, "References"))
    text = new_words_of(full, subject=title) if replied or references or title[:3].lower() == "re:" else full
    shown = clean_text(clean_html(markup)) if markup else ""
    if not shown and text != full:
        shown = f"<pre>{html.escape(full)}</pre>"  # the quotation is cut from the text, not from the record
    item = InboundItem(
        external_id=message_id_of(mail) or f"mail:{blake2b(raw, digest_size=16).hexdigest()}",
        text=text,
        html=shown,
        title=title,
        published_at=_date_of(mail, received_at),
        addressed=True,
        author=author,
        recipient_handle=_recipient_of(mail, own_address),
        in_reply_to=replied[0] if replied else references[-1] if references else "",
        references=tuple(references or replied[:1]),
        attachments=tuple(attachments),
        bounced_external_id=failure.bounced_id if failure else "",
        bounce_reason=failure.reason if failure else "",
        is_automatic=failure is not None or is_automatic(mail, author.handle),
        sender_check=check_sender(
            mail,
            trusted=checked_by,
            author=author.handle,
            said_from=next((address for _, address in header_addresses(mail, "From")), ""),
        ),
    )
    return ParsedMail(item, tuple(notes))


def _parse(raw: bytes) -> tuple[Part, bool]:
    """The parsed mail, and whether its body could be; a bomb of boundaries leaves the headers alone."""
    parser = BytesParser(policy=RawHeaders())
    if len(_BOUNDARY.findall(raw)) <= MAX_BOUNDARIES:
        try:
            return parser.parsebytes(raw), True
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
            pass
    try:
        return parser.parsebytes(raw, headersonly=True), False
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise MailRefused("malformed-mail") from error


def _leaves(mail: Part) -> list[Part]:
    """The parts that hold something, in order, without going into attached mails."""
    found: list[Part] = []
    waiting = [mail]
    while waiting and len(found) < MAX_PARTS:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = inner_parts(part)
        else:
            found.append(part)
    return found


def _contents(
    parts: list[Part], notes: list[tuple[str, str]], *, is_cut: bool
) -> tuple[str, str, list[Attachment]]:
    """Plain text, markup and attachments."""
    plains: list[str] = []
    markups: list[str] = []
    attachments: list[Attachment] = []
    left_out = 0
    for part in parts:
        kind = part.get_content_type()
        name = _name_of(part)
        is_attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in {"text/plain", "text/html"} and not is_attached:
            words = decode_bytes(content_of(part), charset_of(part))
            (plains if kind == "text/plain" else markups).append(words)
        elif kind in {"message/delivery-status", "text/rfc822-headers"} or is_cut:
            continue
        elif part.get_content_maintype() != "multipart":
            content = content_of(part)
            if not content and not name:
                continue
            if len(attachments) >= MAX_ATTACHMENTS or len(content) > MAX_ATTACHMENT_BYTES:
                left_out += 1
                continue
            if kind == "message/rfc822" and not name:
                name = "message.eml"
            kind = kind if _CONTENT_TYPE.fullmatch(kind) else "application/octet-stream"
            attachments.append(Attachment(name or "attachment", kind, len(content), content))
    if left_out:
        notes.append(("attachments-left-out", str(left_out)))
    return "\n\n".join(plains), "\n".join(markups)[:MAX_HTML_CHARACTERS], attachments


def _name_of(part: Part) -> str:
    """The file name without anything that could lead out of a folder or deceive the eye."""
    try:
        written = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        written = "attachment"
    name = clean_line(
        decode_words(decode_escaped(str(written)).replace("\\", "/")).rpartition("/")[2], limit=150
    )
    return _UNSAFE_IN_NAME.sub("_", name).strip(". ")


def _author_of(mail: Part, *, own_address: str) -> Author:
    """From; a no-reply sender (web forms) gives way to the one address of Reply-To."""
    for header in ("From", "Sender", "Reply-To", "Return-Path"):
        found = header_addresses(mail, header)
        if not found:
            continue
        name, address = found[0]
        answer_to = header_addresses(mail, "Reply-To")
        if is_unread_address(address) and len(answer_to) == 1 and answer_to[0][1] != own_address:
            name, address = answer_to[0][0] or name, answer_to[0][1]
        return Author(address, "" if name.lower() == address else name)
    bare = header_text(mail, "From", limit=100)  # "MAILER-DAEMON", without a domain
    if not bare:
        raise MailRefused("no-address")
    return Author(bare.lower(), bare)


def _recipient_of(mail: Part, own_address: str) -> str:
    addresses = [address for header in ("To", "Cc") for _, address in header_addresses(mail, header)]
    # "service+what@": the mailbox's own, with what the mail is about behind the plus sign (RFC 5233).
    local, _, domain = own_address.partition("@")
    for address in addresses:
        if local and address.startswith(f"{local}+") and address.endswith(f"@{domain}"):
            return address
    return own_address if own_address in addresses or not addresses else addresses[0]


def _date_of(mail: Part, received_at: datetime) -> datetime:
    try:
        written = parsedate_to_datetime(raw_header(mail, "Date")[:100])
        moment = (written if written.tzinfo else written.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return received_at
    return received_at if refuse_date(moment, now=received_at) else moment


def _after_headers(raw: bytes) -> bytes:
    for blank in (b"\r\n\r\n", b"\n\n"):
        _, found, body = raw.partition(blank)
        if found:
            return body
    return b""
