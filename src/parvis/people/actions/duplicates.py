"""Suggesting that two records are one human's, and what a human decides about it. A machine joins nothing here.

Triggers note which records changed (people_stale_record); a job takes them batch by batch: their keys are written
anew, they are compared, and what is likely stands in the queue. A pair that was refused, or taken apart, is found
by its hash and left out for good.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.people.actions.joins import end_join, hold_joins, join_persons
from parvis.people.logic.joins import LIKELY, NotSuggested
from parvis.people.logic.resolution.online import Held
from parvis.people.models import MatchKey, PersonLink, RefusedJoin, SuggestedJoin
from parvis.people.reads.alike import Alike, held_by, keys_of, records_alike
from parvis.people.reads.canonical import record_ids, record_ids_of
from parvis.people.reads.match_keys import pair_hash, pair_hashes

AT_ONCE = 200


def refresh_suggestions(*, now: datetime, most: int = AT_ONCE) -> int:
    """Take up to `most` records that changed. Returns how many there were; 0: nothing waits."""
    with purpose("service"):
        with connection.cursor() as cursor:
            cursor.execute(
                """
                DELETE FROM people_stale_record WHERE person_id IN (
                    SELECT person_id FROM people_stale_record ORDER BY person_id LIMIT %s FOR UPDATE SKIP LOCKED)
                RETURNING person_id
                """,
                [most],
            )
            ids = sorted(pk for (pk,) in cursor.fetchall())
        if ids:
            held = held_by(ids)
            write_keys(ids, held)
            for person_id in ids:
                suggest_joins(person_id, held.get(person_id), now=now)
        return len(ids)


def write_keys(person_ids: Sequence[int], held: Mapping[int, Held]) -> None:
    """The keys of these records, in place of those they had; what is not held has none."""
    rows = [(key, pk) for pk in person_ids if pk in held for key in keys_of(held[pk])]
    MatchKey.objects.filter(person_id__in=person_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_match_key (key, person_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) "
            "ON CONFLICT DO NOTHING",
            [[key for key, _ in rows], [pk for _, pk in rows]],
        )


def suggest_joins(person_id: int, held: Held | None, *, now: datetime) -> int:
    """What this record may be the same as, in place of what was suggested for it before. Returns how many."""
    open_ones = SuggestedJoin.objects.filter(
        Q(older_id=person_id) | Q(newer_id=person_id), state=SuggestedJoin.OPEN
    )
    open_ones.delete()
    if held is None:
        return 0
    own = record_ids(person_id)
    found = records_alike(held, besides=own, at_least=LIKELY)
    allowed = _not_refused(own, found)
    rows = [
        SuggestedJoin(
            older_id=min(person_id, one.person_id),
            newer_id=max(person_id, one.person_id),
            probability=one.probability,
            reasons=[[part.field, part.level, part.weight] for part in one.reasons],
            weights_version=one.weights_version,
            made_at=now,
        )
        for one in allowed
    ]
    SuggestedJoin.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def accept_suggestion(suggestion: SuggestedJoin, *, by: Actor, now: datetime) -> PersonLink:
    """Join the two, with what spoke for it as evidence. Raises AlreadyJoined, NotSuggested."""
    with transaction.atomic():
        hold_joins()
        held = _held(suggestion)
        made = join_persons(
            held.older,
            other=held.newer,
            evidence="records_compared",
            probability=held.probability,
            detail={"reasons": held.reasons, "weights_version": held.weights_version},
            by=by,
            now=now,
        )
        held.state, held.link = SuggestedJoin.JOINED, made
        held.save(update_fields=["state", "link"])
        ids = record_ids(held.older_id)
        SuggestedJoin.objects.filter(state=SuggestedJoin.OPEN, older_id__in=ids, newer_id__in=ids).delete()
        return made


def refuse_suggestion(suggestion: SuggestedJoin, *, by: Actor, now: datetime) -> None:
    """Say that the two are two people: the evidence goes, the hash of the pair stays. Raises NotSuggested."""
    with transaction.atomic():
        hold_joins()
        held = _held(suggestion)
        refuse_pair(held.older_id, held.newer_id, by=by, now=now)


def refuse_pair(one_id: int, other_id: int, *, by: Actor, now: datetime) -> None:
    """Never suggest again that these two are one, nor that further records of the one are further of the other."""
    with transaction.atomic():
        hold_joins()
        ones, others = record_ids(one_id), record_ids(other_id)
        RefusedJoin.objects.bulk_create(
            [RefusedJoin(pair_hash=pair_hash(one_id, other_id), at=now)], ignore_conflicts=True
        )
        SuggestedJoin.objects.filter(
            Q(older_id__in=ones, newer_id__in=others) | Q(older_id__in=others, newer_id__in=ones)
        ).delete()
        record("join.refused", by=by, now=now, person_ids=sorted((one_id, other_id)))


def reconsider_pair(one_id: int, other_id: int, *, by: Actor, now: datetime) -> bool:
    """Take a refusal back: the pair may be suggested again, and is if it is still likely."""
    with transaction.atomic():
        hold_joins()
        gone = RefusedJoin.objects.filter(pair_hash=pair_hash(one_id, other_id)).delete()[0]
        if gone:
            record("join.reconsidered", by=by, now=now, person_ids=sorted((one_id, other_id)))
            suggest_joins(other_id, held_by([other_id]).get(other_id), now=now)
        return bool(gone)


def take_apart(link: PersonLink, *, by: Actor, now: datetime, reason: str = "") -> PersonLink:
    """End a join for good: a human said that they are two, so that nobody is asked again. Raises NotJoined."""
    with transaction.atomic():
        hold_joins()
        SuggestedJoin.objects.filter(link_id=link.pk).delete()
        ended = end_join(link, by=by, now=now, reason=reason)
        refuse_pair(ended.older_id, ended.newer_id, by=by, now=now)
        return ended


def undo_join(link: PersonLink, *, by: Actor, now: datetime) -> PersonLink:
    """A slip of a moment ago: the records part and the suggestion stands in the queue again. Raises NotJoined."""
    with transaction.atomic():
        hold_joins()
        ended = end_join(link, by=by, now=now)
        SuggestedJoin.objects.filter(link_id=link.pk).update(state=SuggestedJoin.OPEN, link=None)
        return ended


def _held(suggestion: SuggestedJoin) -> SuggestedJoin:
    held = (
        SuggestedJoin.objects.filter(pk=suggestion.pk, state=SuggestedJoin.OPEN)
        .select_related("older", "newer")
        .first()
    )
    if held is None:
        raise NotSuggested
    return held


def _not_refused(own: Collection[int], found: Sequence[Alike]) -> list[Alike]:
    """Without the humans of which any record was refused with any of one's own, nor a second record of one human."""
    theirs = record_ids_of(one.person_id for one in found)
    hashes = {one.person_id: pair_hashes(own, theirs[one.person_id]) for one in found}
    refused = set(
        RefusedJoin.objects.filter(
            pair_hash__in=[value for values in hashes.values() for value in values]
        ).values_list("pair_hash", flat=True)
    )
    kept: dict[int, Alike] = {}
    for one in found:
        if not refused.intersection(hashes[one.person_id]):
            kept.setdefault(theirs[one.person_id][0], one)
    return list(kept.values())
