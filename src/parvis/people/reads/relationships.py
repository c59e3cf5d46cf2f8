"""Who belongs to a person, told from their side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from parvis.people.models import Person, Relationship
from parvis.people.reads.held import may_hold


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """way: the kind as it reads from this side: "household", "colleague", "knows", "referred_by", "referred"."""

    relationship: Relationship
    other: Person
    way: str


def related_persons(person_ids: Sequence[int]) -> list[RelatedPerson]:
    """Both ways; only those whom the declared purpose shows. Joined records are not related to each other."""
    if not may_hold(person_ids, "relationship"):
        return []
    ids = set(person_ids)
    found = Relationship.objects.filter(Q(person_id__in=ids) | Q(other_id__in=ids))
    rows = found.select_related("person", "other").order_by("kind", "pk")
    related = []
    for row in rows:
        is_ours = row.person_id in ids
        other = row.other if is_ours else row.person
        if other.pk in ids:
            continue
        way = "referred" if row.kind == Relationship.REFERRED_BY and not is_ours else row.kind
        related.append(RelatedPerson(row, other, way))
    return related
