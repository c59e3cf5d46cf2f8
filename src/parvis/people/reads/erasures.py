"""What an erasure would touch in every capability, what it leaves and why, and who else has to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parvis.foundation.access import purpose
from parvis.foundation.logic.personal_data import Kept, Recipient
from parvis.foundation.plugs import plugged
from parvis.people.logic.contact_points import written_forms
from parvis.people.logic.struck_words import handle_word
from parvis.people.models import ContactPoint, CurrentLink, Identity, Person
from parvis.people.reads.rights_rows import TABLES as RIGHTS_TABLES


@dataclass(frozen=True, slots=True)
class Touched:
    """Rows of one table, as it is called to people."""

    table: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    rows: tuple[Touched, ...]
    mentioned: tuple[Touched, ...]  # texts of others in which their handles or addresses stand
    kept: tuple[Kept, ...]
    recipients: tuple[Recipient, ...]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.rows)


def preview_erasure(person_ids: Sequence[int], identity_ids: Sequence[int]) -> ErasurePreview:
    """Counts by table over all capabilities. Reads as a legal duty: restricted records are erased as well."""
    with purpose("legal_duty"):
        handles = all_handles(person_ids, identity_ids)
        words = words_of(person_ids, handles)
        counts: dict[str, int] = {}
        mentioned: dict[str, int] = {}
        titles: dict[str, Any] = {}
        kept: list[Kept] = []
        for declared in plugged("PERSONAL_DATA"):
            titles |= declared.titles
            kept += declared.kept
            if declared.find:
                counts |= declared.find(handles, person_ids)
            if declared.find_words and words:
                mentioned |= declared.find_words(words)
    # Requests with their steps stay whole, as proof that they were answered.
    going = {table: count for table, count in counts.items() if table not in RIGHTS_TABLES}
    return ErasurePreview(
        _touched(going, titles),
        _touched(mentioned, titles),
        tuple(one for one in kept if counts.get(one.table, 1)),
        tuple(recipients()),
    )


def recipients() -> list[Recipient]:
    """Everybody outside who gets personal data from this installation, as each capability says."""
    return [
        one for declared in plugged("PERSONAL_DATA") if declared.recipients for one in declared.recipients()
    ]


def all_handles(person_ids: Sequence[int], identity_ids: Sequence[int]) -> list[int]:
    """The handles named and all those of the records."""
    linked = CurrentLink.objects.filter(person_id__in=person_ids).values_list("identity_id", flat=True)
    return sorted({*identity_ids, *linked})


def words_of(person_ids: Sequence[int], identity_ids: Sequence[int]) -> list[str]:
    """Their handles and addresses as others may have written them."""
    words: list[str] = []
    for one in Identity.objects.filter(pk__in=identity_ids, is_ours=False):
        if not one.handle_key.startswith("erased-"):
            is_address = one.channel == "email" or one.handle_key.lstrip("+").isdigit()
            words.append(one.handle_key if is_address else handle_word(one.handle_key))
    for kind, value in ContactPoint.objects.filter(person_id__in=person_ids).values_list("kind", "value"):
        words += written_forms(kind, value)
    return list(dict.fromkeys(words))


def subjects_named(person_ids: Sequence[int]) -> list[Person]:
    """The records themselves, for whoever is asked to confirm."""
    return list(Person.objects.filter(pk__in=person_ids).order_by("pk"))


def _touched(counts: dict[str, int], titles: dict[str, Any]) -> tuple[Touched, ...]:
    return tuple(
        Touched(table, str(titles.get(table, table)), count) for table, count in counts.items() if count
    )
