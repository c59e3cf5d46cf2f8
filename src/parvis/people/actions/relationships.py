"""How two persons belong together: household, colleague, knows, referred by."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from parvis.foundation.audit import Actor, record
from parvis.people.logic.evidence import LEGAL_BASES
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person, Relationship


def relate(
    person: Person,
    *,
    other: Person,
    kind: str,
    basis: str = "",
    note: str = "",
    by: Actor,
    now: datetime,
) -> Relationship:
    """Say that `person` is `kind` of `other` ("referred_by": the other recommended us to them). Raises NotKept.

    Of acquaintance the basis in law and how we know it are stated, or nothing is kept.
    """
    if kind not in Relationship.KINDS:
        raise NotKept("kind-unknown", about="kind")
    if person.pk == other.pk:
        raise NotKept("not-two-persons", about="other")
    note = tidy(note, most=300)
    if (basis and basis not in LEGAL_BASES) or (kind == Relationship.KNOWS and not (basis and note)):
        raise NotKept("basis-missing", about="note" if basis in LEGAL_BASES else "basis")
    first, second = person, other
    if kind != Relationship.REFERRED_BY and person.pk > other.pk:
        first, second = other, person
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = Relationship.objects.create(
                    person=first,
                    other=second,
                    kind=kind,
                    basis=basis,
                    note=note,
                    created_at=now,
                    created_by_id=by.id,
                    created_by_name=by.name,
                )
        except IntegrityError as error:
            raise NotKept("relationship-known", about="kind") from error
        record("relationship.added", person, by=by, now=now, kind=kind, person_id=other.pk)
        return made


def remove_relationship(relationship: Relationship, *, by: Actor, now: datetime) -> None:
    """Forget it, on both records."""
    with transaction.atomic():
        record(
            "relationship.removed",
            relationship.person,
            by=by,
            now=now,
            kind=relationship.kind,
            person_id=relationship.other_id,
        )
        relationship.delete()
