"""What a person agreed to, with the very words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.core.exceptions import PermissionDenied
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Line, examples
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.models import Person
from parvis.people.permissions import can_edit_people, person_for, purpose_of
from parvis.people.reads.consents import consent_ledger, consent_states


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
