"""The screen of failed jobs."""

from __future__ import annotations

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.channels.logic.protocol import ConnectorError
from parvis.foundation.jobs import note_failure
from parvis.foundation.models import AuditEntry, StoredEvent
from parvis.foundation.reads.jobs import job_counts, page_of_dead_jobs
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.foundation.web.dead_jobs import make_dead_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_user(roles=("administrator",)))
    return client


def test_nothing_given_up(administrator: Client) -> None:
    assert "No job was given up" in administrator.get("/settings/jobs/").content.decode()


def test_a_dead_job_says_what_it_was_and_how_it_failed_but_quotes_nobody(administrator: Client) -> None:
    job_id = make_dead_job(connection_id=3)
    note_failure(job_id, ConnectorError("unreachable", "mail of Mrs Martin", permanent=False))
    page = administrator.get("/settings/jobs/").content.decode()
    assert "channels.fetch_one" in page and "connection_id 3" in page
    assert "ConnectorError" in page and "unreachable" in page
    assert "Martin" not in page


def test_an_event_is_named(administrator: Client) -> None:
    event = StoredEvent.objects.create(name="parvis.channels.events.ItemsReceived", payload={}, created_at=NOON)
    make_dead_job(
        "foundation.handle_event", event_id=event.pk, handler_name="parvis.listening.handlers.store_mentions"
    )
    (job,) = page_of_dead_jobs().jobs
    assert job.about == f"listening.store_mentions ← ItemsReceived {event.pk}"


def test_running_again_puts_it_back_once(administrator: Client) -> None:
    job_id = make_dead_job()
    assert administrator.post(f"/settings/jobs/{job_id}/again/").url == "/settings/jobs/"
    job = ProcrastinateJob.objects.get(pk=job_id)
    assert (job.status, job.attempts) == ("todo", 0)
    assert administrator.post(f"/settings/jobs/{job_id}/again/").status_code == 404
    assert administrator.get(f"/settings/jobs/{job_id}/again/").status_code == 405
    assert AuditEntry.objects.get().verb == "job.run_again"


def test_counts_and_pages() -> None:
    ids = [make_dead_job() for _ in range(3)]
    make_dead_job(status="todo")
    counts = job_counts()
    assert (counts.waiting, counts.running, counts.dead) == (1, 0, 3)
    first = page_of_dead_jobs(most=2)
    rest = page_of_dead_jobs(most=2, after=first.next_key)
    assert [job.id for job in first.jobs + rest.jobs] == ids[::-1]
    assert rest.next_key == ""


def test_jobs_in_french_and_for_nobody_else(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    assert "Aucune tâche abandonnée" in client.get("/settings/jobs/").content.decode()
    client.force_login(make_user(roles=("supervisor",)))
    assert client.get("/settings/jobs/").status_code == 403
