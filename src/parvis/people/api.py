"""Persons, their addresses, handles and consents for programs."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from pydantic import Field

from parvis.accounts.models import User
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import BULK_BYTES, Caller, Endpoints, Reply
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Listed, Typed, examples
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.contact_points import add_contact_point, remove_contact_point
from parvis.people.actions.links import end_link, link_identity
from parvis.people.actions.persons import change_person, create_person
from parvis.people.logic.errors import (
    AddressKnown,
    CustomerNumberTaken,
    IdentityLinked,
    NameMissing,
    NotAnAddress,
    NotLinked,
    OwnAccount,
)
from parvis.people.models import ContactPoint, Identity, Person
from parvis.people.permissions import can_edit_people, identity_for, person_for, purpose_of, visible_to
from parvis.people.reads.behind import identity_ids_of, person_behind
from parvis.people.reads.consents import consent_ledger, consent_states
from parvis.people.reads.links import Decision, link_of, linked_identities
from parvis.people.reads.people_list import people_page
from parvis.people.reads.timeline import timeline

MOST_ROWS = 1000
NUMBER_TAKEN = (409, "Another person has this customer number.")
ADDRESS_KNOWN = (409, "Other persons gave this address; send address_may_be_shared to go on.")
NOT_AN_ADDRESS = (409, "This is no e-mail address, or no phone number that can be called from abroad.")
NAME_MISSING = (409, "A record needs a name, a customer number or an address.")
LINKED = (409, "The handle is linked to another person: end that link first.")


def refusal(error: Exception) -> Problem | None:
    """Codes of people's errors; a person that may not be seen is not named."""
    if isinstance(error, CustomerNumberTaken):
        return Problem(*_said("customer-number-taken", NUMBER_TAKEN), person_id=error.person_id)
    if isinstance(error, AddressKnown):
        return Problem(*_said("address-known", ADDRESS_KNOWN), person_ids=list(error.person_ids))
    if isinstance(error, IdentityLinked):
        return Problem(*_said("identity-linked", LINKED), person_id=error.person_id)
    if isinstance(error, NotAnAddress):
        return Problem(*_said("not-an-address", NOT_AN_ADDRESS), kind=error.kind)
    if isinstance(error, NameMissing):
        return Problem(*_said("name-missing", NAME_MISSING))
    if isinstance(error, NotLinked):
        return Problem(409, "not-linked", "The handle is linked to nobody.")
    if isinstance(error, OwnAccount):
        return Problem(409, "own-account", "The handle is the company's own and stands for no customer.")
    return None


ENDPOINTS = Endpoints(
    "People",
    explain="Customer records, the addresses they gave, the handles they speak from, what they consented to.",
    refusal=refusal,
)
_PROBLEMS = {
    "customer-number-taken": NUMBER_TAKEN,
    "address-known": ADDRESS_KNOWN,
    "not-an-address": NOT_AN_ADDRESS,
    "name-missing": NAME_MISSING,
}


class PersonFields(Body):
    given_name: Annotated[str, Field(max_length=120)] = ""
    family_name: Annotated[str, Field(max_length=120)] = ""
    customer_number: Annotated[str, Field(max_length=80)] = ""
    language: Annotated[str, Field(max_length=5, description="A code such as fr or en.")] = ""
    city: Annotated[str, Field(max_length=120)] = ""


class NewPerson(PersonFields):
    emails: Annotated[list[Typed], Field(max_length=20)] = []
    phones: Annotated[list[Typed], Field(max_length=20)] = []
    address_may_be_shared: bool = Field(
        False, description="Families share addresses: keep one that others gave too."
    )
    identity_id: Id | None = Field(None, description="The handle that the record is made from.")

    model_config = examples(
        {
            "given_name": "Camille",
            "family_name": "Martin",
            "customer_number": "C-004211",
            "emails": ["camille@example.org"],
            "language": "fr",
        }
    )


class PersonChanges(Body):
    """Only what is sent is changed; an empty string empties."""

    given_name: Annotated[str, Field(max_length=120)] | None = None
    family_name: Annotated[str, Field(max_length=120)] | None = None
    customer_number: Annotated[str, Field(max_length=80)] | None = None
    language: Annotated[str, Field(max_length=5)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None

    model_config = examples({"city": "Lyon"})


class RowChanges(PersonChanges):
    id: Id


class NewPersons(Body):
    persons: Annotated[list[NewPerson], Field(min_length=1, max_length=MOST_ROWS)]


class ChangedPersons(Body):
    persons: Annotated[list[RowChanges], Field(min_length=1, max_length=MOST_ROWS)]


class NewContactPoint(Body):
    kind: Literal["email", "phone"]
    value: Annotated[str, Field(min_length=1, max_length=320)]
    is_verified: bool = False
    address_may_be_shared: bool = False


class NewLink(Body):
    person_id: Id
    evidence: Literal["person_said", "number_quoted", "agent_decided"] = "agent_decided"
    note: Line = ""


class EndedLink(Body):
    reason: Line = ""


class ConsentGiven(Body):
    purpose: Literal["satisfaction", "prospecting", "profiling"]
    channel: Literal["", "email", "sms", "phone"] = Field("", description="Empty: every channel.")
    wording: Annotated[
        str, Field(min_length=1, max_length=5000, pattern=r"\S", description="The very words agreed to.")
    ]
    wording_version: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=5)] = ""
    source: Line = Field("", description="Where it was said: a form, a call, a letter.")

    model_config = examples(
        {
            "purpose": "satisfaction",
            "channel": "email",
            "wording": "You may ask me how I liked it.",
            "source": "call",
        }
    )


class ConsentWithdrawn(Body):
    purpose: Literal["satisfaction", "prospecting", "profiling"]
    channel: Literal["", "email", "sms", "phone"] = ""


class PersonRow(Answer):
    id: int
    name: str
    customer_number: str
    city: str
    created_at: datetime
    channels: list[str]
    last_seen_at: datetime | None


class PersonPage(Listed):
    items: list[PersonRow]


class ContactPointOut(Answer):
    id: int
    kind: str
    value: str
    is_verified: bool


class PersonOut(Answer):
    id: int
    given_name: str
    family_name: str
    customer_number: str
    language: str
    city: str
    is_restricted: bool
    origin: str
    created_at: datetime
    contact_points: list[ContactPointOut]


class DecisionOut(Answer):
    """Why we take this handle for this person."""

    act: str
    at: datetime
    evidence: str
    probability: float
    legal_basis: str
    decided_by_kind: str
    decided_by_name: str


class IdentityOut(Answer):
    id: int
    channel: str
    handle: str
    display_name: str
    followers: int | None
    is_ours: bool
    first_seen_at: datetime
    last_seen_at: datetime
    person_id: int | None
    decision: DecisionOut | None


class IdentityList(Answer):
    items: list[IdentityOut]


class ConsentState(Answer):
    purpose: str
    channel: str
    is_given: bool
    at: datetime


class ConsentEntry(ConsentState):
    wording: str
    wording_version: str
    language: str


class Consents(Answer):
    """What holds now, and every word that was ever said about it, the newest first."""

    current: list[ConsentState]
    ledger: list[ConsentEntry]


class TimelineItem(Answer):
    at: datetime
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    sentiment: str
    language: str


class TimelinePageOut(Listed):
    items: list[TimelineItem]


class RowResult(Answer):
    """What became of one row; a refused row leaves the others alone."""

    index: int
    status: Literal["created", "changed", "unchanged", "refused"]
    person_id: int | None
    code: str = ""
    detail: str = ""


class RowResults(Answer):
    results: list[RowResult]
    done: int
    refused: int


@ENDPOINTS.get("/people", permission="people.view", purpose=purpose_of)
def list_people(
    caller: Caller, q: Typed = "", cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> PersonPage:
    """Persons by name, or those that a search finds.

    q: words of the name, a customer number, a town, or a whole e-mail address or phone number.
    """
    page = people_page(typed=q, after=key_of(cursor), most=limit)
    has_more = len(page.rows) == limit and page.after is not None
    return PersonPage(
        items=[PersonRow.model_validate(row) for row in page.rows],
        next_cursor=cursor_of(page.after) if has_more else None,
    )


@ENDPOINTS.post("/people", permission="people.edit", purpose=purpose_of, status=201, problems=_PROBLEMS)
def create_person_record(caller: Caller, given: NewPerson) -> PersonOut:
    """Make a record."""
    return _person_out(_created(caller, given))


@ENDPOINTS.post("/people/bulk-create", permission="people.edit", purpose=purpose_of, most_bytes=BULK_BYTES)
def create_people_in_bulk(caller: Caller, given: NewPersons) -> RowResults:
    """Make up to 1,000 records, each for itself: a refused row leaves the others alone."""
    return _each(caller, given.persons, lambda row: ("created", _created(caller, row).pk))


@ENDPOINTS.post("/people/bulk-change", permission="people.edit", purpose=purpose_of, most_bytes=BULK_BYTES)
def change_people_in_bulk(caller: Caller, given: ChangedPersons) -> RowResults:
    """Change up to 1,000 records, each for itself."""

    def change(row: RowChanges) -> tuple[str, int]:
        person = person_for(caller.user, row.id)
        is_changed = change_person(person, by=caller.actor, now=caller.now, **_changes(row))
        return "changed" if is_changed else "unchanged", person.pk

    return _each(caller, given.persons, change)


@ENDPOINTS.get("/people/{person_id}", permission="people.view", purpose=purpose_of, answers=PersonOut)
def get_person(caller: Caller, person_id: Id) -> Reply:
    """One record. Its ETag goes into If-Match when it is changed."""
    person = person_for(caller.user, person_id)
    return Reply(_person_out(person), {"ETag": _etag(person)})


@ENDPOINTS.patch(
    "/people/{person_id}",
    permission="people.edit",
    purpose=purpose_of,
    answers=PersonOut,
    problems=_PROBLEMS
    | {"changed-meanwhile": (412, "Somebody changed the record after it was read: read it again.")},
    sends={"If-Match": "The ETag of the record as you read it: refused when somebody changed it since."},
)
def change_person_record(caller: Caller, person_id: Id, given: PersonChanges) -> Reply:
    """Change what is sent."""
    # Held until the end of the request: between the comparison and the change nobody comes in.
    person = visible_to(caller.user).select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise not_found()
    expected = caller.request.headers.get("If-Match", "").strip()
    if expected not in ("", "*") and _etag(person) not in [one.strip() for one in expected.split(",")]:
        raise Problem(
            412, "changed-meanwhile", "Somebody changed the record after it was read: read it again."
        )
    change_person(person, by=caller.actor, now=caller.now, **_changes(given))
    person.refresh_from_db()
    return Reply(_person_out(person), {"ETag": _etag(person)})


@ENDPOINTS.post(
    "/people/{person_id}/contact-points",
    permission="people.edit",
    purpose=purpose_of,
    status=201,
    problems={"address-known": ADDRESS_KNOWN, "not-an-address": NOT_AN_ADDRESS},
)
def add_person_contact_point(caller: Caller, person_id: Id, given: NewContactPoint) -> ContactPointOut:
    """Keep an address that the person gave; handles that already spoke from it are linked."""
    point = add_contact_point(
        person_for(caller.user, person_id), by=caller.actor, now=caller.now, **given.model_dump()
    )
    return ContactPointOut.model_validate(point)


@ENDPOINTS.delete(
    "/people/{person_id}/contact-points/{point_id}", permission="people.edit", purpose=purpose_of
)
def remove_person_contact_point(caller: Caller, person_id: Id, point_id: Id) -> None:
    """Forget an address. Links that were made by it stay."""
    person = person_for(caller.user, person_id)
    point = ContactPoint.objects.filter(pk=point_id, person=person).first()
    if point is None:
        raise not_found()
    remove_contact_point(point, by=caller.actor, now=caller.now)


@ENDPOINTS.get("/people/{person_id}/identities", permission="people.view", purpose=purpose_of)
def list_person_identities(caller: Caller, person_id: Id) -> IdentityList:
    """The handles linked to the person now, each with the decision that linked it."""
    person = person_for(caller.user, person_id)
    return IdentityList(
        items=[_identity_out(one.identity, person.pk, one.decision) for one in linked_identities(person.pk)]
    )


@ENDPOINTS.get("/people/{person_id}/timeline", permission="people.view", purpose=purpose_of)
def get_person_timeline(
    caller: Caller, person_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=100)] = 30
) -> TimelinePageOut:
    """Everything said by and to the person, on every channel, the newest first."""
    person = person_for(caller.user, person_id)
    return _timeline(caller.user, identity_ids_of(person.pk), cursor, limit)


@ENDPOINTS.get("/people/{person_id}/consents", permission="people.view", purpose=purpose_of)
def get_person_consents(caller: Caller, person_id: Id) -> Consents:
    """What the person allows now, and the ledger with its words."""
    return _consents(person_for(caller.user, person_id))


@ENDPOINTS.post("/people/{person_id}/consents", permission="people.view", purpose=purpose_of, status=201)
def give_person_consent(caller: Caller, person_id: Id, given: ConsentGiven) -> Consents:
    """Note a consent with the very words that were agreed to and where that was said."""
    person = _consenting(caller, person_id)
    give_consent(
        person,
        purpose=given.purpose,
        channel=given.channel,
        wording=given.wording,
        wording_version=given.wording_version or "as noted",
        language=given.language or person.language or "en",
        proof={"source": given.source, "noted_by": caller.user.pk},
        by=caller.actor,
        now=caller.now,
    )
    return _consents(person)


@ENDPOINTS.post("/people/{person_id}/consents/withdraw", permission="people.view", purpose=purpose_of)
def withdraw_person_consent(caller: Caller, person_id: Id, given: ConsentWithdrawn) -> Consents:
    """Note that the person no longer agrees: it holds at once."""
    person = _consenting(caller, person_id)
    withdraw_consent(
        person,
        purpose=given.purpose,
        channel=given.channel,
        proof={"noted_by": caller.user.pk},
        by=caller.actor,
        now=caller.now,
    )
    return _consents(person)


@ENDPOINTS.get("/identities/{identity_id}", permission="people.view", purpose=purpose_of)
def get_identity(caller: Caller, identity_id: Id) -> IdentityOut:
    """One handle, whose it is and why."""
    return _found_identity(identity_for(caller.user, identity_id))


@ENDPOINTS.get("/identities/{identity_id}/timeline", permission="people.view", purpose=purpose_of)
def get_identity_timeline(
    caller: Caller, identity_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=100)] = 30
) -> TimelinePageOut:
    """What one handle said and was told, whether or not it has a person."""
    return _timeline(caller.user, [identity_for(caller.user, identity_id).pk], cursor, limit)


@ENDPOINTS.put(
    "/identities/{identity_id}/link",
    permission="people.edit",
    purpose=purpose_of,
    problems={"identity-linked": LINKED, "own-account": (409, "The handle is the company's own.")},
)
def link_identity_to_person(caller: Caller, identity_id: Id, given: NewLink) -> IdentityOut:
    """Say that this handle is this person, and how one knows."""
    identity = identity_for(caller.user, identity_id)
    link_identity(
        identity,
        person=person_for(caller.user, given.person_id),
        evidence=given.evidence,
        detail={"note": given.note} if given.note else None,
        by=caller.actor,
        now=caller.now,
    )
    return _found_identity(identity)


@ENDPOINTS.post(
    "/identities/{identity_id}/unlink",
    permission="people.edit",
    purpose=purpose_of,
    problems={"not-linked": (409, "The handle is linked to nobody.")},
)
def unlink_identity(caller: Caller, identity_id: Id, given: EndedLink) -> IdentityOut:
    """Take handle and person apart again; both histories stay whole."""
    identity = identity_for(caller.user, identity_id)
    end_link(identity, by=caller.actor, now=caller.now, reason=given.reason)
    return _found_identity(identity)


def _said(code: str, words: tuple[int, str]) -> tuple[int, str, str]:
    return words[0], code, words[1]


def _created(caller: Caller, given: NewPerson) -> Person:
    fields = given.model_dump(exclude={"identity_id"})
    identity = identity_for(caller.user, given.identity_id) if given.identity_id else None
    return create_person(identity, **fields, origin="api", by=caller.actor, now=caller.now)


def _changes(given: PersonChanges) -> dict[str, Any]:
    return {k: v or "" for k, v in given.model_dump(exclude_unset=True, exclude={"id"}).items()}


def _each(caller: Caller, rows: list[Any], act: Any) -> RowResults:
    """Each row in a savepoint of its own, in one transaction: a killed request leaves nothing half done."""
    results = []
    for index, row in enumerate(rows):
        try:
            with transaction.atomic():
                status, person_id = act(row)
        except Exception as error:
            problem = refusal(error) or (not_found() if type(error).__name__ == "Http404" else None)
            if problem is None:
                raise
            results.append(
                RowResult(
                    index=index, status="refused", person_id=None, code=problem.code, detail=problem.detail
                )
            )
        else:
            results.append(RowResult(index=index, status=status, person_id=person_id))
    refused = sum(one.status == "refused" for one in results)
    return RowResults(results=results, done=len(results) - refused, refused=refused)


def _person_out(person: Person) -> PersonOut:
    plain = {name: getattr(person, name) for name in PersonOut.model_fields if name != "contact_points"}
    plain["customer_number"] = person.customer_number or ""
    points = [ContactPointOut.model_validate(point) for point in person.contact_points.order_by("id")]
    return PersonOut(**plain, contact_points=points)


def _etag(person: Person) -> str:
    fields = [getattr(person, name) for name in PersonChanges.model_fields]
    return '"' + hashlib.sha256(json.dumps([person.pk, *fields]).encode()).hexdigest()[:20] + '"'


def _found_identity(identity: Identity) -> IdentityOut:
    person = person_behind(identity.pk)
    return _identity_out(identity, person.pk if person else None, link_of(identity.pk) if person else None)


def _identity_out(identity: Identity, person_id: int | None, decision: Decision | None) -> IdentityOut:
    plain = {
        name: getattr(identity, name)
        for name in IdentityOut.model_fields
        if name not in ("person_id", "decision")
    }
    decided = DecisionOut.model_validate(decision) if decision else None
    return IdentityOut(**plain, person_id=person_id, decision=decided)


def _consenting(caller: Caller, person_id: int) -> Person:
    """The person, for those who may note what they allow."""
    if not (can_edit_people(caller.user) or caller.user.may("privacy.manage")):
        raise PermissionDenied("people.edit")
    return person_for(caller.user, person_id)


def _consents(person: Person) -> Consents:
    return Consents(
        current=[
            ConsentState(purpose=s.purpose, channel=s.channel, is_given=s.is_given, at=s.consent.at)
            for s in consent_states(person.pk)
        ],
        ledger=[ConsentEntry.model_validate(row) for row in consent_ledger(person.pk)],
    )


def _timeline(viewer: User, identity_ids: list[int], cursor: str, limit: int) -> TimelinePageOut:
    key = key_of(cursor)
    try:
        before = datetime.fromisoformat(key) if key else None
    except ValueError:
        before = None
    if key and (before is None or before.tzinfo is None):
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        )
    page = timeline(identity_ids, viewer=viewer, before=before, most=limit)
    return TimelinePageOut(
        items=[TimelineItem.model_validate(entry) for entry in page.entries],
        next_cursor=cursor_of(page.before.isoformat() if page.before else None),
    )
