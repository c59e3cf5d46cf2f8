"""Links with what they rest on: the answer to "why do we know this?"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parvis.people.models import CurrentLink, Identity, IdentityLink
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.held import held, held_newest, with_keys


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the ledger as people read it. decided_by_name is empty where a machine decided."""

    act: str
    at: datetime
    evidence: str
    probability: float
    legal_basis: str
    decided_by_kind: str
    decided_by_name: str
    detail: dict[str, Any]

    @property
    def percent(self) -> int:
        """Never 100: nothing of this is certain."""
        return min(round(self.probability * 100), 99)


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """A handle of a person, with the decision that linked it."""

    identity: Identity
    decision: Decision


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a handle or of a record: which handle, which person, what was decided."""

    identity: Identity
    person_id: int
    person_name: str
    decision: Decision


def linked_identities(person_id: int) -> list[LinkedIdentity]:
    """The handles linked now to any record of this human, the one that spoke last first."""
    ids = record_ids(person_id)
    links: Iterable[CurrentLink] | None = with_keys(held(ids, "handle", CurrentLink), "link", "link")
    if links is None:
        links = CurrentLink.objects.filter(person_id__in=ids).select_related("identity", "link")
    spoke = sorted(links, key=lambda link: (-link.identity.last_seen_at.timestamp(), link.pk))
    return [LinkedIdentity(link.identity, _decision(link.link)) for link in spoke]


def link_of(identity_id: int) -> Decision | None:
    """The decision that links this handle now."""
    link = CurrentLink.objects.filter(identity_id=identity_id).select_related("link").first()
    return _decision(link.link) if link else None


def steps_of_person(person_id: int, *, most: int = 50) -> list[Step]:
    """The ledger of all records of this human, newest first."""
    ids = record_ids(person_id)
    known = with_keys(held_newest(ids, "link", IdentityLink, most=most), "record", "person")
    if known is not None:
        return [_step(row) for row in sorted(known, key=lambda row: row.pk, reverse=True)]
    return _steps(IdentityLink.objects.filter(person_id__in=ids), most)


def steps_of_identity(identity_id: int, *, most: int = 50) -> list[Step]:
    """The ledger of one handle, newest first; steps with records that may not be seen are left out."""
    return _steps(IdentityLink.objects.filter(identity_id=identity_id), most)


def _steps(rows: Any, most: int) -> list[Step]:
    found = rows.select_related("identity", "person").order_by("-pk")[:most]
    return [_step(row) for row in found]


def _step(row: IdentityLink) -> Step:
    return Step(row.identity, row.person_id, str(row.person), _decision(row))


def _decision(row: IdentityLink) -> Decision:
    return Decision(
        row.act,
        row.at,
        row.evidence,
        row.probability,
        row.legal_basis,
        row.decided_by_kind,
        row.decided_by_name,
        row.evidence_detail,
    )
