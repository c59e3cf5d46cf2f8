"""The Python client is what the document says, and works against a real server."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from parvis.api.client_generator import generated_files
from parvis.api.web.root import openapi_document
from tests.factories.accounts import make_user
from tests.factories.api import make_token
from tests.factories.conversations import make_conversation, make_queue
from tests.processes import python, wait_until

CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"


@pytest.mark.parametrize("name", ["shapes.py", "client.py"])
def test_the_committed_client_is_the_generated_one(name: str) -> None:
    committed = (CLIENT / "parvis_client" / name).read_text()
    assert committed == generated_files(openapi_document())[name], (
        "run: python -m parvis.api.client_generator"
    )


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(CLIENT))
    import parvis_client

    yield parvis_client
    for name in [one for one in sys.modules if one.startswith("parvis_client")]:
        del sys.modules[name]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


@pytest.mark.django_db(transaction=True)
def test_a_program_works_through_a_day(library: Any, database_addresses: tuple[str, str]) -> None:
    queue = make_queue(is_default=True)
    conversations = [make_conversation(queue=queue) for _ in range(3)]
    text = make_token(make_user(roles=("administrator",)))
    port = free_port()
    given = (
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "parvis.project.wsgi:application",
    )
    with python(*given, addresses=database_addresses, DJANGO_SETTINGS_MODULE="parvis.project.settings"):
        wait_until(
            lambda: answers(f"http://127.0.0.1:{port}/api/v1/openapi.json"), seconds=40, what="the server"
        )
        parvis = library.Parvis(f"http://127.0.0.1:{port}", text)
        assert parvis.get_me()["roles"] == ["administrator"]

        ana = parvis.create_person_record({"given_name": "Ana", "city": "Lyon"}, idempotency_key="day-1")
        assert (
            parvis.create_person_record({"given_name": "Ana", "city": "Lyon"}, idempotency_key="day-1") == ana
        )
        rows = [{"given_name": f"Person {number}"} for number in range(120)]
        assert parvis.create_people_in_bulk({"persons": rows})["done"] == 120
        assert len(list(parvis.every(parvis.list_people))) == 121
        assert [one["name"] for one in parvis.every(parvis.list_people, q="ana")] == ["Ana"]

        parvis.get_person(ana["id"])
        etag = parvis.last_headers["etag"]
        parvis.change_person_record(ana["id"], {"city": "Nice"}, if_match=etag)
        with pytest.raises(library.Refused) as refused:
            parvis.change_person_record(ana["id"], {"city": "Lille"}, if_match=etag)
        assert (refused.value.status, refused.value.code) == (412, "changed-meanwhile")

        waiting = list(parvis.every(parvis.list_conversations, waiting=True, status="any"))
        assert {one["id"] for one in waiting} <= {one.pk for one in conversations}
        first = conversations[0].pk
        parvis.take_conversation(first)
        parvis.leave_note(first, {"text": "Ça part demain."})
        assert [one["kind"] for one in parvis.list_messages(first)["items"]] == ["inbound", "note"]
        assert parvis.set_conversation_status(first, {"status": "resolved"})["status"] == "resolved"

        posts = b"id,date,text\n1,2026-01-01,Le train est en retard\n"
        run = parvis.start_file_import(posts, file_name="posts.csv", source_name="Export", channel="twitter")
        assert parvis.get_import(run["id"])["state"] == "waiting"
        labels = parvis.enrich_texts({"texts": [{"id": "1", "text": "Merci, c’est parfait !"}]})["items"]
        assert (labels[0]["language"], labels[0]["sentiment"]) == ("fr", "positive")
        hook = parvis.create_new_webhook(
            {"name": "Orders", "url": "https://example.org/x", "events": ["reply.sent"]}
        )
        parvis.delete_one_webhook(hook["id"])
        assert parvis.list_webhooks()["items"] == []
        with pytest.raises(library.Refused, match="not-found"):
            parvis.get_person(987_654_321)
    with pytest.raises(library.Unreachable):
        library.Parvis(f"http://127.0.0.1:{port}", text, wait=lambda seconds: None).get_me()
