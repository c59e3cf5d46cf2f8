"""The first words of records that were made in this very transaction, many at once.

Nobody else sees these records yet and nothing was said before: no lock is taken, no earlier word is looked for, the
first seal of each ledger has none before it. What is written is what give_consent and withdraw_consent write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from parvis.foundation.audit import Actor, record_many
from parvis.foundation.database import insert_rows, next_ids
from parvis.foundation.events import publish_all
from parvis.people.actions.consents import end_of, seal_consent, spoken_of
from parvis.people.actions.refusals import remember_addresses
from parvis.people.events import ConsentChanged
from parvis.people.logic.purposes import CONSENT
from parvis.people.models import Consent, ContactPoint, CurrentConsent, OptOut, Person
from parvis.people.reads.purposes import rules_in_force


@dataclass(frozen=True, slots=True)
class FirstWord:
    """One purpose of a record is spoken of once only. wording: what was agreed to; empty where somebody refused."""

    person: Person
    purpose: str
    channel: str
    is_given: bool
    wording: str = ""
    wording_version: str = ""
    form: str = ""
    at: datetime | None = None
    proof: dict[str, Any] = field(default_factory=dict)


def refused_before(person_ids: Sequence[int]) -> set[int]:
    """Those of whose addresses one was refused earlier, by whomever: their words are taken one by one."""
    points = ContactPoint.objects.filter(
        person_id__in=person_ids, value_hash__in=OptOut.objects.values("value_hash")
    )
    return set(points.values_list("person_id", flat=True))


def note_first_words(words: Sequence[FirstWord], *, by: Actor, now: datetime) -> None:
    """Inside the transaction that made the records. Raises UnknownPurpose, ValueError."""
    rules, spoken = rules_in_force(), cache(spoken_of)
    seals: dict[int, str] = {}
    rows: list[Consent] = []
    for said in words:
        at = said.at or now
        if said.is_given and not said.wording.strip():
            raise ValueError("a consent names the words that were agreed to")
        if at > now + timedelta(minutes=5):
            raise ValueError("a consent cannot be given in the future")
        codes = spoken(said.purpose, said.channel)
        valid_until = end_of(codes, basis=CONSENT, at=at, rules=rules) if said.is_given else None
        consent = Consent(
            person=said.person, purpose=said.purpose, channel=said.channel, is_given=said.is_given, basis=CONSENT,
            at=at, noted_at=now, valid_until=valid_until, wording=said.wording, wording_version=said.wording_version,
            language=said.person.language, proof=said.proof, form=said.form, act="", address="", agent="",
        )  # fmt: skip
        seal_consent(consent, before=seals.get(said.person.pk, ""))
        seals[said.person.pk] = consent.seal
        rows.append(consent)
    _insert(rows)
    _remember([row for row in rows if not row.is_given], now=now)
    record_many(
        [
            (
                "consent.given" if row.is_given else "consent.withdrawn",
                row.person,
                {"purpose": row.purpose, "channel": row.channel, "proof": row.seal[:16]},
            )
            for row in rows
        ],
        by=by,
        now=now,
    )
    publish_all(
        [ConsentChanged(row.person_id, row.purpose, row.channel, row.is_given) for row in rows], by=by
    )


def _insert(rows: Sequence[Consent]) -> None:
    """The rows of the ledger, and what each says now."""
    for row, pk in zip(rows, next_ids(Consent, len(rows)), strict=True):
        row.pk = pk
    ledger = [one.attname for one in Consent._meta.concrete_fields]
    insert_rows(Consent, [{name: getattr(row, name) for name in ledger} for row in rows])
    said = ("person_id", "purpose", "channel", "is_given", "basis", "valid_until")
    insert_rows(
        CurrentConsent,
        [
            {"id": pk, "consent_id": row.pk, **{name: getattr(row, name) for name in said}}
            for row, pk in zip(rows, next_ids(CurrentConsent, len(rows)), strict=True)
        ],
    )


def met_by_others(words: Sequence[FirstWord], *, now: datetime) -> set[int]:
    """Those who share an address with somebody who refused in the same breath, and did not say as much themselves."""
    own: dict[int, list[FirstWord]] = {}
    for said in words:
        own.setdefault(said.person.pk, []).append(said)
    points = list(
        ContactPoint.objects.filter(
            person_id__in=own, value_hash__in=OptOut.objects.values("value_hash")
        ).values_list("person_id", "value_hash")
    )
    refused: dict[str, list[tuple[str, str, datetime]]] = {}
    for value, purpose, channel, since in OptOut.objects.filter(
        value_hash__in={value for _, value in points}
    ).values_list("value_hash", "purpose", "channel", "since"):
        refused.setdefault(value, []).append((purpose, channel, since))
    return {
        person_id
        for person_id, value in points
        for purpose, channel, since in refused.get(value, ())
        if not any(
            said.purpose == purpose and said.channel in ("", channel) and (said.at or now) >= since
            for said in own[person_id]
        )
    }


def _remember(refusals: Sequence[Consent], *, now: datetime) -> None:
    about: dict[tuple[str, str], set[int]] = {}
    for row in refusals:
        about.setdefault((row.purpose, row.channel), set()).add(row.person_id)
    for (purpose, channel), person_ids in about.items():
        points = ContactPoint.objects.filter(person_id__in=person_ids).values_list("kind", "value_hash")
        remember_addresses(sorted(set(points)), purpose=purpose, channel=channel, now=now)
