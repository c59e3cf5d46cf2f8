"""Mail in Parvis's own name, through servers as companies have them: with a log-in, over TLS, checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.peers.certificates import make_certificate
from tests.peers.smtp import smtp_server

SEND = (
    "import django; django.setup()\n"
    "from django.core.mail import send_mail\n"
    "send_mail('A link', 'It works once.', None, ['ana@example.org'])\n"
)


def send(port: int, settings_of_run: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    own = {"DJANGO_SETTINGS_MODULE": "parvis.project.settings", "PARVIS_SMTP_PORT": str(port)}
    return subprocess.run(
        [sys.executable, "-c", SEND],
        env=settings_of_run | own | more,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(("security", "tls"), [("starttls", "starttls"), ("tls", "ssl")])
def test_own_mail_logs_in_over_tls(
    security: str, tls: str, settings_of_run: dict[str, str], tmp_path: Path
) -> None:
    chain = make_certificate(tmp_path)
    words = {
        "PARVIS_SMTP_SECURITY": security,
        "PARVIS_SMTP_USER": "parvis",
        "PARVIS_SMTP_PASSWORD": "s3cret",
        "PARVIS_FROM_EMAIL": "parvis@example.com",
    }
    with smtp_server(login=("parvis", "s3cret"), certificate=chain, tls=tls) as server:
        # A certificate that nobody vouches for is not talked to.
        assert "CERTIFICATE_VERIFY_FAILED" in send(server.port, settings_of_run, **words).stderr
        done = send(server.port, settings_of_run, **words, SSL_CERT_FILE=str(chain[0]))
        assert done.returncode == 0, done.stderr
        assert [(mail.sender, mail.recipients) for mail in server.taken] == [
            ("parvis@example.com", ["ana@example.org"])
        ]


def test_an_unknown_way_is_refused_and_not_taken_for_none(settings_of_run: dict[str, str]) -> None:
    refused = send(25, settings_of_run, PARVIS_SMTP_SECURITY="ssl")
    assert "PARVIS_SMTP_SECURITY is 'ssl'. It takes none, starttls or tls." in refused.stderr
