"""What a person agreed to, with the very words, and the proof of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied
from pydantic import Field

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.api.endpoints import BULK_BYTES, Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Moment, examples
from parvis.people.actions.choices import close_links
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.import_consents import ImportedConsent, import_consents
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.errors import BasisRefused, ObjectedBefore
from parvis.people.models import Person
from parvis.people.permissions import can_edit_people, person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.choices_links import choices_url
from parvis.people.reads.consents import consent_ledger, consent_states
from parvis.people.reads.proofs import proofs_of

Purpose = Literal["satisfaction", "prospecting", "profiling", "research", "contacts"]
Channel = Literal["", "email", "sms", "phone", "post", "network"]
Basis = Literal["consent", "existing_customer", "professional"]
Words = Annotated[
    str, Field(min_length=1, max_length=5000, pattern=r"\S", description="The very words agreed to.")
]

REFUSED = {
    "no-such-purpose": (422, "The purpose has no such channel."),
    "basis-not-allowed": (
        409,
        "The data-protection officer has not allowed this basis for the purpose and channel.",
    ),
    "objected-before": (409, "The person said no: only their own consent stands above that."),
}
MOST_ROWS = 500


class ConsentGiven(Body):
    purpose: Purpose
    channel: Channel = Field("", description="Empty: every channel, networks apart.")
    basis: Basis = Field(
        "consent", description="Other than consent where the data-protection officer allows it."
    )
    wording: Words
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
    purpose: Purpose
    channel: Channel = ""


class ConsentRow(Body):
    """One word that was said elsewhere, with its proof."""

    person_id: Id | None = None
    customer_number: Annotated[str, Field(max_length=80)] = Field("", description="Instead of person_id.")
    purpose: Purpose
    channel: Channel = ""
    is_given: bool = True
    basis: Basis = "consent"
    wording: Annotated[str, Field(max_length=5000)] = Field("", description="Needed where it was given.")
    wording_version: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=5)] = ""
    said_at: Moment
    form: Line = Field("", description="The address of the form, or how it was said.")
    act: Line = Field("", description="What the person did, in the other system's words.")
    address: Annotated[str, Field(max_length=60)] = Field(
        "", description="IP address; only its network is kept."
    )
    agent: Annotated[str, Field(max_length=1000)] = Field(
        "", description="User agent; only name and number are kept."
    )
    reference: Line = Field("", description="The other system's number of this proof.")


class ConsentRows(Body):
    rows: Annotated[list[ConsentRow], Field(min_length=1, max_length=MOST_ROWS)]

    model_config = examples(
        {
            "rows": [
                {
                    "customer_number": "C-004211",
                    "purpose": "prospecting",
                    "channel": "email",
                    "wording": "I would like to receive offers by e-mail.",
                    "wording_version": "newsletter-3",
                    "language": "en",
                    "said_at": "2026-03-02T10:15:00+01:00",
                    "form": "https://example.org/newsletter",
                    "act": "ticked the box",
                }
            ]
        }
    )


class ImportedRow(Answer):
    index: int
    status: Literal["noted", "refused"]
    consent_id: int | None
    code: str


class ImportedRows(Answer):
    """What became of each row; a refused one leaves the others alone."""

    results: list[ImportedRow]
    noted: int
    refused: int


class ConsentState(Answer):
    purpose: str
    channel: str
    is_given: bool
    at: datetime


class ConsentEntry(ConsentState):
    id: int
    wording: str
    wording_version: str
    language: str
    basis: str
    valid_until: datetime | None


class Consents(Answer):
    """What holds now, and every word that was ever said about it, the newest first."""

    current: list[ConsentState]
    ledger: list[ConsentEntry]


class ConsentProof(ConsentEntry):
    """One row of the ledger with everything that proves it. seal_is: intact, emptied, unsealed or broken."""

    noted_at: datetime | None
    form: str
    act: str
    address: str
    agent: str
    details: dict[str, object]
    seal: str
    seal_is: str


class ChoicesLinkOut(Answer):
    url: str


@ENDPOINTS.get("/people/{person_id}/consents", permission="people.view", purpose=purpose_of)
def get_person_consents(caller: Caller, person_id: Id) -> Consents:
    """What the person allows now, and the ledger with its words."""
    return _consents(person_for(caller.user, person_id))


@ENDPOINTS.post(
    "/people/{person_id}/consents", permission="people.view", purpose=purpose_of, status=201, problems=REFUSED
)
def give_person_consent(caller: Caller, person_id: Id, given: ConsentGiven) -> Consents:
    """Note a consent with the very words that were agreed to and where that was said."""
    person = _consenting(caller, person_id)
    try:
        give_consent(
            person,
            purpose=given.purpose,
            channel=given.channel,
            basis=given.basis,
            wording=given.wording,
            wording_version=given.wording_version or "as noted",
            language=given.language or person.language or "en",
            act="noted",
            proof={"source": given.source, "noted_by": caller.user.pk},
            by=caller.actor,
            now=caller.now,
        )
    except (UnknownPurpose, BasisRefused, ObjectedBefore) as error:
        raise _problem(error) from error
    return _consents(person)


@ENDPOINTS.post(
    "/people/{person_id}/consents/withdraw",
    permission="people.view",
    purpose=purpose_of,
    problems={"no-such-purpose": REFUSED["no-such-purpose"]},
)
def withdraw_person_consent(caller: Caller, person_id: Id, given: ConsentWithdrawn) -> Consents:
    """Note that the person no longer agrees, or objects: it holds at once."""
    person = _consenting(caller, person_id)
    try:
        withdraw_consent(
            person,
            purpose=given.purpose,
            channel=given.channel,
            act="noted",
            proof={"noted_by": caller.user.pk},
            by=caller.actor,
            now=caller.now,
        )
    except UnknownPurpose as error:
        raise _problem(error) from error
    return _consents(person)


@ENDPOINTS.get(
    "/people/{person_id}/consents/{consent_id}/proof", permission="people.view", purpose=purpose_of
)
def get_consent_proof(caller: Caller, person_id: Id, consent_id: Id) -> ConsentProof:
    """The proof of one word: who, when, for what, the exact words, where, and whether its seal is intact."""
    for one in record_ids(person_for(caller.user, person_id).pk):
        for proof in proofs_of(one):
            row = proof.consent
            if row.pk == consent_id:
                entry = ConsentEntry.model_validate(row).model_dump()
                return ConsentProof(
                    **entry, noted_at=row.noted_at, form=row.form, act=row.act, address=row.address, agent=row.agent,
                    details=row.proof, seal=row.seal, seal_is=proof.verdict,
                )  # fmt: skip
    raise not_found()


@ENDPOINTS.post(
    "/people/consents/import", permission="people.view", purpose=purpose_of, most_bytes=BULK_BYTES
)
def import_consents_with_proof(caller: Caller, given: ConsentRows) -> ImportedRows:
    """Take over up to 500 words from another system, each with its proof and the moment it was said.

    A word that is older than what is known here is kept as proof and changes nothing that holds now.
    """
    if not (can_edit_people(caller.user) or caller.user.may("privacy.manage")):
        raise PermissionDenied("people.edit")
    rows = [ImportedConsent(**row.model_dump()) for row in given.rows]
    results = import_consents(rows, by=caller.actor, now=caller.now)
    found = [
        ImportedRow(index=index, status="noted" if pk else "refused", consent_id=pk, code=code)
        for index, (pk, code) in enumerate(results)
    ]
    noted = sum(one.status == "noted" for one in found)
    return ImportedRows(results=found, noted=noted, refused=len(found) - noted)


@ENDPOINTS.post("/people/{person_id}/choices-link", permission="people.view", purpose=purpose_of, status=201)
def make_choices_link(caller: Caller, person_id: Id) -> ChoicesLinkOut:
    """A link, for the person alone, to the page of their own choices; it opens for 90 days."""
    person = _consenting(caller, person_id)
    url = choices_url(person.pk, now=caller.now)
    return ChoicesLinkOut(url=caller.request.build_absolute_uri(url) if url.startswith("/") else url)


@ENDPOINTS.post("/people/{person_id}/choices-links/close", permission="people.view", purpose=purpose_of)
def close_choices_links(caller: Caller, person_id: Id) -> Consents:
    """Close every link to this person's choices that is out."""
    person = _consenting(caller, person_id)
    close_links(person, by=caller.actor, now=caller.now)
    return _consents(person)


def _problem(error: Exception) -> Problem:
    code = {
        UnknownPurpose: "no-such-purpose",
        BasisRefused: "basis-not-allowed",
        ObjectedBefore: "objected-before",
    }[type(error)]
    status, sentence = REFUSED[code]
    return Problem(status, code, sentence)


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
