"""Keeping in step with another system: what it says about its record is taken over, or shown as a conflict.

A program sends the version of ours that it read last. As long as ours is still that one its word is newer; else both
sides changed, and somebody chooses field by field. Nothing is overwritten because it came later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.persons import CHANGEABLE, change_person, create_person
from parvis.people.logic.contact_points import EMAIL, PHONE, normalised
from parvis.people.logic.errors import PeopleError
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.models import ExternalId, Person, PersonVersion, SyncConflict
from parvis.people.reads.addresses import persons_with_address
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.changes import version_of

CREATED, CHANGED, UNCHANGED, CONFLICT = "created", "changed", "unchanged", "conflict"


class ExternalIdTaken(PeopleError):
    """The id stands for another record, which the present purpose may not see."""


class LikelyKnown(PeopleError):
    """Records that may be the same person: say which one, or that it is another."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(person_ids)
        self.person_ids = person_ids


@dataclass(frozen=True, slots=True)
class Said:
    """What the other system says. A field that is not in `fields` was not sent; an empty text empties."""

    fields: Mapping[str, str] = field(default_factory=dict)
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    version: int | None = None  # of our record, as the other system read it last
    person_id: int | None = None  # to tie a new id to a record that is known
    is_another_person: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    status: str
    person: Person
    version: int
    conflict: SyncConflict | None = None


def system_name(written: str) -> str:
    return name_key(written)[:40]


def take_over(system: str, external_id: str, said: Said, *, by: Actor, now: datetime) -> Outcome:
    """Raises what create_person and change_person raise; ExternalIdTaken; LikelyKnown."""
    name, key = system_name(system), tidy(external_id, most=120)
    with transaction.atomic():
        person = _known(name, key)
        if person is None:
            person, is_new = _first_met(said, by=by, now=now)
            _tie(name, key, person, now=now)
            if is_new:
                return Outcome(CREATED, person, version_of(person.pk))
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        return _brought_together(name, key, held, said, by=by, now=now)


def forget_external_id(system: str, external_id: str, *, by: Actor, now: datetime) -> bool:
    """The other system has no such record any more; ours stays. Returns whether the id was known."""
    with transaction.atomic():
        held = ExternalId.objects.filter(system=system_name(system), external_id=external_id).first()
        if held is None:
            return False
        record("person.untied", held.person, by=by, now=now, system=held.system)
        held.delete()
        return True


def settle_conflict(
    conflict: SyncConflict, choices: Mapping[str, str], *, by: Actor, now: datetime
) -> Person:
    """choices: field → "ours" or "theirs"; what is not chosen stays ours. The other system is told either way."""
    with transaction.atomic():
        held = SyncConflict.objects.select_for_update().get(pk=conflict.pk)
        if held.settled_at is None:
            theirs = {
                name: held.theirs[name]
                for name, side in choices.items()
                if side == "theirs" and name in held.theirs
            }
            if theirs:
                change_person(held.person, **theirs, by=by, now=now)
            SyncConflict.objects.filter(pk=held.pk).update(settled_at=now, settled_by_id=by.id)
            _tell_again(held.person_id)
            record("conflict.settled", held.person, by=by, now=now, system=held.system, fields=sorted(theirs))
        return held.person


def _known(system: str, key: str) -> Person | None:
    with purpose("legal_duty"):
        person_id = (
            ExternalId.objects.filter(system=system, external_id=key)
            .values_list("person_id", flat=True)
            .first()
        )
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise ExternalIdTaken
    return person


def _first_met(said: Said, *, by: Actor, now: datetime) -> tuple[Person, bool]:
    """The record that the new id belongs to, and whether it was made for it."""
    if said.person_id is not None:
        found = Person.objects.filter(pk=said.person_id).first()
        if found is None:
            raise ExternalIdTaken
        return found, False
    number = tidy(said.fields.get("customer_number", ""), most=80)
    found = Person.objects.filter(customer_number=number).first() if number else None
    if found is not None:
        return found, False
    if not said.is_another_person and (alike := persons_with_address(_addresses(said), most=5)):
        raise LikelyKnown(tuple(alike))
    fields: dict[str, Any] = {name: said.fields.get(name, "") for name in CHANGEABLE}
    made = create_person(
        None, **fields, emails=said.emails, phones=said.phones,
        address_may_be_shared=True, origin="sync", by=by, now=now,
    )  # fmt: skip
    return made, True


def _tie(system: str, key: str, person: Person, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            ExternalId.objects.create(person=person, system=system, external_id=key, linked_at=now)
    except IntegrityError as error:  # another request was a moment faster
        raise ExternalIdTaken from error


def _brought_together(
    system: str, key: str, person: Person, said: Said, *, by: Actor, now: datetime
) -> Outcome:
    theirs = {name: tidy(value, most=CHANGEABLE[name]) for name, value in said.fields.items()}
    ours = {name: getattr(person, name) or "" for name in theirs}
    differing = {name: value for name, value in theirs.items() if value != ours[name]}
    present = version_of(person.pk)
    if said.version is not None and said.version == present:
        wanted, clashing = differing, {}
    else:
        # They did not see ours as it is: what is empty here is filled, the rest is somebody's to choose.
        wanted = {name: value for name, value in differing.items() if not ours[name]}
        clashing = {name: value for name, value in differing.items() if ours[name]}
    is_changed = change_person(person, **wanted, by=by, now=now) if wanted else False
    known = set(
        person.contact_points.model.objects.filter(person_id__in=record_ids(person.pk)).values_list(
            "kind", "value"
        )
    )
    for kind, value in _addresses(said):
        if (kind, value) not in known:
            add_contact_point(person, kind=kind, value=value, address_may_be_shared=True, by=by, now=now)
            is_changed = True
    open_conflict = SyncConflict.objects.filter(system=system, external_id=key, settled_at=None)
    version = version_of(person.pk)
    if clashing:
        conflict, _is_new = SyncConflict.objects.update_or_create(
            system=system,
            external_id=key,
            settled_at=None,
            defaults={
                "person": person,
                "ours": {name: ours[name] for name in clashing},
                "theirs": clashing,
                "version": version,
                "noted_at": now,
            },
        )
        return Outcome(CONFLICT, person, version, conflict)
    open_conflict.update(settled_at=now)
    return Outcome(CHANGED if is_changed else UNCHANGED, person, version)


def _addresses(said: Said) -> list[tuple[str, str]]:
    found = [(EMAIL, normalised(EMAIL, value)) for value in said.emails]
    return found + [(PHONE, normalised(PHONE, value)) for value in said.phones]


def _tell_again(person_id: int) -> None:
    held = PersonVersion.objects.select_for_update().filter(person_id=person_id).first()
    if held is not None:
        PersonVersion.objects.filter(pk=held.pk).update(version=held.version + 1, position=None)


def plain(outcome: Outcome) -> dict[str, Any]:
    """Field → value of our record, as programs read it."""
    return {name: getattr(outcome.person, name) or "" for name in CHANGEABLE}
