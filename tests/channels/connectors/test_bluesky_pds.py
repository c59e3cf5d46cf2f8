"""Answers on a real server of Bluesky's software: once, below the post and the thread they belong to.

Runs where PARVIS_NODE_MODULES names a folder with the server: npm install --prefix FOLDER @atproto/dev-env
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from parvis.channels.connectors.bluesky.connector import CONNECTOR
from parvis.channels.logic.items import OutboundMessage
from parvis.channels.logic.protocol import ConnectorError

FOLDER = os.environ.get("PARVIS_NODE_MODULES", "")
HAS_SERVER = bool(shutil.which("node")) and (Path(FOLDER) / "node_modules/@atproto/dev-env").is_dir()
pytestmark = pytest.mark.skipif(not HAS_SERVER, reason="PARVIS_NODE_MODULES has no @atproto/dev-env")
PROGRAM = Path(__file__).resolve().parents[2] / "peers/bluesky_pds.mjs"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
POSTS = "app.bsky.feed.post"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    process = subprocess.Popen(
        ["node", str(PROGRAM), FOLDER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        yield json.loads(next(line for line in process.stdout if line.startswith(b"{")))["url"]
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        process.stdout.close()  # type: ignore[union-attr]


def xrpc(
    server: str, method: str, body: dict[str, Any] | None = None, *, token: str = "", **query: str
) -> Any:
    request = urllib.request.Request(
        f"{server}/xrpc/{method}" + (f"?{urlencode(query)}" if query else ""),
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        },
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def account(server: str, name: str) -> dict[str, Any]:
    given = {"handle": f"{name}.test", "email": f"{name}@example.org", "password": "a long secret"}
    return dict(xrpc(server, "com.atproto.server.createAccount", given))


def test_an_answer_stands_once_below_what_it_answers(server: str, settings: Any) -> None:
    settings.FETCH_ALLOWED_PRIVATE = (server.removeprefix("http://"),)
    ana, us = account(server, "ana"), account(server, "velostral")
    record = {
        "$type": POSTS,
        "text": "@velostral.test the battery is dead",
        "createdAt": "2026-02-11T08:30:00Z",
    }
    said = xrpc(
        server,
        "com.atproto.repo.createRecord",
        {"repo": ana["did"], "collection": POSTS, "record": record},
        token=ana["accessJwt"],
    )
    given = {"service": server, "account": "@velostral.test"}
    assert CONNECTOR.send is not None
    message = OutboundMessage("m-1@parvis", "ana.test", "We call you today.", in_reply_to=said["uri"])
    receipts = [CONNECTOR.send(given, {"app_password": "a long secret"}, message, now=NOW) for _ in range(2)]
    assert receipts[0] == receipts[1]
    shown = xrpc(server, "com.atproto.repo.listRecords", repo=us["did"], collection=POSTS)["records"]
    assert [(each["uri"], each["value"]["text"]) for each in shown] == [
        (receipts[0].external_id, "We call you today.")
    ]
    assert shown[0]["value"]["reply"] == {
        place: {"uri": said["uri"], "cid": said["cid"]} for place in ("root", "parent")
    }
    below = OutboundMessage("m-2@parvis", "ana.test", "And tomorrow.", in_reply_to=receipts[0].external_id)
    second = CONNECTOR.send(given, {"app_password": "a long secret"}, below, now=NOW)
    key = second.external_id.rpartition("/")[2]
    reply = xrpc(server, "com.atproto.repo.getRecord", repo=us["did"], collection=POSTS, rkey=key)["value"][
        "reply"
    ]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (said["uri"], receipts[0].external_id)


def test_a_wrong_password_is_refused_as_such(server: str, settings: Any) -> None:
    settings.FETCH_ALLOWED_PRIVATE = (server.removeprefix("http://"),)
    given = {"service": server, "account": "velostral.test"}
    assert CONNECTOR.send is not None
    with pytest.raises(ConnectorError) as caught:
        CONNECTOR.send(given, {"app_password": "wrong"}, OutboundMessage("m", "ana.test", "x"), now=NOW)
    assert (caught.value.code, caught.value.permanent) == ("login-refused", True)
