"""A real IMAP server: Debian's Dovecot on loopback, with its own folder, ports and users, stopped by pid."""

from __future__ import annotations

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.peers.certificates import make_certificate

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
mail_location = maildir:{folder}/mail/%u
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """Where it listens and who may log in. `port` speaks plainly and STARTTLS, `tls_port` TLS at once."""

    port: int
    tls_port: int
    certificate: Path
    address: str = "service@example.org"
    password: str = 'pass word "with" signs'

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, 10)
        client.login(self.address, self.password)
        return client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder, as a delivery would."""
        client = self.client()
        try:
            for mail in mails:
                status, answer = client.append(folder, "", "", mail)
                assert status == "OK", answer
        finally:
            client.logout()

    def empty(self, *, folder: str = "INBOX") -> None:
        """Delete a folder and make it anew: another UIDVALIDITY, UIDs from 1. INBOX is only emptied."""
        client = self.client()
        try:
            if folder != "INBOX":
                client.delete(folder)
                client.create(folder)
                return
            client.select("INBOX")
            if client.search(None, "ALL")[1] != [b""]:
                client.store("1:*", "+FLAGS", "\\Deleted")
                client.expunge()
        finally:
            client.logout()


def has_dovecot() -> bool:
    return os.path.exists(PROGRAM)


@contextmanager
def dovecot_server() -> Iterator[Dovecot]:
    """Run a Dovecot of our own until the end of the block."""
    # Not below pytest's folder, which only its owner may enter: mail is read by an unprivileged user.
    folder = Path(tempfile.mkdtemp(prefix="parvis-dovecot-"))
    folder.chmod(0o755)
    chain, key = make_certificate(folder)
    is_root = os.geteuid() == 0
    account = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    (folder / "mail").mkdir()
    os.chown(folder / "mail", account.pw_uid, account.pw_gid)
    me = getpass.getuser()
    port, tls_port = _free_port(), _free_port()
    server = Dovecot(port, tls_port, chain)
    (folder / "users").write_text(f"{server.address}:{{PLAIN}}{server.password}::::::\n")
    (folder / "users").chmod(0o644)
    (folder / "dovecot.conf").write_text(
        _CONFIGURATION.format(
            folder=folder,
            chain=chain,
            key=key,
            internal="dovecot" if is_root else me,
            internal_group="dovecot" if is_root else me,
            login="dovenull" if is_root else me,
            uid=account.pw_uid,
            gid=account.pw_gid,
            port=port,
            tls_port=tls_port,
        )
    )
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=errors
        )
    try:
        _wait_for(port, process, folder)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    tick = threading.Event()
    for _ in range(500):
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
                if probe.recv(4) == b"* OK":
                    return
        except OSError:
            tick.wait(0.02)
    process.kill()
    logs = [(folder / name).read_text() for name in ("errors", "log") if (folder / name).exists()]
    raise RuntimeError("dovecot did not start: " + " ".join(logs))
