"""The joins of a human's records: "joined from n records", by whom, why, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from parvis.people.models import Person, PersonLink
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.links import Decision


@dataclass(frozen=True, slots=True)
class Join:
    """One join, or the end of one, of two records. link_id is the ledger's row."""

    link_id: int
    older: Person
    newer: Person
    decision: Decision

    @property
    def reasons(self) -> list[list[Any]]:
        """The waterfall that was looked at, where there was one."""
        return list(self.decision.detail.get("reasons", ()))


def joined_records(person_id: int) -> list[Person]:
    """All records of this human, the one that stands for them first."""
    return list(Person.objects.filter(pk__in=record_ids(person_id)).order_by("pk"))


def joins_of(person_id: int) -> list[Join]:
    """The joins that hold this human's records together, oldest first."""
    ids = record_ids(person_id)
    if len(ids) == 1:
        return []
    return _joins(PersonLink.objects.filter(current__older_id__in=ids).order_by("pk"))


def join_steps(person_id: int, *, most: int = 50) -> list[Join]:
    """What was ever joined with these records or parted from them, newest first."""
    ids = record_ids(person_id)
    rows = PersonLink.objects.filter(Q(older_id__in=ids) | Q(newer_id__in=ids)).order_by("-pk")
    return _joins(rows[:most])


def join_between(one_id: int, other_id: int) -> PersonLink | None:
    """The join of these very records that holds now."""
    older_id, newer_id = sorted((one_id, other_id))
    return PersonLink.objects.filter(current__older_id=older_id, current__newer_id=newer_id).first()


def _joins(rows: QuerySet[PersonLink]) -> list[Join]:
    return [
        Join(
            row.pk,
            row.older,
            row.newer,
            Decision(
                row.act, row.at, row.evidence, row.probability, row.legal_basis, row.decided_by_kind,
                row.decided_by_name, row.evidence_detail,
            ),
        )
        for row in rows.select_related("older", "newer")
    ]  # fmt: skip
