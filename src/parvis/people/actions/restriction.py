"""Restriction (art. 18 GDPR) and objection (art. 21): what holds from now on, in the database itself.

A restricted record is hidden by row-level security from everything but a legal duty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.people.actions.consents import PURPOSES_ON_CONSENT, withdraw_consent
from parvis.people.actions.erased_list import note_tombstones
from parvis.people.actions.tombstones import set_tombstones, stones_of
from parvis.people.models import HeardHash, Person, Tombstone
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.erasures import all_handles

LISTENING = "listening"


def restrict_persons(person_ids: Sequence[int], *, is_restricted: bool, by: Actor, now: datetime) -> int:
    """Restrict these records and all joined with them, or lift it. Returns how many changed."""
    with purpose("legal_duty"), transaction.atomic():
        ids = sorted({one for found in record_ids_of(person_ids).values() for one in found})
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        changed = [one for one in rows if one.is_restricted != is_restricted]
        for one in changed:
            Person.objects.filter(pk=one.pk).update(is_restricted=is_restricted)
            record("person.restricted" if is_restricted else "person.released", one, by=by, now=now)
        return len(changed)


def object_for(
    person_ids: Sequence[int],
    identity_ids: Sequence[int] = (),
    *,
    purposes: Sequence[str],
    by: Actor,
    now: datetime,
) -> int:
    """Carry an objection out: no purpose among these is allowed any longer. Returns how many words were noted.

    An objection to listening also stops what these handles will say in public from being taken in.
    """
    noted = 0
    with purpose("legal_duty"), transaction.atomic():
        ids = sorted({one for found in record_ids_of(person_ids).values() for one in found})
        for person in Person.objects.filter(pk__in=ids).order_by("pk"):
            for name in purposes:
                if name in PURPOSES_ON_CONSENT:
                    withdraw_consent(person, purpose=name, proof={"source": "objection"}, by=by, now=now)
                    noted += 1
        if LISTENING in purposes:
            handles = all_handles(ids, identity_ids)
            stones = [one for one in stones_of(ids, handles) if one.kind == Tombstone.HANDLE]
            HeardHash.objects.filter(identity_id__in=handles).delete()
            noted += set_tombstones(stones, bars_collection=True, is_erased=False, now=now)
            hashes = [one.value_hash for one in stones]
            transaction.on_commit(lambda: note_tombstones(Tombstone.objects.filter(value_hash__in=hashes)))
    return noted
