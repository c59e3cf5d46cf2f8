"""Consents that were given elsewhere, taken over with their proof.

Each row for itself. What was said there before something that was said here is proof of the past and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.audit import Actor, record
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.logic.errors import BasisRefused, ObjectedBefore
from parvis.people.logic.proofs import browser_of, network_of
from parvis.people.models import Consent, Person


@dataclass(frozen=True, slots=True)
class ImportedConsent:
    """One word as the other system hands it over; address and agent are minimised here."""

    purpose: str
    said_at: datetime
    person_id: int | None = None
    customer_number: str = ""
    channel: str = ""
    is_given: bool = True
    basis: str = "consent"
    wording: str = ""
    wording_version: str = ""
    language: str = ""
    form: str = ""
    act: str = ""
    address: str = ""
    agent: str = ""
    reference: str = ""


REFUSALS = {
    UnknownPurpose: "no-such-purpose",
    BasisRefused: "basis-not-allowed",
    ObjectedBefore: "objected-before",
    ValueError: "words-or-moment",
}


def import_consents(
    rows: Sequence[ImportedConsent], *, by: Actor, now: datetime
) -> list[tuple[int | None, str]]:
    """(id of the row in the ledger, "") or (None, why not) for each, in order. Persons that the declared purpose
    does not show are not found."""
    results: list[tuple[int | None, str]] = []
    with transaction.atomic():
        persons = _persons(rows)
        for row in rows:
            person = persons.get(row.person_id or row.customer_number)
            if person is None:
                results.append((None, "no-such-person"))
                continue
            try:
                with transaction.atomic():
                    results.append((_import_one(person, row, by=by, now=now).pk, ""))
            except tuple(REFUSALS) as error:
                kind = next(kind for kind in REFUSALS if isinstance(error, kind))
                results.append((None, REFUSALS[kind]))
        record("consents.imported", by=by, now=now, count=sum(pk is not None for pk, _ in results))
    return results


def _persons(rows: Sequence[ImportedConsent]) -> dict[int | str, Person]:
    by_id = Person.objects.in_bulk([row.person_id for row in rows if row.person_id])
    numbers = [row.customer_number for row in rows if row.customer_number and not row.person_id]
    by_number = Person.objects.in_bulk(numbers, field_name="customer_number")
    return {**by_id, **by_number}


def _import_one(person: Person, row: ImportedConsent, *, by: Actor, now: datetime) -> Consent:
    # What they did there is told in that system's words: it is a detail, and goes with an erasure.
    proof = {name: said for name, said in (("act", row.act), ("reference", row.reference)) if said}
    where: dict[str, Any] = {
        "form": row.form, "act": "imported", "address": network_of(row.address), "agent": browser_of(row.agent),
        "at": row.said_at,
    }  # fmt: skip
    if row.is_given:
        return give_consent(
            person, purpose=row.purpose, channel=row.channel, basis=row.basis, wording=row.wording,
            wording_version=row.wording_version or "as imported", language=row.language or person.language or "en",
            proof=proof, by=by, now=now, **where,
        )  # fmt: skip
    if row.said_at > now:
        raise ValueError("said in the future")
    return withdraw_consent(
        person, purpose=row.purpose, channel=row.channel, proof=proof, by=by, now=now, **where
    )
