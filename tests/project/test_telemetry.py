"""Traces and reports of errors reach a receiver, hold what helps and nobody's words; off, they are not imported."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from parvis.foundation import spans
from parvis.foundation.jobs import enqueue
from parvis.project import telemetry
from parvis.project.error_reports import ErrorReports, start_error_reports
from parvis.project.examination import _receivers
from parvis.project.problems import Problem
from parvis.project.traces import start_traces
from tests.factories.accounts import make_user
from tests.peers.receiver import Receiver, receiver
from tests.peers.telemetry import errors_in, plain, spans_in
from tests.processes import environment, python, wait_until

PLANTED = "Zerbinette-Quatrepoint"
CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def collector() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def traces(collector: Receiver) -> Iterator[Any]:
    provider = start_traces(f"http://{collector.address}", process="web")
    yield provider
    spans.listen(None)
    provider.shutdown()


@pytest.fixture
def sentry(collector: Receiver) -> Iterator[Any]:
    dsn = f"http://publickey@{collector.address}/7"
    client = start_error_reports(dsn, process="web", environment="tests")
    yield client
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, ErrorReports)]:
        root.removeHandler(handler)
    client.close(timeout=2)


def visit(page: str, settings: Any, *, peer: str = "", **headers: str) -> Any:
    settings.ROOT_URLCONF = "tests.project.failing_pages"
    client = Client(raise_request_exception=False)
    client.force_login(make_user(name=PLANTED, email="zerbinette-quatrepoint@example.org"))
    address = f"/{page}/{PLANTED}/?peer={peer}&q={PLANTED}"
    return client.post(address, {"said": PLANTED}, headers={"X-Note": PLANTED, **headers})


def assert_nobody_is_in(collector: Receiver) -> None:
    assert collector.requests
    for told in collector.requests:
        sent = plain(told).lower() + repr(told.headers).lower().encode()
        for word in (b"zerbinette", b"quatrepoint", b"csrf", b"cookie"):
            assert word not in sent


@pytest.mark.django_db
def test_a_request_its_statements_and_its_own_requests_are_one_trace(
    traces: Any, collector: Receiver, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    with receiver() as peer:
        response = visit("works", settings, peer=peer.address, traceparent=CALLER)
    assert response.status_code == 200
    traces.force_flush()
    found = spans_in(collector)
    request = next(one for one in found if one["name"] == "POST works")
    assert request["service"] == "parvis-web"
    assert request["parvis.request_id"] == response["X-Request-Id"]
    assert (request["http.route"], request["http.response.status_code"], request["failed"]) == ("works", 200, False)
    assert (request["trace"], request["parent"]) == (CALLER[3:35], CALLER[36:52])
    inside = [one for one in found if one["trace"] == request["trace"] and one is not request]
    asked = next(one for one in inside if one["name"] == "POST" and "server.address" in one)
    assert (f"{asked['server.address']}:{asked['server.port']}", asked["parent"]) == (peer.address, request["id"])
    statements = [one for one in inside if one.get("db.system.name") == "postgresql"]
    assert any("?" in one["db.query.text"] for one in statements), "a value written into the statement is shown as ?"
    assert {one["db.operation.name"] for one in statements} >= {"SELECT"}
    assert all(one["events"] == 0 for one in found)
    assert_nobody_is_in(collector)


@pytest.mark.django_db
def test_a_page_that_breaks_is_a_failed_span_without_its_words(
    traces: Any, collector: Receiver, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 0
    assert visit("breaks", settings, traceparent=CALLER).status_code == 500
    traces.force_flush()
    request = next(one for one in spans_in(collector) if one["name"] == "POST breaks")
    assert (request["failed"], request["error.type"]) == (True, "500")
    assert request["trace"] != CALLER[3:35], "without a proxy of ours nobody is believed"
    assert_nobody_is_in(collector)


@pytest.mark.django_db
def test_an_error_is_reported_by_its_class_its_places_and_its_request(
    sentry: Any, collector: Receiver, settings: Any
) -> None:
    response = visit("breaks", settings)
    sentry.flush(timeout=5)
    said, broke = sorted(errors_in(collector), key=lambda one: "exception" in one)
    assert (said["message"], said["logger"]) == ("could not take %s", "parvis.test")
    first, last = broke["exception"]["values"]
    assert (first["type"], last["type"]) == ("ValueError", "RuntimeError")
    assert "value" not in first
    assert last["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert set(last["stacktrace"]["frames"][-1]) == {"filename", "function", "lineno", "in_app"}
    assert broke["tags"] == {"process": "web", "request": response["X-Request-Id"]}
    assert broke["release"] == f"parvis@{telemetry.release()}"
    assert not {"user", "request", "server_name", "breadcrumbs", "contexts", "extra", "modules"} & set(broke)
    assert_nobody_is_in(collector)


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_tells_of_its_jobs(collector: Receiver, database_addresses: tuple[str, str]) -> None:
    enqueue("conversations.fail_stuck", timestamp=0)
    with python(
        "-m", "parvis.project.worker", addresses=database_addresses,
        PARVIS_OTLP_ENDPOINT=f"http://{collector.address}", OTEL_BSP_SCHEDULE_DELAY="200",
    ):  # fmt: skip
        name = "job conversations.fail_stuck"
        wait_until(lambda: name in [one["name"] for one in spans_in(collector)], what=name)
    span = next(one for one in spans_in(collector) if one["name"] == name)
    assert (span["service"], span["messaging.destination.name"]) == ("parvis-worker", "default")
    assert any(one["parent"] == span["id"] for one in spans_in(collector)), "its statements lie under it"


def imported_by_pages(addresses: tuple[str, str], **more: str) -> list[str]:
    script = (
        "import json, sys; import parvis.project.wsgi;"
        "print(json.dumps([n for n in ('opentelemetry', 'opentelemetry.sdk', 'sentry_sdk') if n in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(addresses, **more), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_nothing_is_imported_unless_a_receiver_is_named(database_addresses: tuple[str, str]) -> None:
    assert imported_by_pages(database_addresses, PARVIS_OTLP_ENDPOINT="", PARVIS_SENTRY_DSN="") == []
    named = {"PARVIS_OTLP_ENDPOINT": "http://127.0.0.1:9", "PARVIS_SENTRY_DSN": "http://key@127.0.0.1:9/1"}
    assert imported_by_pages(database_addresses, **named) == ["opentelemetry", "opentelemetry.sdk", "sentry_sdk"]


@pytest.mark.parametrize(
    ("setting", "given", "module", "extra"),
    [
        ("PARVIS_OTLP_ENDPOINT", "http://127.0.0.1:4318", "opentelemetry.exporter.otlp", "telemetry"),
        ("PARVIS_SENTRY_DSN", "https://key@sentry.example.org/1", "sentry_sdk", "sentry"),
    ],
)
def test_what_is_set_but_not_installed_is_said_with_the_way_out(
    setting: str, given: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(setting, given)
    monkeypatch.setitem(sys.modules, module, None)  # as Python sees what is not there
    with pytest.raises(Problem) as caught:
        telemetry.require_parts()
    assert setting in caught.value.sentence and "is not installed" in caught.value.sentence
    assert f"requirements/{extra}.txt" in caught.value.way_out
    (finding,) = _receivers()
    assert (finding.is_well, finding.what) == (False, caught.value.sentence)


@pytest.mark.parametrize(("setting", "given"), [("PARVIS_OTLP_ENDPOINT", "collector:4318"),
                                                ("PARVIS_SENTRY_DSN", "https://sentry.example.org/1")])  # fmt: skip
def test_an_address_that_is_none_is_refused(setting: str, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, given)
    with pytest.raises(Problem, match="no address to send to"):
        telemetry.require_parts()


def test_the_doctor_says_whether_the_receiver_answers(collector: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_OTLP_ENDPOINT", f"http://{collector.address}")
    monkeypatch.setenv("PARVIS_SENTRY_DSN", "http://key@127.0.0.1:9/1")
    assert [(one.what, one.is_well) for one in _receivers()] == [
        ("PARVIS_OTLP_ENDPOINT: 127.0.0.1 answers", True),
        ("PARVIS_SENTRY_DSN: 127.0.0.1 does not answer", None),
    ]
