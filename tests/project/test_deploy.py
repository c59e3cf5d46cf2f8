"""What an administrator copies from `deploy/`: units that systemd accepts, and nginx in front of a real Parvis."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from parvis.project.paths import Paths
from parvis.project.postgres.roles import embedded_addresses
from parvis.project.secret_file import read_or_create_secrets
from tests.processes import wait_until
from tests.project.conftest import Run, free_port_pair, wait_until_ready

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
PUBLIC = "parvis.example.com"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").iterdir()))
def test_systemd_accepts_the_unit(unit: str, tmp_path: Path) -> None:
    """Programs and accounts of the example do not exist here: that alone may be complained about."""
    for file in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", file.read_text())
        (tmp_path / file.name).write_text(re.sub("(User|Group)=parvis", r"\1=root", text))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in checked.stderr.splitlines() if unit in line and "parvis" in line]
    assert complaints == []


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Callable[[int, int, int], None]]:
    """Start nginx with the example as it stands, save for the addresses and the certificate of this test."""
    started: list[subprocess.Popen[bytes]] = []

    def start_nginx(public: int, pages: int, live: int) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", f"/CN={PUBLIC}", "-addext", f"subjectAltName=DNS:{PUBLIC}", "-keyout", tmp_path / "key.pem",
             "-out", tmp_path / "cert.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
        site = (DEPLOY / "proxy/nginx.conf").read_text()
        for ours, theirs in (
            ("127.0.0.1:8000", f"127.0.0.1:{pages}"),
            ("127.0.0.1:8001", f"127.0.0.1:{live}"),
            ("listen 443 ssl", f"listen 127.0.0.1:{public} ssl"),
            ("listen 80", f"listen 127.0.0.1:{public + 1}"),
            ("listen [::]:443", f"listen [::1]:{public}"),
            ("listen [::]:80", f"listen [::1]:{public + 1}"),
            ("/etc/ssl/parvis/fullchain.pem", str(tmp_path / "cert.pem")),
            ("/etc/ssl/parvis/privkey.pem", str(tmp_path / "key.pem")),
        ):
            assert ours in site
            site = site.replace(ours, theirs)
        (tmp_path / "nginx.conf").write_text(
            f"pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; worker_processes 1; daemon off;\n"
            f"user root; events {{}} http {{ access_log off; client_body_temp_path {tmp_path}/body;"
            f" proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u;"
            f" scgi_temp_path {tmp_path}/s;\n{site}\n}}\n"
        )
        assert NGINX
        started.append(subprocess.Popen([NGINX, "-c", tmp_path / "nginx.conf", "-e", tmp_path / "error.log"]))
        wait_until(lambda: accepts(public), what=(tmp_path / "nginx.conf").read_text())

    yield start_nginx
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx-light)")
@pytest.mark.skipif(os.geteuid() != 0, reason="nginx's example runs as root here")
def test_pages_and_live_updates_behind_nginx(
    start: Callable[..., Run],
    installed: Paths,
    settings_of_run: dict[str, str],
    tmp_path: Path,
    nginx: Callable[[int, int, int], None],
) -> None:
    public = free_port_pair()
    pages, live = int(settings_of_run["PARVIS_PORT"]), int(settings_of_run["PARVIS_LIVE_PORT"])
    origin = f"https://{PUBLIC}:{public}"
    run = start(PARVIS_ORIGIN=origin, PARVIS_LIVE_ORIGIN=origin)
    wait_until_ready(run, tmp_path)
    nginx(public, pages, live)
    visit = Visitor(public, tmp_path / "cert.pem")

    # Pages: https is believed, because the proxy says so; the headers for a secure origin are there.
    status, headers, body = visit("/account/login/")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert f"connect-src 'self' {origin};" in headers["content-security-policy"]
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
    assert "secure" in headers["set-cookie"].lower()
    style = re.search(r'href="(/static/[0-9a-f]{12}/foundation/tokens\.css)"', body)
    assert style
    assert "immutable" in visit(style[1])[1]["cache-control"]
    # What is for monitors is not for visitors, whatever they claim.
    assert visit("/metrics")[0] == 404
    assert visit("/nothing-here", **{"X-Forwarded-For": "127.0.0.1"})[0] == 404

    # The stream comes through the proxy as it is written, not when it ends.
    cookie = log_in(installed, tmp_path)
    with visit.connect() as connection:
        connection.sendall(
            f"GET /live HTTP/1.1\r\nHost: {PUBLIC}:{public}\r\nOrigin: {origin}\r\n"
            f"Cookie: parvis_session={cookie}\r\n\r\n".encode()
        )
        received = read_until(connection, b"retry: 2000")
        assert received.startswith(b"HTTP/1.1 200"), received
        with psycopg.connect(owner_url(installed)) as database:
            database.execute(
                "SELECT pg_notify('parvis_live', %s)",
                ['{"id": 7, "topic": "inbox", "audience": "staff", "payload": {"conversation": 3}}'],
            )
        received = read_until(connection, b"\n\n", already=b"")
        assert b'data: {"topic": "inbox", "conversation": 3}' in received
    run.send_signal(signal.SIGINT)
    assert run.wait(30) == 0


class Visitor:
    """A browser that knows the public name and the test's certificate."""

    def __init__(self, port: int, certificate: Path) -> None:
        import ssl

        self.port, self.context = port, ssl.create_default_context(cafile=str(certificate))

    def connect(self) -> socket.socket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return self.context.wrap_socket(plain, server_hostname=PUBLIC)

    def __call__(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        import http.client

        connection = http.client.HTTPSConnection(PUBLIC, self.port, context=self.context, timeout=10)
        connection.sock = self.connect()
        connection.request("GET", path, headers={"Host": f"{PUBLIC}:{self.port}", **headers})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def log_in(paths: Paths, tmp_path: Path) -> str:
    """A session made by the installation's own code; its key."""
    import sys

    script = (
        "from parvis.project.django_session import open_django\n"
        "from parvis.project.paths import installation_paths\n"
        "open_django(installation_paths())\n"
        "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
        "from django.contrib.sessions.backends.cached_db import SessionStore\n"
        "from parvis.accounts.models import User\n"
        "user = User(email='ana@example.com', name='Ana', roles=['agent']); user.set_unusable_password(); user.save()\n"
        "session = SessionStore(); session[SESSION_KEY] = str(user.pk)\n"
        "session[BACKEND_SESSION_KEY] = 'allauth.account.auth_backends.AuthenticationBackend'\n"
        "session[HASH_SESSION_KEY] = user.get_session_auth_hash(); session.create(); print(session.session_key)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
            "PARVIS_DATA": str(paths.data),
            "PARVIS_ORIGIN": "",
            "DJANGO_SETTINGS_MODULE": "parvis.project.settings",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def owner_url(paths: Paths) -> str:
    return embedded_addresses(paths.socket_folder, read_or_create_secrets(paths.secrets)).owner_url


def read_until(connection: socket.socket, mark: bytes, *, already: bytes = b"") -> bytes:
    received = already
    while mark not in received:
        piece = connection.recv(65536)
        assert piece, received
        received += piece
    return received


def accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


