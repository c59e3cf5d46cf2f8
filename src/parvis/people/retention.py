"""How long people's own data are kept. Periods: French practice for customer relations (docs/method/rights.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.retention_rules import RetentionRule, Sample
from parvis.foundation.plugs import plugged
from parvis.people.actions.erase import ERASED, erase_identities
from parvis.people.actions.erasures import run_erasure, start_erasure
from parvis.people.actions.heard_hashes import forget_heard
from parvis.people.actions.rights_archive import forget_archives
from parvis.people.actions.rights_forget import forget_requests
from parvis.people.models import (
    Consent,
    CurrentLink,
    Erasure,
    HeardHash,
    Identity,
    Person,
    Purchase,
    RightsArchive,
    RightsRequest,
)
from parvis.people.reads.canonical import record_ids_of, standing_alone
from parvis.people.reads.retention import days_of, rule_named

YEAR = 365
LOOKED_AT = 1_000
HANDLES, HASHES = "people.public_handles", "people.heard_hashes"
BATCH = 200


def last_contacts(identity_ids: Sequence[int]) -> dict[int, datetime]:
    """Identity → when they last turned to the company themselves, as the capabilities above know it."""
    found: dict[int, datetime] = {}
    for contacts in plugged("LAST_CONTACTS"):
        for identity_id, at in contacts(identity_ids).items():
            found[identity_id] = max(at, found.get(identity_id, at))
    return found


def due_persons(before: datetime, *, has_bought: bool) -> Iterator[list[int]]:
    """Humans from whom nothing was heard since: no record, message, consent or purchase of theirs is newer.

    What they did counts, not what was done to them: an opened mail is nothing, a public word is not said to us.
    """
    after = 0
    kept: list[int] = []
    while True:
        heads = list(
            Person.objects.filter(standing_alone(), pk__gt=after, created_at__lt=before)
            .exclude(origin=ERASED)
            .order_by("pk")
            .values_list("pk", flat=True)[:LOOKED_AT]
        )
        if not heads:
            break
        after = heads[-1]
        records = record_ids_of(heads)
        newest = _newest([one for ids in records.values() for one in ids])
        bought = set(
            Purchase.objects.filter(person_id__in=newest).values_list("person_id", flat=True).distinct()
        )
        for head in heads:
            ids = records[head]
            if bool(bought & set(ids)) is has_bought and all(newest[one] < before for one in ids):
                kept.append(head)
            if len(kept) == BATCH:
                yield kept
                kept = []
    if kept:
        yield kept


def _newest(person_ids: Sequence[int]) -> dict[int, datetime]:
    """Record → the last thing its person did."""
    newest: dict[int, datetime] = dict(
        Person.objects.filter(pk__in=person_ids).values_list("pk", "created_at")
    )
    handles = dict(
        CurrentLink.objects.filter(person_id__in=person_ids).values_list("identity_id", "person_id")
    )
    for identity_id, at in last_contacts(list(handles)).items():
        newest[handles[identity_id]] = max(newest[handles[identity_id]], at)
    for model, field in ((Consent, "at"), (Purchase, "bought_at")):
        latest = (
            model._default_manager.filter(person_id__in=person_ids)
            .values("person_id")
            .annotate(last=Max(field))
        )
        for person_id, at in latest.values_list("person_id", "last"):
            newest[person_id] = max(newest[person_id], at)
    return newest


def _shown_persons(ids: Sequence[int]) -> list[Sample]:
    newest = _newest(ids)
    return [
        Sample(str(one), newest.get(one.pk), reverse("person", args=(one.pk,)))
        for one in Person.objects.filter(pk__in=ids).order_by("pk")
    ]


def _erase_persons(ids: Sequence[int]) -> dict[str, int]:
    now = utc_now()
    erasure = start_erasure(person_ids=ids, why=Erasure.RETENTION, in_background=False, by=SYSTEM, now=now)
    run_erasure(erasure.pk, now=now)
    erasure.refresh_from_db()
    return {table: count for table, count in erasure.counts.items() if count}


def due_handles(before: datetime, source: str) -> Iterator[list[int]]:
    """Handles that only ever spoke in public: nobody's record, and no message of theirs came to us."""
    after = 0
    while True:
        found = list(
            _public_handles(before)
            .filter(pk__gt=after)
            .order_by("pk")[:LOOKED_AT]
            .values_list("pk", flat=True)
        )
        if not found:
            return
        after = found[-1]
        turned_to_us = last_contacts(found)
        if due := [one for one in found if one not in turned_to_us]:
            yield due


def _public_handles(before: datetime | None = None) -> QuerySet[Identity]:
    rows = Identity.objects.filter(is_ours=False, current_link__isnull=True).exclude(
        handle_key__startswith="erased-"
    )
    return rows.filter(last_seen_at__lt=before) if before else rows


def _shown_handles(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(f"{one.channel}: {one.handle}", one.last_seen_at, reverse("identity", args=(one.pk,)))
        for one in Identity.objects.filter(pk__in=ids).order_by("pk")
    ]


def _forget_handles(ids: Sequence[int]) -> dict[str, int]:
    """What they are known again by stays only where it is to be kept longer than they are."""
    is_kept = days_of(rule_named(HASHES)) > days_of(rule_named(HANDLES))
    return forget_heard(ids) if is_kept else erase_identities(ids)


def _due_hashes(before: datetime, source: str) -> Iterator[list[int]]:
    rows = HeardHash.objects.filter(heard_at__lt=before).order_by("heard_at", "pk")
    if ids := list(rows.values_list("pk", flat=True)[:LOOKED_AT]):
        yield ids


def _shown_hashes(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(f"#{pk}", at)
        for pk, at in HeardHash.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "heard_at")
    ]


def _due_requests(before: datetime, source: str) -> Iterator[list[int]]:
    ids = list(
        RightsRequest.objects.filter(decided_at__lt=before)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    if ids:
        yield ids


def _shown_requests(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(f"#{one.pk}", one.decided_at, reverse("rights-request", args=(one.pk,)))
        for one in RightsRequest.objects.filter(pk__in=ids).order_by("pk")
    ]


def _due_copies(before: datetime, source: str) -> Iterator[list[int]]:
    rows = RightsArchive.objects.filter(created_at__lt=before).exclude(state=RightsArchive.GONE)
    if ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids


def _shown_copies(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(f"#{one.request_id}", one.created_at, reverse("rights-request", args=(one.request_id,)))
        for one in RightsArchive.objects.filter(pk__in=ids).order_by("pk")
    ]


def _forget_copies(ids: Sequence[int]) -> dict[str, int]:
    return {"people_rights_archive": forget_archives(ids)}


RULES = [
    RetentionRule(
        key="people.prospects",
        title=_("Prospects: people who never bought"),
        why=_(
            "Three years after they were recorded or last turned to you themselves (CNIL's reference for customer "
            "relations). A click counts; an opened mail does not."
        ),
        does=_("erased in every part of the installation"),
        days=3 * YEAR,
        due=lambda before, source: due_persons(before, has_bought=False),
        shown=_shown_persons,
        purge=_erase_persons,
        total=lambda source: Person.objects.exclude(origin=ERASED).count(),
    ),
    RetentionRule(
        key="people.customers",
        title=_("Customers: people who bought"),
        why=_(
            "Five years after the last purchase or contact: the time in which a contract can be claimed upon "
            "(art. 2224 of the French civil code). What accounting needs for ten years stays in accounting."
        ),
        does=_("erased in every part of the installation"),
        days=5 * YEAR,
        due=lambda before, source: due_persons(before, has_bought=True),
        shown=_shown_persons,
        purge=_erase_persons,
        total=lambda source: Person.objects.exclude(origin=ERASED).count(),
    ),
    RetentionRule(
        key=HANDLES,
        title=_("Handles heard in public only"),
        why=_(
            "They never turned to you: who they are is kept for a short time (CNIL, collection of public data)."
        ),
        does=_("made anonymous; figures stay"),
        days=90,
        due=due_handles,
        shown=_shown_handles,
        purge=_forget_handles,
        total=lambda source: _public_handles().count(),
    ),
    RetentionRule(
        key=HASHES,
        title=_("Hashes of handles heard in public"),
        why=_(
            "So that figures over a year count a voice that falls silent and comes back once: a keyed hash, which "
            "names nobody, for as long as public words are kept. None is made where this period is no longer than "
            "that of the handles."
        ),
        does=_("deleted; the figures stay, and the handle counts as new when it comes back"),
        days=2 * YEAR,
        due=_due_hashes,
        shown=_shown_hashes,
        purge=lambda ids: {"people_heard_hash": HeardHash.objects.filter(pk__in=ids).delete()[0]},
        total=lambda source: HeardHash.objects.count(),
    ),
    RetentionRule(
        key="people.rights_requests",
        title=_("Closed requests by right"),
        why=_(
            "Five years as proof that they were answered (art. 5(2) GDPR, art. 2224 of the French civil code)."
        ),
        does=_("deleted with their steps"),
        days=5 * YEAR,
        least_days=3 * YEAR,
        due=_due_requests,
        shown=_shown_requests,
        purge=forget_requests,
        total=lambda source: RightsRequest.objects.count(),
    ),
    RetentionRule(
        key="people.rights_copies",
        title=_("Copies made for people"),
        why=_("A month to fetch it; another can be made at any time."),
        does=_("the file is deleted"),
        days=30,
        due=_due_copies,
        shown=_shown_copies,
        purge=_forget_copies,
        total=lambda source: RightsArchive.objects.count(),
    ),
]
