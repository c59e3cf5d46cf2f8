"""Who belongs to a person, told from their side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from parvis.people.models import Person, Relationship
from parvis.people.reads.held import held, with_keys


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """way: the kind as it reads from this side: "household", "colleague", "knows", "referred_by", "referred"."""

    relationship: Relationship
    other: Person
    way: str


def related_persons(person_ids: Sequence[int]) -> list[RelatedPerson]:
    """Both ways; only those whom the declared purpose shows. Joined records are not related to each other."""
    ids = set(person_ids)
    found: Iterable[Relationship] | None = with_keys(
        held(person_ids, "relationship", Relationship), "record", "person", "other"
    )
    if found is None:
        about = Q(person_id__in=ids) | Q(other_id__in=ids)
        found = Relationship.objects.filter(about).select_related("person", "other")
    related = []
    for row in sorted(found, key=lambda row: (row.kind, row.pk)):
        is_ours = row.person_id in ids
        other = row.other if is_ours else row.person
        if other.pk in ids:
            continue
        way = "referred" if row.kind == Relationship.REFERRED_BY and not is_ours else row.kind
        related.append(RelatedPerson(row, other, way))
    return related
