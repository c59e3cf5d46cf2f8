"""The floor's own endpoints: who asks, search over everything, jobs that were given up, the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Id, Listed, Typed
from parvis.foundation.audit import record
from parvis.foundation.jobs import run_again
from parvis.foundation.reads.audit import Narrowing, page_of_audit
from parvis.foundation.reads.found import SHORTEST, things_found
from parvis.foundation.reads.jobs import job_counts, page_of_dead_jobs

ENDPOINTS = Endpoints(
    "Installation", explain="Search over everything, jobs that were given up, and the record of who did what."
)
Limit = Annotated[int, Field(ge=1, le=200)]


class Me(Answer):
    id: int
    name: str
    email: str
    roles: list[str]
    permissions: list[str]


class Hit(Answer):
    kind: str
    id: int | None
    label: str
    hint: str
    at: datetime | None


class Hits(Answer):
    items: list[Hit]


class DeadJobOut(Answer):
    id: int
    name: str
    about: str
    attempts: int
    failed_at: datetime | None
    error_class: str
    error_code: str


class DeadJobs(Listed):
    waiting: int
    running: int
    dead: int
    items: list[DeadJobOut]


class JobState(Answer):
    id: int
    state: str


class AuditEntryOut(Answer):
    id: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    actor_name: str
    verb: str
    object_kind: str
    object_id: str
    detail: dict[str, Any]
    address: str | None


class AuditPageOut(Listed):
    items: list[AuditEntryOut]


@ENDPOINTS.get("/me")
def get_me(caller: Caller) -> Me:
    """The account behind the token, and what it may do with it."""
    user = caller.user
    return Me(
        id=user.pk, name=user.name, email=user.email, roles=user.roles, permissions=sorted(user.permissions)
    )


@ENDPOINTS.get("/search", purpose="service")
def search_everything(
    caller: Caller,
    q: Annotated[str, Field(min_length=SHORTEST, max_length=200)],
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
) -> Hits:
    """What the words find among everything this account may see; at most `limit` of each kind."""
    hits = things_found(caller.user, q, most=limit)
    return Hits(
        items=[
            Hit(
                kind=hit.kind,
                id=next((one for one in hit.url_args if isinstance(one, int)), None),
                label=hit.label,
                hint=hit.hint,
                at=hit.at,
            )
            for hit in hits
        ]
    )


@ENDPOINTS.get("/jobs/dead", permission="jobs.manage")
def list_dead_jobs(caller: Caller, cursor: Typed = "", limit: Limit = 50) -> DeadJobs:
    """Jobs that failed too often and were given up, the newest first, and how many wait and run."""
    page, counts = page_of_dead_jobs(after=key_of(cursor), most=limit), job_counts()
    return DeadJobs(
        items=[DeadJobOut.model_validate(one) for one in page.jobs],
        next_cursor=cursor_of(page.next_key),
        waiting=counts.waiting,
        running=counts.running,
        dead=counts.dead,
    )


@ENDPOINTS.post("/jobs/{job_id}/run-again", permission="jobs.manage", status=202)
def run_job_again(caller: Caller, job_id: Id) -> JobState:
    """Put a dead job back into its queue; what it had already done is not done twice."""
    if not run_again(job_id):
        raise not_found()
    record("job.run_again", by=caller.actor, now=caller.now, job=job_id)
    return JobState(id=job_id, state="todo")


@ENDPOINTS.get("/audit", permission="audit.view")
def list_audit_entries(
    caller: Caller,
    verb: Typed = "",
    object_kind: Typed = "",
    object_id: Typed = "",
    actor: Typed = "",
    cursor: Typed = "",
    limit: Limit = 50,
) -> AuditPageOut:
    """Who did what to which object, the newest first. actor: the beginning of a name."""
    asked = Narrowing(verb=verb, object_kind=object_kind, object_id=object_id, actor=actor)
    page = page_of_audit(asked, after=key_of(cursor), most=limit)
    return AuditPageOut(
        items=[AuditEntryOut.model_validate(entry) for entry in page.entries],
        next_cursor=cursor_of(page.next_key),
    )
