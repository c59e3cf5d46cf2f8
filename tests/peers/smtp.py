"""A real SMTP server (aiosmtpd) on loopback that keeps what it is given, or refuses it as told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Taken:
    """One mail as the server took it."""

    sender: str
    recipients: list[str]
    content: bytes


@dataclass
class SmtpServer:
    """Where it listens, what it took; `answers` maps a command ("RCPT", "DATA") to a refusal to give."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


@contextmanager
def smtp_server(
    *,
    login: tuple[str, str] | None = None,
    certificate: tuple[Path, Path] | None = None,
    tls: str = "plain",
) -> Iterator[SmtpServer]:
    """Listen on a free port of 127.0.0.1. login demands (user, password); tls: plain, starttls, ssl."""
    server = SmtpServer()

    class Keep:
        async def handle_RCPT(
            self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
        ) -> str:
            if login is not None and not session.authenticated:
                return "530 5.7.0 log in first"
            if "RCPT" in server.answers:
                return server.answers["RCPT"]
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
            if "DATA" in server.answers:
                return server.answers["DATA"]
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            server.taken.append(Taken(envelope.mail_from or "", list(envelope.rcpt_tos), content))
            return "250 taken"

    def authenticate(
        smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and login == (data.login.decode(), data.password.decode())
        return AuthResult(success=is_right, handled=False)

    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    wanted: dict[str, Any] = {}
    if login is not None:
        wanted = {
            "authenticator": authenticate,
            "auth_require_tls": False,  # the library does not see that its socket is wrapped already
        }
    controller = Controller(
        Keep(),
        hostname="127.0.0.1",
        port=0,
        tls_context=context if tls == "starttls" else None,
        ssl_context=context if tls == "ssl" else None,
        **wanted,
    )

    def knock() -> None:
        # The library waits until its own port was called once; port 0 has become another one by now.
        server.port = controller.server.sockets[0].getsockname()[1]
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as plain:
            if tls == "ssl":
                client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
                plain = client.wrap_socket(plain)
            plain.recv(100)
            plain.close()

    controller._trigger_server = knock
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
