"""The live process as a browser meets it: who may listen, what arrives, what was missed, how it stops."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from parvis.accounts.models import Membership
from parvis.conversations.models import Queue
from parvis.foundation.live import announce, last_announcement
from tests.factories.accounts import make_team, make_user
from tests.factories.channels import NOON
from tests.processes import python, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PAGE_PORT = "18999"
ORIGIN = f"http://127.0.0.1:{PAGE_PORT}"


@pytest.fixture
def live(database_addresses) -> Iterator[int]:
    """The port of a real live process on this test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with python(
        "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), "--timeout-graceful-shutdown", "1",
        "parvis.project.live:application",
        addresses=database_addresses, PARVIS_PORT=PAGE_PORT, PARVIS_LIVE_PORT=str(port),
        DJANGO_SETTINGS_MODULE="parvis.project.settings", PARVIS_LIVE_RECHECK_SECONDS="0",
    ) as process:  # fmt: skip
        wait_until(lambda: answers(port), what="the live process answers")
        yield port
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
        assert time.monotonic() - began < 5, "open streams must not hold the process back"


_open_ends: list[http.client.HTTPConnection | http.client.HTTPResponse] = []


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    yield
    while _open_ends:
        _open_ends.pop().close()


def answers(port: int) -> bool:
    try:
        return request(port, "/healthz").status == 200
    except OSError:
        return False


def request(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    _open_ends.append(connection)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    _open_ends.append(response)
    return response


def cookie_of(user) -> str:
    client = Client()
    client.force_login(user)
    return f"parvis_session={client.cookies['parvis_session'].value}"


def next_event(stream: http.client.HTTPResponse) -> dict[str, str]:
    """Read until the end of an event; comments (heartbeats) are passed over."""
    event: dict[str, str] = {}
    while True:
        line = stream.readline().decode().rstrip("\n")
        if line.startswith((":", "retry")):
            continue
        if not line:
            if event:
                return event
            continue
        name, _, value = line.partition(": ")
        event[name] = value


def opened(port: int, user, **headers: str) -> http.client.HTTPResponse:
    stream = request(port, "/live", Cookie=cookie_of(user), Origin=ORIGIN, **headers)
    assert stream.status == 200
    assert stream.readline() == b"retry: 2000\n"  # registered: what is announced from here on arrives
    return stream


def test_a_stranger_gets_no_stream_and_is_told_not_to_come_back(live):
    assert request(live, "/live").status == 204
    assert request(live, "/live", Cookie="parvis_session=made-up").status == 204


def test_a_disabled_account_gets_no_stream(live):
    user = make_user()
    cookie = cookie_of(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert request(live, "/live", Cookie=cookie).status == 204


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:18999", "null"]
)
def test_a_page_of_another_address_is_refused(live, origin):
    assert request(live, "/live", Cookie=cookie_of(make_user()), Origin=origin).status == 403


def test_credentials_are_allowed_to_the_one_page_only(live):
    stream = opened(live, make_user())
    assert stream.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert stream.headers["Access-Control-Allow-Credentials"] == "true"
    assert stream.headers["Content-Type"] == "text/event-stream"


def test_an_announcement_reaches_its_audience_and_nobody_else(live):
    user, other = make_user(), make_user()
    mine, theirs = opened(live, user), opened(live, other)
    announce("inbox", audience=f"user:{user.pk}", conversation=7)
    announce("mentions", audience="staff")
    assert json.loads(next_event(mine)["data"]) == {"topic": "inbox", "conversation": 7}
    assert json.loads(next_event(mine)["data"]) == {"topic": "mentions"}
    assert json.loads(next_event(theirs)["data"]) == {"topic": "mentions"}


def test_a_lost_stream_catches_up_from_the_last_event_it_saw(live):
    user = make_user()
    stream = opened(live, user)
    announce("first", audience="staff")
    seen = next_event(stream)["id"]
    stream.close()
    announce("second", audience="staff")
    announce("secret", audience="user:0")
    again = opened(live, user, Last_Event_ID=seen)
    topics = [json.loads(next_event(again)["data"])["topic"] for _ in range(2)]
    assert topics == ["first", "second"]  # what comes twice is harmless, what is missing is not


def test_what_came_while_the_page_was_loading_is_not_lost(live):
    user = make_user()
    since = last_announcement()
    announce("meanwhile", audience="staff")
    stream = request(live, f"/live?since={since}", Cookie=cookie_of(user), Origin=ORIGIN)
    assert json.loads(next_event(stream)["data"])["topic"] == "meanwhile"


def test_an_open_stream_follows_what_its_account_may_hear(live):
    user, team = make_user(), make_team()
    queue = Queue.objects.create(name="Repairs", team=team, created_at=NOON)
    stream = opened(live, user)

    def is_heard() -> bool:
        """Whether what is told to the team reaches the stream; the stream asks anew between two events."""
        announce("team", audience=f"queue:{queue.pk}")
        announce("all", audience="staff")
        topics = [json.loads(next_event(stream)["data"])["topic"]]
        while topics[-1] != "all":
            topics.append(json.loads(next_event(stream)["data"])["topic"])
        return "team" in topics

    assert not is_heard()
    membership = Membership.objects.create(user=user, team=team)
    wait_until(is_heard, what="the new member hears the team's queue")
    membership.delete()
    wait_until(lambda: not is_heard(), what="the former member hears it no more")


def test_an_open_stream_ends_with_its_account(live):
    user = make_user()
    stream = opened(live, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    announce("the last thing heard", audience="staff")
    rest = stream.read().decode()  # to the end: the server closes it
    assert rest.count("event: change") <= 1


def test_a_nonsense_last_event_id_is_no_error(live):
    stream = opened(live, make_user(), Last_Event_ID="12; DROP TABLE")
    announce("after", audience="staff")
    assert json.loads(next_event(stream)["data"])["topic"] == "after"
