"""Real OpenID Providers on loopback, and somebody who logs in there by its own forms.

`oidc-provider-mock` (PyPI, of the development tools) always runs. The certified `oidc-provider` (npm) runs
where PARVIS_NODE_MODULES names a folder it was installed in: npm install --prefix FOLDER oidc-provider@8.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.processes import wait_until

NODE_MODULES = os.environ.get("PARVIS_NODE_MODULES", "")
HAS_CERTIFIED = bool(shutil.which("node")) and (Path(NODE_MODULES) / "node_modules/oidc-provider").is_dir()
CLIENT_SECRET = "s3cr:t +%"
# Subject → what the provider says of them. The certified one makes the same of the subject itself.
PEOPLE: dict[str, dict[str, Any]] = {
    subject: {
        "sub": subject,
        "email": f"{subject.partition('+')[0]}@example.org",
        "email_verified": not subject.startswith("unsure"),
        "name": subject.partition("+")[0],
        "locale": "fr-FR",
        "groups": subject.split("+")[1:],
    }
    for subject in ("lea+support", "lea+boss", "lea+nothing", "lea", "unsure+support")
}


@dataclass
class Peer:
    issuer: str
    kind: str
    jar: CookieJar = field(default_factory=CookieJar)

    @property
    def allowed(self) -> str:
        return self.issuer.removeprefix("http://")

    def log_in(self, address: str, subject: str) -> str:
        """Follow the question's address as a browser does and answer each form; where it sends us back to."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _StopAtHome)
        where, sent = address, None
        for _ in range(12):
            try:
                with opener.open(urllib.request.Request(where, data=sent), timeout=10) as page:
                    where, text = page.url, page.read().decode()
            except urllib.error.HTTPError as stopped:
                if stopped.code not in (302, 303):
                    raise AssertionError(stopped.read().decode()) from None
                return urljoin(where, stopped.headers["Location"])
            where, sent = _filled(where, text, subject)
        raise AssertionError(f"{self.kind} never came back")


class _StopAtHome(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if newurl.startswith("http://testserver/"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _filled(where: str, page: str, subject: str) -> tuple[str, bytes]:
    form = re.search(r"<form\b([^>]*)>(.*?)</form>", page, re.S)
    assert form is not None, page
    action = re.search(r'action="([^"]+)"', form.group(1))
    values = {}
    for tag in re.findall(r"<input\b[^>]*>", form.group(2)):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            values[name.group(1)] = unescape(value.group(1)) if value else subject
    return urljoin(where, unescape(action.group(1)) if action else where), urlencode(values).encode()


@contextmanager
def oidc_provider(kind: str) -> Iterator[Peer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if kind == "certified":
        command = ["node", str(Path(__file__).with_name("oidc_provider.mjs")), str(port), NODE_MODULES]
    else:
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
        command += ["--require-nonce", "true"]
        command += [part for claims in PEOPLE.values() for part in ("--user-claims", json.dumps(claims))]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
        issuer = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{issuer}/jwks", timeout=5) as page:
                return bool(page.status == 200)
            assert process.poll() is None, said.seek(0) or said.read()
            return False

        try:
            wait_until(answers, seconds=30, what=f"the {kind} provider answers")
            yield Peer(issuer, kind)
        finally:
            process.kill()
            process.wait(timeout=10)
