"""Erasing people in every capability: resumable, one step a transaction, tombstones first.

Killed anywhere, it goes on with the first step that is not done; each step does its work and is noted in one
transaction, so the end is the same. What has to be found (handles, addresses) lies sealed in the erasure until then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.jobs import enqueue
from parvis.foundation.logic.personal_data import PersonalData
from parvis.foundation.plugs import plugged
from parvis.foundation.secrets import seal, unseal
from parvis.people.actions.erased_list import note_tombstones
from parvis.people.actions.tombstones import set_tombstones, stones_of
from parvis.people.models import Erasure, RightsRequest, Tombstone
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.erasures import all_handles, recipients, words_of

ERASE_JOB = "people.erase"


def start_erasure(
    *,
    person_ids: Sequence[int] = (),
    identity_ids: Sequence[int] = (),
    why: str = Erasure.RIGHT,
    request: RightsRequest | None = None,
    bars_collection: bool = False,
    in_background: bool = True,
    by: Actor,
    now: datetime,
) -> Erasure:
    """Set the tombstones and begin. Records joined with these are the same human and go with them.

    bars_collection: what these handles say later in public is not taken in either (art. 21 GDPR).
    """
    with purpose("legal_duty"), transaction.atomic():
        persons = sorted({one for ids in record_ids_of(person_ids).values() for one in ids})
        handles = all_handles(persons, identity_ids)
        words = words_of(persons, handles)
        if why == Erasure.RIGHT:
            # An expired period is no wish to be forgotten; after a restore the list has set them already.
            set_tombstones(stones_of(persons, handles), bars_collection=bars_collection, now=now)
        erasure = Erasure.objects.create(
            request=request,
            why=why,
            person_ids=persons,
            identity_ids=handles,
            sealed_words=seal({"words": words}),
            bars_collection=bars_collection,
            recipients=[
                {"key": one.key, "kind": one.kind, "name": one.name, "told_at": None}
                for one in (recipients() if why == Erasure.RIGHT else ())
                if one.gets_persons
            ],
            started_at=now,
            started_by_id=by.id,
            started_by_name=by.name[:200],
        )
        record(
            "erasure.started", erasure, by=by, now=now, why=why,
            records=len(persons), handles=len(handles), bars_collection=bars_collection,
        )  # fmt: skip
        if in_background:
            enqueue(ERASE_JOB, erasure_id=erasure.pk)
        return erasure


def run_erasure(erasure_id: int, *, now: datetime) -> bool:
    """Do what is left of it. Returns whether anything was left. Safe to run twice, also at the same time."""
    with purpose("legal_duty"):
        erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.state == Erasure.DONE:
        return False
    # Outside the database first, where no restored backup takes it back.
    note_tombstones(Tombstone.objects.filter(at__gte=erasure.started_at))
    worked = False
    for name, step in erasure_steps():
        with purpose("legal_duty"), transaction.atomic():
            held = Erasure.objects.select_for_update().get(pk=erasure_id)
            if held.state == Erasure.DONE:
                return worked
            if name in held.steps_done:
                continue
            for table, count in step(held).items():
                held.counts[table] = held.counts.get(table, 0) + count
            held.steps_done = [*held.steps_done, name]
            held.save(update_fields=["counts", "steps_done"])
            worked = True
    with purpose("legal_duty"), transaction.atomic():
        held = Erasure.objects.select_for_update().get(pk=erasure_id)
        if held.state != Erasure.DONE:
            held.state, held.done_at, held.sealed_words = Erasure.DONE, now, ""
            held.save(update_fields=["state", "done_at", "sealed_words"])
            record("erasure.done", held, by=SYSTEM, now=now, rows=sum(held.counts.values()))
            worked = True
    return worked


def erasure_steps() -> list[tuple[str, Callable[[Erasure], dict[str, int]]]]:
    """(name, step) in order: texts of others first, then each capability from the top, people at the end.

    People last: until then the handles still say whose they were.
    """
    declared = _declared()
    named = [(f"words:{name}", _strike(one)) for name, one in declared if one.erase_words]
    return named + [(f"rows:{name}", _erase(one)) for name, one in reversed(declared) if one.erase]


def tell_recipient(erasure: Erasure, *, key: str, by: Actor, now: datetime) -> bool:
    """Note that this recipient was told of the erasure (art. 19 GDPR). Returns whether it was not noted before."""
    with purpose("legal_duty"), transaction.atomic():
        held = Erasure.objects.select_for_update().get(pk=erasure.pk)
        open_ones = [one for one in held.recipients if one["key"] == key and not one["told_at"]]
        if not open_ones:
            return False
        open_ones[0]["told_at"] = now.isoformat()
        held.save(update_fields=["recipients"])
        record("erasure.told", held, by=by, now=now, recipient=open_ones[0]["name"])
        return True


def _declared() -> list[tuple[str, PersonalData]]:
    return [
        (name.split(".")[1], one)
        for name, one in zip(settings.PERSONAL_DATA, plugged("PERSONAL_DATA"), strict=True)
    ]


def _strike(declared: PersonalData) -> Callable[[Erasure], dict[str, int]]:
    def step(erasure: Erasure) -> dict[str, int]:
        words = unseal(erasure.sealed_words).get("words", [])
        return declared.erase_words(words) if declared.erase_words and words else {}

    return step


def _erase(declared: PersonalData) -> Callable[[Erasure], dict[str, int]]:
    def step(erasure: Erasure) -> dict[str, int]:
        return declared.erase(erasure.identity_ids, erasure.person_ids) if declared.erase else {}

    return step
