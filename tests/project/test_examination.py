"""What the doctor finds about how an installation is run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection

from parvis.foundation import maintenance
from parvis.foundation.audit import SYSTEM
from parvis.foundation.installation import state_fact
from parvis.foundation.maintenance import close_pages
from parvis.project.examination_of_operation import examine_operation

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten_maintenance() -> Iterator[None]:
    """A process remembers for two seconds whether the pages are closed; a rollback does not tell it."""
    yield
    maintenance._known = (float("-inf"), False)


def found() -> dict[str, bool | None]:
    return {finding.what: finding.is_well for finding in examine_operation(is_running=True)}


def test_a_server_that_does_not_write_to_the_disk_is_named() -> None:
    """The tests' own server is such a one."""
    findings = found()
    assert findings["The server has fsync, full_page_writes, synchronous_commit = off"] is False
    assert findings["The clocks of this machine and of the database agree"] is True
    assert findings["The oldest waiting job has waited 0 minutes"] is True


def test_what_waits_too_long_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
            "VALUES ('q', 't', 'todo', now() - interval '10 minutes')"
        )
    assert found()["The oldest waiting job has waited 10 minutes"] is False


def test_an_installation_that_others_reach_needs_https_and_no_demo(settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert not any(what.startswith("People reach") for what in found())
    monkeypatch.setenv("PARVIS_HOST", "0.0.0.0")
    state_fact("is_demo", True)
    findings = found()
    assert findings["People reach Parvis at 0.0.0.0"] is False
    assert findings["The demo company can be reached by others"] is False
    settings.ORIGIN, settings.IS_SECURE = "https://parvis.example.com", True
    assert found()["People reach Parvis at https://parvis.example.com"] is True


def test_a_rotation_that_was_interrupted_and_closed_pages_are_said(settings) -> None:  # type: ignore[no-untyped-def]
    from parvis.channels.actions.connections import create_connection

    create_connection(kind="email", name="m", channel="email", by=SYSTEM, now=NOON, secrets={"password": "x"})
    close_pages(by=SYSTEM, now=NOON)
    settings.EARLIER_FIELD_KEYS, settings.FIELD_KEY = (settings.FIELD_KEY,), "new"
    findings = found()
    assert findings["1 of 1 encrypted values lie under an earlier key"] is None
    assert findings["The pages are closed for maintenance"] is None
