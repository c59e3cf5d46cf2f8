"""All records of one human: which ids they have, and the one that stands for them.

Records are joined by a ledger and never moved (models/joins.py): a note, a purchase or a link keeps the person id
it was written with. Who reads about a human asks for all ids first:

    Note.objects.filter(person_id__in=record_ids(person_id))

and who lists humans shows each once, by the id that stands for them (SQL: `CANONICAL_ID`, Django: `canonical()`).
The declared purpose holds as everywhere: ids that it does not show are not returned. For service, moderation and
security all records of a human are seen or none; a purpose that rests on consent may show some of them, the one
that stands for them perhaps not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.models import BigIntegerField, F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from parvis.foundation.access import current_purpose
from parvis.people.models import Person

# The id that stands for the human of the row `p` of people_person. Group and count humans by it.
CANONICAL_ID = "coalesce(p.joined_id, p.id)"

# The condition that a row `p` of people_person stands for its human: one row a human, under service.
STANDS_ALONE = "(p.joined_id IS NULL OR p.joined_id = p.id)"


def canonical(path: str = "") -> Combinable:
    """CANONICAL_ID for the ORM; path: the way to the person, as "person" from a note."""
    prefix = f"{path}__" if path else ""
    return Coalesce(
        F(f"{prefix}joined_id"), F(f"{prefix}pk" if prefix else "pk"), output_field=BigIntegerField()
    )


def standing_alone(path: str = "") -> Q:
    """STANDS_ALONE for the ORM."""
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}joined_id__isnull": True}) | Q(**{f"{prefix}joined_id": F(f"{prefix}pk")})


def canonical_id(person_id: int) -> int:
    """The id that stands for this person; the id itself where nothing is joined or nothing may be seen."""
    return canonical_ids([person_id])[person_id]


def canonical_ids(person_ids: Iterable[int]) -> dict[int, int]:
    """person id → the id that stands for it, for each id asked; one statement."""
    asked = set(person_ids)
    joined = Person.objects.filter(pk__in=asked, joined_id__isnull=False).values_list("pk", "joined_id")
    return {**{pk: pk for pk in asked}, **{pk: whole for pk, whole in joined if whole is not None}}


def record_ids(person_id: int) -> tuple[int, ...]:
    """The ids of all records of this human, the one that stands for them first; the id alone if it is unknown."""
    return record_ids_of([person_id])[person_id]


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, the records of a human are asked for once a purpose: for pages that read and change nothing."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def stands_by_itself(person: Person) -> None:
    """Inside asked_once: this record was read, and is joined with none, so that nobody need ask."""
    known = _known.get()
    if known is not None and person.joined_id is None:
        known[current_purpose(), person.pk] = (person.pk,)


def record_ids_of(person_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """person id → all ids of that human, for each id asked; one statement."""
    asked = sorted(set(person_ids))
    known = _known.get()
    if known is None or len(asked) != 1:
        return _asked_now(asked)
    key = (current_purpose(), asked[0])
    if key not in known:
        known[key] = _asked_now(asked)[asked[0]]
    return {asked[0]: known[key]}


def _asked_now(asked: list[int]) -> dict[int, tuple[int, ...]]:
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.id, array_agg(other.id ORDER BY other.id)
            FROM people_person asked JOIN people_person other ON other.joined_id = asked.joined_id
            WHERE asked.id = ANY(%s) GROUP BY asked.id
            """,
            [asked],
        )
        joined = {person_id: tuple(ids) for person_id, ids in cursor.fetchall()}
    return {person_id: joined.get(person_id, (person_id,)) for person_id in asked}


_known: ContextVar[dict[tuple[str, int], tuple[int, ...]] | None] = ContextVar("records", default=None)
