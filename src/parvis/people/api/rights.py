"""Requests by right for programs: everything the desk can do, under the same guards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from pydantic import Field

from parvis.accounts.models import User
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Listed, Moment, Typed, examples
from parvis.people.actions.erasures import start_erasure, tell_recipient
from parvis.people.actions.restriction import object_for, restrict_persons
from parvis.people.actions.rights import (
    add_handle,
    add_subject,
    ask_identity,
    assign_request,
    decide_request,
    extend_request,
    note_step,
    receive_request,
    refuse_request,
    remove_subject,
    settle_identity,
    withdraw_request,
)
from parvis.people.actions.rights_archive import LINK_DAYS, make_link, order_archive
from parvis.people.actions.rights_mail import send_answer
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import Erasure, Identity, Person, RightsRequest
from parvis.people.permissions import person_for, purpose_of, request_for
from parvis.people.reads.erasures import preview_erasure
from parvis.people.reads.rights import rights_page, subject_ids
from parvis.people.reads.rights_drafts import extension_draft

Right = Literal["access", "portability", "rectification", "erasure", "restriction", "objection"]
Objection = Literal["prospecting", "satisfaction", "profiling", "listening"]
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


class NewRightsRequest(Body):
    right: Right
    words: Text = ""
    requester_name: Annotated[str, Field(max_length=200)] = ""
    requester_email: Annotated[str, Field(max_length=320)] = ""
    is_email_verified: bool = Field(
        False, description="They wrote from this address, or proved that it is theirs."
    )
    language: Literal["fr", "en"] = "fr"
    purposes: Annotated[list[Objection], Field(max_length=4)] = Field(
        [], description="Of an objection: what it is about; empty: everything."
    )
    person_id: Id | None = None
    identity_id: Id | None = None
    received_at: Moment | None = Field(None, description="The clock runs from then; empty: now.")

    model_config = examples(
        {"right": "access", "requester_email": "lea@example.org", "words": "What do you keep?"}
    )


class RightsAssigned(Body):
    user_id: Id | None = None


class RightsSubjectNamed(Body):
    """One of the two."""

    person_id: Id | None = None
    identity_id: Id | None = None


class IdentityAsked(Body):
    doubt: Text
    how: Text


class IdentitySettled(Body):
    is_confirmed: bool


class RightsExtended(Body):
    reason: Text
    is_told_by_mail: bool = Field(
        True, description="Send the notice; otherwise you tell the person yourself."
    )


class CopyOrdered(Body):
    is_portable: bool = False


class ErasureConfirmed(Body):
    confirmation: Line = Field(description="“ERASE” and the number of the request: ERASE 12.")
    bars_collection: bool = Field(
        True, description="Also stop listening to what these handles say in public."
    )


class RightsRestricted(Body):
    is_restricted: bool = True


class RecipientTold(Body):
    key: Line


class RightsDecision(Body):
    outcome: Literal["met", "refused", "withdrawn"]
    ground: Annotated[str, Field(max_length=30)] = ""
    reasons: Text = ""
    answer: Text = ""
    answered_how: Literal["mail", "inbox", "letter", "spoken"] = "letter"

    model_config = examples({"outcome": "met", "answer": "Here is your copy.", "answered_how": "letter"})


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


class RightsRequestPage(Listed):
    items: list[RightsRow]


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


class RightsCopyOut(Answer):
    id: int
    state: str
    is_portable: bool
    row_counts: dict[str, int]


class RightsCopies(Answer):
    items: list[RightsCopyOut]


class RightsLinkOut(Answer):
    link: str
    days: int


class ErasureTouched(Answer):
    table: str
    title: str
    count: int


class ErasureKept(Answer):
    table: str
    why: str
    years: int | None


class ErasurePreviewOut(Answer):
    rows: list[ErasureTouched]
    mentioned: list[ErasureTouched]
    kept: list[ErasureKept]
    recipients: list[str]


class ErasureOut(Answer):
    id: int
    state: str
    counts: dict[str, int]
    recipients: list[dict[str, Any]]


class Erasures(Answer):
    items: list[ErasureOut]


@ENDPOINTS.get("/rights-requests", permission="privacy.manage", purpose="legal_duty")
def list_rights_requests(
    caller: Caller,
    show: Literal["open", "closed", "all"] = "open",
    right: Typed = "",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> RightsRequestPage:
    """Open requests, the soonest due first; closed ones, the last closed first."""
    key = key_of(cursor)
    page = rights_page(
        shown=show, right=right, after=int(key) if key.isdecimal() and len(key) < 10 else 0, most=limit
    )
    return RightsRequestPage(
        items=[_row(one) for one in page.rows], next_cursor=cursor_of(str(page.after)) if page.after else None
    )


@ENDPOINTS.post("/rights-requests", permission="people.view", purpose=purpose_of, status=201)
def create_rights_request(caller: Caller, given: NewRightsRequest) -> RightsRow:
    """Write down that somebody asks by right. Everybody who talks with people may; the officer takes it from there."""
    persons = [person_for(caller.user, given.person_id).pk] if given.person_id else []
    handles = [_identity(given.identity_id).pk] if given.identity_id else []
    made = receive_request(
        right=given.right,
        channel="api",
        words=given.words,
        requester_name=given.requester_name,
        requester_email=given.requester_email,
        is_email_verified=given.is_email_verified,
        language=given.language,
        purposes=given.purposes,
        person_ids=persons,
        identity_ids=handles,
        received_at=given.received_at,
        by=caller.actor,
        now=caller.now,
    )
    return _row(made)


@ENDPOINTS.get("/rights-requests/{request_id}", permission="privacy.manage", purpose="legal_duty")
def get_rights_request(caller: Caller, request_id: Id) -> RightsRequestOut:
    """One request with its steps."""
    return _whole(request_for(caller.user, request_id))


@ENDPOINTS.post("/rights-requests/{request_id}/assign", permission="privacy.manage", purpose="legal_duty")
def assign_rights_request(caller: Caller, request_id: Id, given: RightsAssigned) -> RightsRequestOut:
    """Say who works on it; null: nobody."""
    found = request_for(caller.user, request_id)
    to = User.objects.filter(pk=given.user_id, is_active=True).first() if given.user_id else None
    if given.user_id and to is None:
        raise not_found()
    assign_request(found, to=to, by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.post("/rights-requests/{request_id}/subjects", permission="privacy.manage", purpose="legal_duty")
def add_rights_request_subject(caller: Caller, request_id: Id, given: RightsSubjectNamed) -> RightsRequestOut:
    """Say which record or handle it is about."""
    found = request_for(caller.user, request_id)
    if given.person_id:
        add_subject(found, person_for(caller.user, given.person_id), by=caller.actor, now=caller.now)
    if given.identity_id:
        add_handle(found, _identity(given.identity_id), by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.delete(
    "/rights-requests/{request_id}/subjects/{person_id}", permission="privacy.manage", purpose="legal_duty"
)
def remove_rights_request_subject(caller: Caller, request_id: Id, person_id: Id) -> None:
    """Say that it is not about this record."""
    found = request_for(caller.user, request_id)
    remove_subject(found, person_for(caller.user, person_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/rights-requests/{request_id}/identity", permission="privacy.manage", purpose="legal_duty")
def ask_requester_identity(caller: Caller, request_id: Id, given: IdentityAsked) -> RightsRequestOut:
    """Note that the requester is asked who they are, with the reasonable doubt and what is asked for."""
    found = request_for(caller.user, request_id)
    ask_identity(found, doubt=given.doubt, how=given.how, by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.put("/rights-requests/{request_id}/identity", permission="privacy.manage", purpose="legal_duty")
def settle_requester_identity(caller: Caller, request_id: Id, given: IdentitySettled) -> RightsRequestOut:
    """Note whether who they are is clear now."""
    found = request_for(caller.user, request_id)
    settle_identity(found, is_confirmed=given.is_confirmed, by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.post("/rights-requests/{request_id}/extend", permission="privacy.manage", purpose="legal_duty")
def extend_rights_request(caller: Caller, request_id: Id, given: RightsExtended) -> RightsRequestOut:
    """Two months more, within the first month only, with a notice to the person."""
    found = request_for(caller.user, request_id)
    extend_request(found, reason=given.reason, by=caller.actor, now=caller.now)
    if given.is_told_by_mail:
        send_answer(found, extension_draft(found, reason=given.reason.strip()))
    return _whole(found)


@ENDPOINTS.post(
    "/rights-requests/{request_id}/copies", permission="privacy.manage", purpose="legal_duty", status=202
)
def order_rights_copy(caller: Caller, request_id: Id, given: CopyOrdered) -> RightsCopyOut:
    """Have the copy of the person's data built."""
    found = request_for(caller.user, request_id)
    made = order_archive(found, is_portable=given.is_portable, by=caller.actor, now=caller.now)
    return RightsCopyOut.model_validate(made)


@ENDPOINTS.get("/rights-requests/{request_id}/copies", permission="privacy.manage", purpose="legal_duty")
def list_rights_copies(caller: Caller, request_id: Id) -> RightsCopies:
    """The copies that were built, the newest first."""
    found = request_for(caller.user, request_id)
    newest = found.archives.order_by("-id")[:20]
    return RightsCopies(items=[RightsCopyOut.model_validate(one) for one in newest])


@ENDPOINTS.post(
    "/rights-requests/{request_id}/copies/link", permission="privacy.manage", purpose="legal_duty", status=201
)
def make_rights_copy_link(caller: Caller, request_id: Id) -> RightsLinkOut:
    """A link to the newest copy that opens once; an earlier link opens nothing any more."""
    archive = request_for(caller.user, request_id).archives.order_by("-id").first()
    if archive is None:
        raise RightsRefused("copy-not-ready")
    path = reverse("privacy-copy", args=(make_link(archive, by=caller.actor, now=caller.now),))
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else caller.request.build_absolute_uri(path)
    return RightsLinkOut(link=link, days=LINK_DAYS)


@ENDPOINTS.get("/rights-requests/{request_id}/erasure", permission="privacy.manage", purpose="legal_duty")
def preview_rights_erasure(caller: Caller, request_id: Id) -> ErasurePreviewOut:
    """What an erasure would take, what it leaves and why, and who else has the data."""
    preview = preview_erasure(*subject_ids(request_for(caller.user, request_id)))
    return ErasurePreviewOut(
        rows=[ErasureTouched.model_validate(one) for one in preview.rows],
        mentioned=[ErasureTouched.model_validate(one) for one in preview.mentioned],
        kept=[ErasureKept(table=one.table, why=str(one.why), years=one.years) for one in preview.kept],
        recipients=[one.name for one in preview.recipients if one.gets_persons],
    )


@ENDPOINTS.post(
    "/rights-requests/{request_id}/erasure", permission="privacy.manage", purpose="legal_duty", status=202
)
def confirm_rights_erasure(caller: Caller, request_id: Id, given: ErasureConfirmed) -> ErasureOut:
    """Erase for good. Sent twice, it is one erasure."""
    found = request_for(caller.user, request_id)
    if found.right != RightsRequest.ERASURE or found.state not in RightsRequest.OPEN:
        raise RightsRefused("erasure-unfit")
    if given.confirmation.casefold() != f"erase {found.pk}":
        raise RightsRefused("confirmation-wrong")
    persons, identities = subject_ids(found)
    if not persons and not identities:
        raise RightsRefused("nobody-found")
    running = Erasure.objects.filter(request=found, state=Erasure.RUNNING).first()
    if running is None:
        running = start_erasure(
            person_ids=persons,
            identity_ids=identities,
            request=found,
            bars_collection=given.bars_collection,
            by=caller.actor,
            now=caller.now,
        )
        note_step(found, "erasure_started", by=caller.actor, now=caller.now)
    return ErasureOut.model_validate(running)


@ENDPOINTS.post("/rights-requests/{request_id}/told", permission="privacy.manage", purpose="legal_duty")
def tell_erasure_recipient(caller: Caller, request_id: Id, given: RecipientTold) -> Erasures:
    """Note that a recipient was told of the erasure (art. 19 GDPR)."""
    found = request_for(caller.user, request_id)
    for erasure in Erasure.objects.filter(request=found):
        tell_recipient(erasure, key=given.key, by=caller.actor, now=caller.now)
    rows = Erasure.objects.filter(request=found).order_by("-id")
    return Erasures(items=[ErasureOut.model_validate(one) for one in rows])


@ENDPOINTS.post(
    "/rights-requests/{request_id}/restriction", permission="privacy.manage", purpose="legal_duty"
)
def restrict_for_rights_request(caller: Caller, request_id: Id, given: RightsRestricted) -> RightsRequestOut:
    """Restrict the records, or lift it: a restricted record is shown for legal duties alone."""
    found = request_for(caller.user, request_id)
    persons, _identities = subject_ids(found)
    if restrict_persons(persons, is_restricted=given.is_restricted, by=caller.actor, now=caller.now):
        verb = "restricted" if given.is_restricted else "released"
        note_step(found, verb, by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.post("/rights-requests/{request_id}/objection", permission="privacy.manage", purpose="legal_duty")
def carry_out_objection(caller: Caller, request_id: Id) -> RightsRequestOut:
    """End what the person objects to, from now on."""
    found = request_for(caller.user, request_id)
    persons, identities = subject_ids(found)
    if not persons and not identities:
        raise RightsRefused("nobody-found")
    everything = ["prospecting", "satisfaction", "profiling", "listening"]
    object_for(persons, identities, purposes=found.purposes or everything, by=caller.actor, now=caller.now)
    note_step(found, "objected", by=caller.actor, now=caller.now)
    return _whole(found)


@ENDPOINTS.post("/rights-requests/{request_id}/decision", permission="privacy.manage", purpose="legal_duty")
def decide_rights_request(caller: Caller, request_id: Id, given: RightsDecision) -> RightsRequestOut:
    """Close it: met, refused with a ground of the law and reasons, or withdrawn. A mail is sent with the decision."""
    found = request_for(caller.user, request_id)
    said = {"reasons": given.reasons, "answer": given.answer, "answered_how": given.answered_how}
    with transaction.atomic():
        if given.outcome == "withdrawn":
            withdraw_request(found, note=given.reasons, by=caller.actor, now=caller.now)
        elif given.outcome == "refused":
            refuse_request(found, ground=given.ground, **said, by=caller.actor, now=caller.now)
        else:
            decide_request(found, **said, by=caller.actor, now=caller.now)
        if given.answered_how == "mail" and given.outcome != "withdrawn":
            send_answer(found, given.answer)
    return _whole(found)


def _identity(identity_id: int) -> Identity:
    found = Identity.objects.filter(pk=identity_id, is_ours=False).first()
    if found is None:
        raise Http404
    return found


def _row(one: RightsRequest) -> RightsRow:
    return RightsRow(**_said(one))


def _said(one: RightsRequest) -> dict[str, Any]:
    names = (
        "right", "state", "channel", "requester_name", "received_at", "due_on", "assignee_id", "decided_at",
    )  # fmt: skip
    late = one.state in RightsRequest.OPEN and one.due_on < localdate()
    return {"id": one.pk, "is_overdue": late, **{name: getattr(one, name) for name in names}}


def _whole(one: RightsRequest) -> RightsRequestOut:
    persons = list(
        Person.objects.filter(rights_subjects__request=one).order_by("pk").values_list("pk", flat=True)
    )
    return RightsRequestOut(
        **_said(one),
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
