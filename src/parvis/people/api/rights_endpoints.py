"""What the endpoints of requests by right have in common: their list, how they refuse, how a request is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils.timezone import localdate
from pydantic import Field

from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import Identity, Person, RightsRequest

Text = Annotated[str, Field(max_length=20_000)]


CODES = {
    "closed": "The request is closed.",
    "doubt-missing": "Say why there is a reasonable doubt, and what is asked for.",
    "identity-not-asked": "Nobody was asked who they are.",
    "reason-missing": "A reason is needed.",
    "reasons-missing": "The reasons of the decision are needed.",
    "extended-already": "It was extended already.",
    "too-late": "The first month is over.",
    "answer-missing": "The answer to the person is needed.",
    "ground-unfit": "The law knows no such ground for this right.",
    "objection-absolute": "An objection to marketing cannot be refused.",
    "nobody-found": "The request is about nobody yet.",
    "copy-not-ready": "There is no copy that is ready.",
    "confirmation-wrong": "The confirmation is not the word that was asked for.",
    "erasure-unfit": "Only a request for erasure erases.",
    "mail-missing": "No e-mail address is known for this request.",
    "mail-failed": "The mail could not be sent; nothing was decided.",
    "period-too-short": "A shorter period would lose a proof that the law asks for.",
    "period-too-long": "Nothing is kept for more than a hundred years.",
    "source-unknown": "The rule knows no such source.",
    "not-held": "The run does not wait for a word.",
}


def refusal(error: Exception) -> Problem | None:
    if isinstance(error, RightsRefused) and error.code in CODES:
        return Problem(409, error.code, CODES[error.code])
    return None


ENDPOINTS = Endpoints(
    "Rights",
    explain="Requests by right (art. 15 to 21 GDPR), periods of retention, the register of processing.",
    refusal=refusal,
)


class RightsRow(Answer):
    id: int
    right: str
    state: str
    channel: str
    requester_name: str
    received_at: datetime
    due_on: date
    is_overdue: bool
    assignee_id: int | None
    decided_at: datetime | None


class RightsStepOut(Answer):
    at: datetime
    verb: str
    note: str
    actor_name: str


class RightsRequestOut(RightsRow):
    requester_email: str
    is_email_verified: bool
    language: str
    words: str
    purposes: list[str]
    person_ids: list[int]
    identity_ids: list[int]
    extended_at: datetime | None
    identity_outcome: str
    refusal_ground: str
    reasons: str
    answer: str
    steps: list[RightsStepOut]


def handle_named(identity_id: int) -> Identity:
    found = Identity.objects.filter(pk=identity_id, is_ours=False).first()
    if found is None:
        raise Http404
    return found


def row_out(one: RightsRequest) -> RightsRow:
    return RightsRow(**_fields(one))


def request_out(one: RightsRequest) -> RightsRequestOut:
    persons = list(
        Person.objects.filter(rights_subjects__request=one).order_by("pk").values_list("pk", flat=True)
    )
    return RightsRequestOut(
        **_fields(one),
        person_ids=persons,
        identity_ids=sorted(one.handles.values_list("identity_id", flat=True)),
        steps=[RightsStepOut.model_validate(step) for step in one.steps.all()],
        **{
            name: getattr(one, name)
            for name in (
                "requester_email", "is_email_verified", "language", "words", "purposes", "extended_at",
                "identity_outcome", "refusal_ground", "reasons", "answer",
            )
        },
    )  # fmt: skip


def _fields(one: RightsRequest) -> dict[str, Any]:
    names = (
        "right", "state", "channel", "requester_name", "received_at", "due_on", "assignee_id", "decided_at",
    )  # fmt: skip
    late = one.state in RightsRequest.OPEN and one.due_on < localdate()
    return {"id": one.pk, "is_overdue": late, **{name: getattr(one, name) for name in names}}
