"""What whoever runs the installation sees: figures, readiness, slow statements, closing the pages, forgetting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from parvis.foundation import maintenance, measures
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.exposition import exposition
from parvis.foundation.models import AuditEntry, PolicyReport, SlowStatement, StoredEvent
from parvis.foundation.retention import sweep_traces
from parvis.foundation.slow_statements import shape_of, watched_statements
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+$')


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(roles=("administrator",)))
    return client


@pytest.fixture(autouse=True)
def forgotten_maintenance() -> Iterator[None]:
    """A process remembers for two seconds whether the pages are closed; a rollback does not tell it."""
    maintenance._known = (float("-inf"), False)
    yield
    maintenance._known = (float("-inf"), False)


# ------------------------------------------------------------------------------------------- requests
def test_a_request_has_an_id_its_own_or_a_new_one(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "proxy-1234"})["X-Request-Id"] == "proxy-1234"
    made = {client.get("/healthz", headers={"X-Request-Id": given})["X-Request-Id"] for given in ("", "a b", "x" * 65)}
    assert len(made) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)


def test_every_answer_carries_the_headers_that_keep_browsers_safe(client: Client) -> None:
    for path in (reverse("account_login"), "/healthz", "/nothing-here", static("foundation/tokens.css")):
        answer = client.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "camera=()" in answer["Permissions-Policy"], path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert "Strict-Transport-Security" not in answer, path
    for closable in answer._resource_closers:
        closable()
    page = client.get(reverse("account_login"))
    assert page["X-Frame-Options"] == "DENY"
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "report-uri /csp-report" in policy
    assert "unsafe" not in policy


def test_an_error_in_a_page_is_logged_with_its_request_and_without_its_words(
    administrator: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from parvis.foundation.log_lines import JsonLines

    caplog.handler.setFormatter(JsonLines())

    def broken(**asked: object) -> None:
        raise ValueError("bonjour zoe@example.com")

    monkeypatch.setattr("parvis.foundation.web.views.jobs.page_of_dead_jobs", broken)
    administrator.raise_request_exception = False
    answer = administrator.get("/settings/jobs/?after=zoe@example.com", headers={"X-Request-Id": "abcd-1234"})
    assert answer.status_code == 500
    logged = [json.loads(line) for line in caplog.text.splitlines()]
    errors = [line for line in logged if line["level"] == "ERROR"]
    assert [(line["request"], line["exception"]["type"]) for line in errors] == [("abcd-1234", "builtins.ValueError")]
    assert "zoe" not in caplog.text
    assert "bonjour" not in caplog.text


def test_a_foreign_host_name_is_refused_and_no_failure_of_ours(client: Client) -> None:
    assert client.get("/healthz", headers={"Host": "elsewhere.example"}).status_code == 400
    assert client.get(reverse("account_login"), headers={"Host": "elsewhere.example"}).status_code == 400


# ------------------------------------------------------------------------------------------- readiness
def test_ready_without_a_worker_unless_a_monitor_asks(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (
        200,
        "database ok\nmigrations ok\nworker silent\npages open\n",
    )
    assert client.get("/readyz?require=worker").status_code == 503
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz?require=worker").status_code == 200
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'x' WHERE app = 'foundation' AND name = '0004_operation'")
    try:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "migrations missing" in answer.content.decode()
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = '0004_operation' WHERE name = 'x'")


# ------------------------------------------------------------------------------------------- figures
def test_figures_are_for_this_machine_or_for_who_has_the_token(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
    settings.ORIGIN = "https://parvis.example.com"
    assert client.get("/metrics").status_code == 403
    settings.METRICS_TOKEN = "of-the-monitor"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer of-the-monito"}).status_code == 403
    answer = client.get("/metrics", headers={"Authorization": "Bearer of-the-monitor"}, REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 200


def test_figures_have_the_form_that_prometheus_reads(client: Client) -> None:
    client.get("/healthz")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', 'failed')")
    text = client.get("/metrics").content.decode()
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in samples if not SAMPLE.match(line)] == []
    assert "parvis_up 1" in samples
    assert 'parvis_jobs{state="dead"} 1' in samples
    assert any(line.startswith('parvis_requests_total{method="GET",route="healthz",status="200"}') for line in samples)


def test_counts_of_all_processes_are_added_up_and_buckets_run(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_FOLDER = tmp_path
    (tmp_path / "measures").mkdir()
    row = [3, 0.9, 1, 0, 0, 0, 2, *[0] * 5]
    (tmp_path / "measures" / "1.json").write_text(json.dumps({"GET page 200": row}))
    (tmp_path / "measures" / "2.json").write_text(json.dumps({"GET page 200": row}))
    (tmp_path / "measures" / "3.json").write_text('{"GET page 2')  # was being written as its process died
    counts = measures.all_counts()
    assert counts["GET page 200"][:3] == [6, 1.8, 2]
    text = exposition({}, {"GET page 200": counts["GET page 200"]}, buckets=measures.BUCKETS)
    # 2 of 6 within 10 ms, 4 more within 250 ms.
    assert 'parvis_request_seconds_bucket{method="GET",route="page",status="200",le="0.01"} 2' in text
    assert 'parvis_request_seconds_bucket{method="GET",route="page",status="200",le="0.25"} 6' in text
    assert 'parvis_request_seconds_bucket{method="GET",route="page",status="200",le="+Inf"} 6' in text


# ------------------------------------------------------------------------------------------- slow statements
@pytest.mark.django_db(transaction=True)
def test_a_slow_statement_is_kept_without_its_values(administrator: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SLOW_STATEMENT_MILLISECONDS = 20
    for name in ("zoe", "ana"):
        with watched_statements(lambda: "a job"), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_sleep(0.03), '{name}@example.com', %s", [f"said by {name}"])
    row = SlowStatement.objects.get(place="a job")
    assert (row.statement, row.count) == ("SELECT pg_sleep(?), ?, %s", 2)
    assert 30 <= row.longest_ms <= row.total_ms
    page = administrator.get("/settings/operation/").content.decode()
    assert "SELECT pg_sleep(?), ?, %s" in page
    assert "example.com" not in page.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("statement", "shape"),
    [
        ("SELECT a FROM t WHERE b = 'it''s' AND c = 12", "SELECT a FROM t WHERE b = ? AND c = ?"),
        ("SELECT a\n FROM t WHERE b IN (%s, %s, %s)", "SELECT a FROM t WHERE b IN (…)"),
        ("SELECT 1.5, E'x', $tag$ words $tag$", "SELECT ?, ?, ?"),
    ],
)
def test_shape_of_a_statement(statement: str, shape: str) -> None:
    assert shape_of(statement) == shape


# ------------------------------------------------------------------------------------------- maintenance
def test_closed_pages_are_closed_to_everybody_but_administrators(client: Client) -> None:
    administrator = make_user(roles=("administrator",))
    agent = make_user(roles=("agent",))
    client.force_login(administrator)
    assert client.post("/settings/operation/maintenance/", {"closed": "yes"}).status_code == 302
    assert client.get("/").status_code == 200
    stranger, colleague = Client(), Client()
    colleague.force_login(agent)
    for visitor in (stranger, colleague):
        answer = visitor.get("/", headers={"Accept-Language": "fr"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert stranger.get(reverse("account_login")).status_code == 200
    assert stranger.get("/healthz").status_code == 200
    assert stranger.get("/api/v1/conversations").status_code == 503
    assert "closed for maintenance" in stranger.get("/readyz").content.decode()
    assert client.post("/settings/operation/maintenance/", {"closed": "no"}).status_code == 302
    assert colleague.get("/").status_code == 200
    entries = AuditEntry.objects.filter(verb__startswith="maintenance").order_by("pk")
    assert [entry.verb for entry in entries] == ["maintenance.begun", "maintenance.ended"]


def test_only_who_runs_the_installation_sees_and_closes(client: Client) -> None:
    client.force_login(make_user(roles=("supervisor",)))
    assert client.get("/settings/operation/").status_code == 403
    assert client.post("/settings/operation/maintenance/", {"closed": "yes"}).status_code == 403
    assert Client().get("/settings/operation/").status_code == 302


def test_the_screen_in_french_and_empty(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    page = client.get("/settings/operation/").content.decode()
    assert "Aucune requête n’a été lente" in page
    assert "Fermer les pages" in page


# ------------------------------------------------------------------------------------------- what browsers refused
def test_reports_of_browsers_are_counted_by_kind_without_addresses_of_people(client: Client) -> None:
    report = {
        "csp-report": {
            "document-uri": "https://parvis.example.com/search/?q=zoe",
            "effective-directive": "img-src",
            "blocked-uri": "https://tracker.example/pixel?u=zoe",
        }
    }
    for _ in range(2):
        assert client.post("/csp-report", json.dumps(report), content_type="application/csp-report").status_code == 204
    newer = [{"type": "csp-violation", "body": {"effectiveDirective": "script-src-elem", "blockedURL": "inline"}}]
    assert client.post("/csp-report", newer, content_type="application/reports+json").status_code == 204
    rows = PolicyReport.objects.order_by("-count").values_list("directive", "blocked", "page", "count")
    assert list(rows) == [("img-src", "https://tracker.example", "search", 2), ("script-src-elem", "inline", "", 1)]


def test_reports_are_bounded(client: Client) -> None:
    kind = "application/csp-report"
    assert client.post("/csp-report", "x" * 20_000, content_type=kind).status_code == 413
    assert client.post("/csp-report", "{", content_type=kind).status_code == 400
    assert client.post("/csp-report", "[1]", content_type=kind).status_code == 400
    assert client.post("/csp-report", "a=b", content_type="application/x-www-form-urlencoded").status_code == 415
    assert client.get("/csp-report").status_code == 405
    codes = [client.post("/csp-report", '{"csp-report": {}}', content_type=kind).status_code for _ in range(70)]
    assert codes[0] == 204
    assert codes[-1] == 429
    assert PolicyReport.objects.count() == 1


# ------------------------------------------------------------------------------------------- forgetting
def test_traces_are_forgotten_in_time_and_what_still_waits_is_not() -> None:
    now = utc_now()
    old = now - timedelta(days=100)

    def event(at: object) -> StoredEvent:
        return StoredEvent.objects.create(name="x", payload={}, created_at=at)

    done, waits, new = event(old), event(old), event(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('e', 'foundation.handle_event', %s)",
            [json.dumps({"event_id": waits.pk, "handler_name": "h"})],
        )
    SlowStatement.objects.create(key="a", statement="s", last_at=old)
    SlowStatement.objects.create(key="b", statement="s", last_at=now)
    swept = sweep_traces(now=now)
    assert (swept["events"], swept["slow_statements"]) == (1, 1)
    assert set(StoredEvent.objects.values_list("pk", flat=True)) == {waits.pk, new.pk}
    assert not StoredEvent.objects.filter(pk=done.pk).exists()


def test_the_application_cannot_forget_what_is_new() -> None:
    """Whatever it asks for, a week stays."""
    StoredEvent.objects.create(name="x", payload={}, created_at=utc_now() - timedelta(days=6))
    with connection.cursor() as cursor:
        cursor.execute("SELECT foundation_forget_events(now() + interval '1 day', 1000)")
        assert cursor.fetchone() == (0,)


