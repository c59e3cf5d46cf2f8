"""The part of the connector that talks to mail servers: IMAP in, SMTP out."""

from __future__ import annotations

import imaplib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from parvis.channels.connectors.email.parse import MailRefused, ParsedMail, parse_mail
from parvis.channels.logic.items import InboundItem, Page, RejectedRow
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.texts import excerpt_of

PAGE_MAILS = 50
PAGE_BYTES = 60 * 1024 * 1024
MAX_MAIL_BYTES = 40 * 1024 * 1024
CUT_MAIL_BYTES = 256 * 1024  # what is read of a mail above the limit: its headers and the start of its text
TIMEOUT_SECONDS = 30

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_INTERNAL_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """Mails after the cursor's UID, oldest first. A new UIDVALIDITY starts over; the ledger drops repeats."""
    with _mailbox(settings, secrets) as mailbox, _imap_errors(secrets):
        validity = mailbox.folder.status(_folder_of(settings), ["UIDVALIDITY"])["UIDVALIDITY"]
        last_uid = int(cursor.get("last_uid", 0)) if cursor.get("uid_validity") == validity else 0
        sizes = _sizes_after(mailbox, last_uid, settings, now=now)
        done = 0
        for page_sizes in _in_pages(sizes):
            items: list[InboundItem] = []
            rejected: list[RejectedRow] = []
            for uid, size in page_sizes:
                _read_mail(mailbox, uid, size, settings, items, rejected, now=now)
            done += len(page_sizes)
            yield Page(
                items=tuple(items),
                rejected=tuple(rejected),
                cursor={"uid_validity": validity, "last_uid": page_sizes[-1][0]},
                position_done=done,
                position_total=len(sizes),
            )
        if not sizes and cursor.get("uid_validity") != validity:
            yield Page(items=(), cursor={"uid_validity": validity, "last_uid": last_uid})


def check_mailbox(settings: Settings, secrets: Settings) -> None:
    """Log in to both servers without reading or sending; raises ConnectorError with what is wrong."""
    with _mailbox(settings, secrets):
        pass
    if settings.get("smtp_host"):
        with _smtp(settings, secrets):
            pass


def send_mail(settings: Settings, secrets: Settings, mail: EmailMessage, *, recipient: str) -> str:
    """Hand a mail to the SMTP server; returns nothing secret of what the server said."""
    with _smtp(settings, secrets) as server, _smtp_errors(secrets):
        server.send_message(mail, from_addr=str(settings["address"]), to_addrs=[recipient])
    return str(settings["smtp_host"])


def _read_mail(
    mailbox: BaseMailBox,
    uid: int,
    size: int,
    settings: Settings,
    items: list[InboundItem],
    rejected: list[RejectedRow],
    *,
    now: datetime,
) -> None:
    is_cut = size > MAX_MAIL_BYTES
    wanted = f"BODY.PEEK[]<0.{CUT_MAIL_BYTES}>" if is_cut else "BODY.PEEK[]"
    raw, received_at = _fetch_one(mailbox, uid, wanted, now=now)
    if raw is None:
        return  # expunged since it was listed: it is no longer in the mailbox
    own_address = str(settings["address"]).strip().lower()
    try:
        parsed: ParsedMail = parse_mail(
            raw,
            own_address=own_address,
            received_at=received_at,
            is_cut=is_cut,
            checked_by=str(settings.get("authserv_id") or ""),
        )
    except MailRefused as refused:
        rejected.append(RejectedRow(uid, refused.code, "", excerpt_of(raw[:800].decode("utf-8", "replace"))))
        return
    item = parsed.item
    if item.author.handle == own_address:
        rejected.append(RejectedRow(uid, "own-mail", item.external_id, item.title))
        return
    items.append(item)
    notes = [*parsed.notes, ("mail-too-large", str(size))] if is_cut else parsed.notes
    rejected.extend(RejectedRow(uid, code, detail, item.title) for code, detail in notes)


def _fetch_one(
    mailbox: BaseMailBox, uid: int, wanted: str, *, now: datetime
) -> tuple[bytes | None, datetime]:
    _, answer = mailbox.client.uid("FETCH", str(uid), f"(INTERNALDATE {wanted})")
    for piece in answer:
        if isinstance(piece, tuple):
            match = _INTERNAL_DATE.search(piece[0])
            with suppress(ValueError):
                if match:
                    written = match[1].decode("ascii", "replace").strip()
                    return piece[1], datetime.strptime(written, "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
            return piece[1], now
    return None, now


def _sizes_after(
    mailbox: BaseMailBox, last_uid: int, settings: Settings, *, now: datetime
) -> list[tuple[int, int]]:
    """(uid, bytes) of the mails to read, in order of arrival."""
    if last_uid:
        uids = mailbox.uids(f"UID {last_uid + 1}:*")
    else:
        days = int(settings.get("history_days") or 0)
        uids = mailbox.uids(f"SINCE {(now - timedelta(days=days)):%d-%b-%Y}" if days else "ALL")
    # "n:*" names the last mail even when its number is below n.
    wanted = sorted(uid for uid in map(int, uids) if uid > last_uid)
    sizes: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        listed = ",".join(map(str, wanted[start : start + 500]))
        _, answer = mailbox.client.uid("FETCH", listed, "(UID RFC822.SIZE)")
        for piece in answer:
            line = piece[0] if isinstance(piece, tuple) else piece
            if line and (uid := _UID.search(line)) and (size := _SIZE.search(line)):
                sizes[int(uid[1])] = int(size[1])
    return [(uid, sizes.get(uid, 0)) for uid in wanted]


def _in_pages(sizes: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    page: list[tuple[int, int]] = []
    page_bytes = 0
    for uid, size in sizes:
        if page and (len(page) >= PAGE_MAILS or page_bytes + size > PAGE_BYTES):
            yield page
            page, page_bytes = [], 0
        page.append((uid, size))
        page_bytes += min(size, MAX_MAIL_BYTES)
    if page:
        yield page


@contextmanager
def _mailbox(settings: Settings, secrets: Settings) -> Iterator[BaseMailBox]:
    host, port, security = _server(settings, "imap")
    user, password = _login(settings, secrets, "imap")
    mailbox: BaseMailBox | None = None
    with _imap_errors(secrets):
        if security == "ssl":
            mailbox = MailBox(host, port, timeout=TIMEOUT_SECONDS, ssl_context=ssl.create_default_context())
        elif security == "starttls":
            mailbox = MailBoxStartTls(
                host, port, timeout=TIMEOUT_SECONDS, ssl_context=ssl.create_default_context()
            )
        else:
            mailbox = MailBoxUnencrypted(host, port, timeout=TIMEOUT_SECONDS)
    try:
        with _imap_errors(secrets):
            log_in = mailbox.login if (user + password).isascii() else mailbox.login_utf8
            log_in(user, password, initial_folder=None)
            mailbox.folder.set(_folder_of(settings), readonly=True)
        yield mailbox
    finally:
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            mailbox.logout()


@contextmanager
def _imap_errors(secrets: Settings) -> Iterator[None]:
    try:
        yield
    except MailboxLoginError as error:
        raise ConnectorError("login-refused", _said(error, secrets), permanent=True) from None
    except MailboxFolderSelectError as error:
        raise ConnectorError("folder-missing", _said(error, secrets), permanent=True) from None
    except ssl.SSLError as error:
        raise ConnectorError("certificate-refused", _said(error, secrets), permanent=False) from None
    except (socket.gaierror, imaplib.IMAP4.abort, OSError) as error:
        raise ConnectorError("unreachable", _said(error, secrets), permanent=False) from None
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        code = "login-refused" if b"AUTHENTICATIONFAILED" in str(error).encode() else "malformed"
        raise ConnectorError(code, _said(error, secrets), permanent=code == "login-refused") from None


@contextmanager
def _smtp(settings: Settings, secrets: Settings) -> Iterator[smtplib.SMTP]:
    host, port, security = _server(settings, "smtp")
    server: smtplib.SMTP | None = None
    try:
        with _smtp_errors(secrets):
            if security == "ssl":
                server = smtplib.SMTP_SSL(
                    host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
                if security == "starttls":
                    server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            is_asked = settings.get("smtp_user") or secrets.get("smtp_password")
            # A relay without log-in is fine; the mailbox's password never travels unencrypted unasked.
            if is_asked or (security != "plain" and server.has_extn("auth")):
                server.login(*_login(settings, secrets, "smtp"))
        yield server
    finally:
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()


@contextmanager
def _smtp_errors(secrets: Settings) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise ConnectorError("deferred", _said(error, secrets), permanent=False) from None
        raise ConnectorError("login-refused", _said(error, secrets), permanent=True) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, words, "rejected-recipient", secrets) from None
    except smtplib.SMTPNotSupportedError as error:
        raise ConnectorError("not-supported", _said(error, secrets), permanent=True) from None
    except smtplib.SMTPServerDisconnected as error:
        raise ConnectorError("unreachable", _said(error, secrets), permanent=False) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error, "refused", secrets) from None
    except ssl.SSLError as error:
        raise ConnectorError("certificate-refused", _said(error, secrets), permanent=False) from None
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise ConnectorError("unreachable", _said(error, secrets), permanent=False) from None


def _refusal(code: int, words: bytes | str, permanent_code: str, secrets: Settings) -> ConnectorError:
    """5xx is a no for good; 4xx (and codes out of the protocol) may pass later."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    detail = _said(f"{code} {text}", secrets)
    if 500 <= code < 600:
        return ConnectorError(permanent_code, detail, permanent=True)
    if code == 421 or re.search(r"rate|too many|4\.7\.\d", text, re.IGNORECASE):
        return ConnectorError("rate-limited", detail, permanent=False, retry_after_seconds=300)
    return ConnectorError("deferred", detail, permanent=False)


def _said(error: object, secrets: Settings) -> str:
    """What went wrong in one bounded line, without any secret that a server may have echoed."""
    text = str(error)
    for value in secrets.values():
        if isinstance(value, str) and len(value) > 2:
            text = text.replace(value, "…")
    return excerpt_of(text)


def _server(settings: Settings, protocol: str) -> tuple[str, int, str]:
    security = str(settings.get(f"{protocol}_security") or "ssl")
    usual = {"imap": {"ssl": 993}, "smtp": {"ssl": 465, "starttls": 587, "plain": 25}}[protocol]
    host = str(settings.get(f"{protocol}_host") or "").strip()
    try:
        port = int(settings.get(f"{protocol}_port") or usual.get(security, 143))
    except ValueError:
        port = 0
    if not host or not 0 < port < 65536 or security not in {"ssl", "starttls", "plain"}:
        raise ConnectorError("settings", f"{protocol}: server, port or security", permanent=True)
    return host, port, security


def _login(settings: Settings, secrets: Settings, protocol: str) -> tuple[str, str]:
    user = str(settings.get(f"{protocol}_user") or settings.get("address") or "")
    own_password = secrets.get("smtp_password") if protocol == "smtp" else None
    password = str(own_password or secrets.get("password") or "")
    if not user or any(ord(sign) < 32 for sign in user + password):
        raise ConnectorError("settings", f"{protocol}: user or password", permanent=True)
    return user, password


def _folder_of(settings: Settings) -> str:
    return str(settings.get("folder") or "INBOX")
