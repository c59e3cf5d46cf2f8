"""A loopback server of Mastodon that grants log-ins: applications, codes good once, PKCE (S256) and tokens, over HTTP.

What its pages would ask of a human is asked of `log_in(address, account)`: it opens the question's address as a browser
does, agrees as that account (or refuses), and says where the answer leads. Answers as Mastodon 4.3 documents them:
docs.joinmastodon.org/methods/oauth, /methods/apps, /methods/accounts#verify_credentials.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass
class MastodonPeer:
    """domain: what it says of itself; acct: what it says of an account, by its name, where that is not the name."""

    address: str = ""
    domain: str = ""
    acct: dict[str, str] = field(default_factory=dict)
    apps: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # those that still work → account
    granted: int = 0
    fails_at: str = ""  # a path that answers 503

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def log_in(self, question: str, account: str, *, agrees: bool = True) -> str:
        asked = urlsplit(question)
        assert asked.netloc == self.address, question
        connection = http.client.HTTPConnection(self.address, timeout=10)
        who = urlencode({"as": account if agrees else ""})
        connection.request("GET", f"{asked.path}?{asked.query}&{who}")
        answer = connection.getresponse()
        said = answer.read().decode()
        connection.close()
        assert answer.status == 302, said
        return str(answer.headers["Location"])


@contextmanager
def mastodon_server() -> Iterator[MastodonPeer]:
    peer = MastodonPeer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(asked.query).items()}
            if asked.path == peer.fails_at:
                self._answer(503, {})
            elif asked.path == "/api/v2/instance":
                self._answer(200, {"domain": peer.domain or peer.address, "version": "4.3.0"})
            elif asked.path == "/oauth/authorize":
                self._authorize(given)
            elif asked.path == "/api/v1/accounts/verify_credentials":
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                name = peer.tokens.get(token)
                if name is None:
                    self._answer(401, {"error": "The access token is invalid"})
                else:
                    self._answer(200, {"id": "1", "username": name, "acct": peer.acct.get(name, name)})
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == peer.fails_at:
                self._answer(503, {})
            elif self.path == "/api/v1/apps":
                app = {"client_id": secrets.token_urlsafe(16), "client_secret": secrets.token_urlsafe(16)}
                peer.apps[app["client_id"]] = app | {
                    "redirect_uri": given["redirect_uris"], "scopes": given["scopes"],
                }  # fmt: skip
                self._answer(200, {"id": "1", "name": given["client_name"], **app})
            elif self.path == "/oauth/token":
                self._grant(given)
            elif self.path == "/oauth/revoke":
                peer.tokens.pop(given["token"], None)
                self._answer(200, {})
            else:
                self._answer(404, {})

        def _authorize(self, given: dict[str, str]) -> None:
            app = peer.apps.get(given.get("client_id", ""))
            is_asked_well = (
                app is not None
                and given.get("redirect_uri") == app["redirect_uri"]
                and given.get("scope") == app["scopes"]
                and given.get("code_challenge_method") == "S256"
                and given.get("response_type") == "code"
            )
            if not is_asked_well:
                self._answer(400, {"error": "invalid_request"})
                return
            if given.get("as"):
                code = secrets.token_urlsafe(24)
                peer.codes[code] = given
                back = {"code": code, "state": given["state"]}
            else:
                back = {"error": "access_denied", "state": given["state"]}
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri']}?{urlencode(back)}")
            self.end_headers()

        def _grant(self, given: dict[str, str]) -> None:
            asked = peer.codes.pop(given.get("code", ""), None)  # good once
            app = peer.apps.get(given.get("client_id", ""), {})
            digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            is_good = (
                asked is not None
                and app.get("client_secret") == given.get("client_secret")
                and asked["client_id"] == given["client_id"]
                and asked["redirect_uri"] == given.get("redirect_uri")
                and asked["code_challenge"] == challenge
            )
            if asked is None or not is_good:
                self._answer(400, {"error": "invalid_grant"})
                return
            token = secrets.token_urlsafe(24)
            peer.tokens[token] = asked["as"]
            peer.granted += 1
            self._answer(
                200, {"access_token": token, "token_type": "Bearer", "scope": app["scopes"], "created_at": 1}
            )

        def _answer(self, status: int, document: Any) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    peer.address = f"127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
