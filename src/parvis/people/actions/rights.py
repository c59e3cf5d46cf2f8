"""The rights desk: taking a request in, whom it is about, who they are, more time, the decision.

Every act is a step of the request with its words, and an entry of the audit log without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.events import RightsRequestClosed, RightsRequestReceived
from parvis.people.logic.contact_points import EMAIL, NotAnAddress, normalised
from parvis.people.logic.handles import handle_key
from parvis.people.logic.rights import RightsRefused, require_ground
from parvis.people.logic.rights_clock import due_on, may_extend
from parvis.people.models import (
    CurrentLink,
    Identity,
    Person,
    RightsHandle,
    RightsRequest,
    RightsStep,
    RightsSubject,
)
from parvis.people.reads.addresses import persons_with_address

ADDRESS, HANDLE, HAND = "address", "handle", "hand"


def receive_request(
    *,
    right: str,
    channel: str,
    words: str = "",
    requester_name: str = "",
    requester_email: str = "",
    is_email_verified: bool = False,
    language: str = "en",
    reference: str = "",
    purposes: Sequence[str] = (),
    person_ids: Sequence[int] = (),
    identity_ids: Sequence[int] = (),
    received_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> RightsRequest:
    """Take a request in: the clock runs from its receipt, whoever noted it when.

    The records of somebody who gave this address, and the handles that speak from it, are found by themselves.
    """
    received_at = min(received_at or now, now)
    with purpose("legal_duty"), transaction.atomic():
        request = RightsRequest.objects.create(
            right=right,
            channel=channel,
            words=words.strip()[:20_000],
            requester_name=requester_name.strip()[:200],
            requester_email=requester_email.strip()[:320],
            is_email_verified=is_email_verified,
            language=language[:5],
            reference=reference[:300],
            purposes=list(purposes),
            received_at=received_at,
            due_on=due_on(localdate(received_at)),
            created_by_id=by.id,
        )
        _step(request, "received", by=by, now=now)
        record("rights.received", request, by=by, now=now, right=right, way=channel)
        _find_subjects(request, person_ids, identity_ids)
        publish(RightsRequestReceived(request.pk, right), by=by)
        return request


def add_subject(request: RightsRequest, person: Person, *, by: Actor, now: datetime) -> bool:
    """Say that the request is about this record too. Returns whether that is new."""
    with _held(request) as held:
        _, is_new = RightsSubject.objects.get_or_create(
            request=held, person=person, defaults={"found_by": HAND}
        )
        if is_new:
            _done(held, "subject_added", by=by, now=now, person_id=person.pk)
        return is_new


def remove_subject(request: RightsRequest, person: Person, *, by: Actor, now: datetime) -> bool:
    """Say that the request is not about this record. Returns whether it was."""
    with _held(request) as held:
        gone = bool(RightsSubject.objects.filter(request=held, person=person).delete()[0])
        if gone:
            _done(held, "subject_removed", by=by, now=now, person_id=person.pk)
        return gone


def add_handle(request: RightsRequest, identity: Identity, *, by: Actor, now: datetime) -> bool:
    """Say that the request is about this handle, which no record holds. Returns whether that is new."""
    with _held(request) as held:
        _, is_new = RightsHandle.objects.get_or_create(request=held, identity_id=identity.pk)
        if is_new:
            _done(held, "handle_added", by=by, now=now, identity_id=identity.pk)
        return is_new


def assign_request(request: RightsRequest, *, to: User | None, by: Actor, now: datetime) -> None:
    with _held(request) as held:
        held.assignee = to
        if held.state == RightsRequest.NEW and to is not None:
            held.state = RightsRequest.WORKING
        held.save(update_fields=["assignee", "state"])
        _done(held, "assigned", by=by, now=now, note=to.name if to else "", user_id=to.pk if to else None)


def ask_identity(request: RightsRequest, *, doubt: str, how: str, by: Actor, now: datetime) -> None:
    """Ask who they are: only where there is a reasonable doubt, which is written down (art. 12(6) GDPR).

    Raises RightsRefused("doubt-missing"). The clock goes on: asking late must not win time.
    """
    if not doubt.strip() or not how.strip():
        raise RightsRefused("doubt-missing")
    with _held(request) as held:
        held.identity_doubt, held.identity_how = doubt.strip(), how.strip()
        held.identity_asked_at, held.identity_outcome = now, ""
        held.state = RightsRequest.IDENTITY
        held.save()
        _done(held, "identity_asked", by=by, now=now, note=f"{held.identity_doubt}\n{held.identity_how}")


def settle_identity(request: RightsRequest, *, is_confirmed: bool, by: Actor, now: datetime) -> None:
    """Who they are is clear, or could not be shown. Raises RightsRefused where nobody was asked."""
    with _held(request) as held:
        if held.identity_asked_at is None:
            raise RightsRefused("identity-not-asked")
        held.identity_outcome = "confirmed" if is_confirmed else "failed"
        held.state = RightsRequest.WORKING
        held.save(update_fields=["identity_outcome", "state"])
        _done(held, f"identity_{held.identity_outcome}", by=by, now=now)


def extend_request(request: RightsRequest, *, reason: str, by: Actor, now: datetime) -> None:
    """Two months more, for a complex request or many (art. 12(3) GDPR).

    Raises RightsRefused: "reason-missing", "extended-already", or "too-late": the person has to be told within
    the first month, so afterwards there is nothing to extend.
    """
    if not reason.strip():
        raise RightsRefused("reason-missing")
    with _held(request) as held:
        if held.extended_at is not None:
            raise RightsRefused("extended-already")
        received_on = localdate(held.received_at)
        if not may_extend(received_on, today=localdate(now)):
            raise RightsRefused("too-late")
        held.extended_at, held.extension_reason = now, reason.strip()
        held.due_on = due_on(received_on, is_extended=True)
        held.save(update_fields=["extended_at", "extension_reason", "due_on"])
        _done(held, "extended", by=by, now=now, note=held.extension_reason)


def decide_request(
    request: RightsRequest, *, reasons: str, answer: str, answered_how: str, by: Actor, now: datetime
) -> None:
    """The request is met and answered. Raises RightsRefused("answer-missing")."""
    if not answer.strip():
        raise RightsRefused("answer-missing")
    with _held(request) as held:
        held.state, held.decided_at = RightsRequest.ANSWERED, now
        held.reasons, held.answer, held.answered_how = reasons.strip(), answer.strip(), answered_how
        held.save()
        _done(held, "answered", by=by, now=now, note=held.reasons)
        _closed(held, by=by)


def refuse_request(
    request: RightsRequest,
    *,
    ground: str,
    reasons: str,
    answer: str,
    answered_how: str,
    by: Actor,
    now: datetime,
) -> None:
    """Refuse with a ground of the law, reasons and an answer that names the remedy (art. 12(4) GDPR).

    Raises RightsRefused: "ground-unfit", "objection-absolute", "reasons-missing", "answer-missing".
    """
    require_ground(request.right, ground, purposes=request.purposes)
    if not reasons.strip():
        raise RightsRefused("reasons-missing")
    if not answer.strip():
        raise RightsRefused("answer-missing")
    with _held(request) as held:
        held.state, held.decided_at, held.refusal_ground = RightsRequest.REFUSED, now, ground
        held.reasons, held.answer, held.answered_how = reasons.strip(), answer.strip(), answered_how
        held.save()
        _done(held, "refused", by=by, now=now, note=held.reasons, ground=ground)
        _closed(held, by=by)


def withdraw_request(request: RightsRequest, *, note: str, by: Actor, now: datetime) -> None:
    """The requester took it back, or it was noted by mistake; why is written down."""
    if not note.strip():
        raise RightsRefused("reasons-missing")
    with _held(request) as held:
        held.state, held.decided_at, held.reasons = RightsRequest.WITHDRAWN, now, note.strip()
        held.save(update_fields=["state", "decided_at", "reasons"])
        _done(held, "withdrawn", by=by, now=now, note=held.reasons)
        _closed(held, by=by)


def note_step(request: RightsRequest, verb: str, *, note: str = "", by: Actor, now: datetime) -> None:
    """Write a step that another action took for this request."""
    with purpose("legal_duty"):
        _step(request, verb, note=note, by=by, now=now)


@contextmanager
def _held(request: RightsRequest) -> Iterator[RightsRequest]:
    """The open request, locked, in a transaction of a legal duty. Raises RightsRefused("closed").

    The caller's own object says afterwards what the locked one says.
    """
    with purpose("legal_duty"):
        held = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if held.state not in RightsRequest.OPEN:
            raise RightsRefused("closed")
        yield held
    for field in RightsRequest._meta.concrete_fields:
        setattr(request, field.attname, getattr(held, field.attname))


def _done(
    request: RightsRequest, verb: str, *, by: Actor, now: datetime, note: str = "", **detail: object
) -> None:
    _step(request, verb, note=note, by=by, now=now)
    record(f"rights.{verb}", request, by=by, now=now, **detail)


def _step(request: RightsRequest, verb: str, *, by: Actor, now: datetime, note: str = "") -> None:
    RightsStep.objects.create(
        request=request, at=now, verb=verb, note=note,
        actor_kind=by.kind, actor_id=by.id, actor_name=by.name[:200],
    )  # fmt: skip


def _closed(request: RightsRequest, *, by: Actor) -> None:
    publish(RightsRequestClosed(request.pk, request.right, request.state), by=by)


def _find_subjects(request: RightsRequest, person_ids: Sequence[int], identity_ids: Sequence[int]) -> None:
    """Named records and handles first; then whoever gave the requester's address, where it is theirs for sure."""
    found = dict.fromkeys(person_ids, HAND)
    handles = set(identity_ids)
    if request.requester_email and request.is_email_verified:
        try:
            address = normalised(EMAIL, request.requester_email)
        except NotAnAddress:
            address = ""
        if address:
            for person_id in persons_with_address([(EMAIL, address)]):
                found.setdefault(person_id, ADDRESS)
            handles |= set(
                Identity.objects.filter(channel="email", handle_key=handle_key("email", address)).values_list(
                    "pk", flat=True
                )
            )
    linked = dict(CurrentLink.objects.filter(identity_id__in=handles).values_list("identity_id", "person_id"))
    for person_id in linked.values():
        found.setdefault(person_id, HANDLE)
    RightsSubject.objects.bulk_create(
        RightsSubject(request=request, person_id=person_id, found_by=how) for person_id, how in found.items()
    )
    RightsHandle.objects.bulk_create(
        RightsHandle(request=request, identity_id=identity_id)
        for identity_id in sorted(handles - set(linked))
    )
