"""Tags: those of records, and how many records bear each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Count, Q

from parvis.people.models import Tag, Tagging
from parvis.people.reads.held import held


def tags_of(person_ids: Sequence[int]) -> list[Tag]:
    """What is on the record now, in the order of the alphabet."""
    if (known := held(person_ids, "tag", Tagging)) is not None:
        borne = {one.tag_id: one.tag for one in known if one.ended_at is None}
        return sorted(borne.values(), key=lambda tag: tag.name_key)
    on = Tagging.objects.filter(person_id__in=person_ids, ended_at=None).values("tag_id")
    return list(Tag.objects.filter(pk__in=on))


def names_offered(*, most: int = 300) -> tuple[list[str], list[str]]:
    """Tags and organisations to choose from while somebody types, in the order of the alphabet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ARRAY(SELECT name FROM people_tag ORDER BY name_key LIMIT %(most)s),"
            " ARRAY(SELECT name FROM people_organization ORDER BY name_key LIMIT %(most)s)",
            {"most": most},
        )
        tags, organizations = cursor.fetchone()
    return tags, organizations


def tags_by_person(person_ids: Sequence[int]) -> dict[int, list[Tag]]:
    """person → tags, for a whole list in one statement."""
    found: dict[int, list[Tag]] = {}
    on = Tagging.objects.filter(person_id__in=person_ids, ended_at=None).select_related("tag")
    for one in on.order_by("tag__name_key"):
        found.setdefault(one.person_id, []).append(one.tag)
    return found


def tags_with_counts() -> list[tuple[Tag, int]]:
    """All tags, with on how many records the declared purpose shows each."""
    counted = dict(
        Tagging.objects.filter(ended_at=None)
        .values("tag_id")
        .annotate(n=Count("pk"))
        .values_list("tag_id", "n")
    )
    return [(tag, counted.get(tag.pk, 0)) for tag in Tag.objects.all()]


def persons_tagged(tag_id: int) -> Q:
    """A condition on persons: those who bear this tag now."""
    return Q(taggings__tag_id=tag_id, taggings__ended_at=None)
