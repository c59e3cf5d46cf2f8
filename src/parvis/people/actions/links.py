"""Linking a handle to a person, ending the link, and the links that exact evidence makes by itself.

Whoever links takes the identity's row first, in the order of ids: two clerks cannot link one handle to two
persons, and two jobs cannot wait for each other for ever. The ledger row and the current link are one
transaction. The lock leaves foreign keys alone, so messages go on arriving meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.events import publish
from parvis.people.events import LinkEnded, LinksMade
from parvis.people.logic.contact_points import (
    KIND_OF_CHANNEL,
    NotAnAddress,
    channels_of,
    normalised,
    written_forms,
)
from parvis.people.logic.errors import IdentityLinked, NotLinked, OwnAccount
from parvis.people.logic.evidence import CHANGED_OWNER, evidence_of_address
from parvis.people.logic.evidence import evidence as evidence_of
from parvis.people.logic.handles import handle_key
from parvis.people.models import ContactPoint, CurrentLink, Identity, IdentityLink, Person
from parvis.people.reads.addresses import address_hash


def link_identity(
    identity: Identity,
    *,
    person: Person,
    evidence: str = "agent_decided",
    detail: dict[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> IdentityLink:
    """Say that this handle is this person. Raises IdentityLinked, OwnAccount, UnknownEvidence.

    A link to the same person is returned as it is. To move a handle, its link is ended first, by name.
    """
    known = evidence_of(evidence)
    with transaction.atomic():
        held = Identity.objects.select_for_update(no_key=True).get(pk=identity.pk)
        if held.is_ours:
            raise OwnAccount
        current = CurrentLink.objects.filter(identity=held).select_related("person", "link").first()
        if current is not None:
            if current.person_id == person.pk:
                return current.link
            raise IdentityLinked(current.person_id, str(current.person))
        try:
            with transaction.atomic():
                made = IdentityLink.objects.create(
                    act=IdentityLink.MADE,
                    identity=held,
                    person=person,
                    evidence=known.code,
                    evidence_detail=detail or {},
                    probability=known.probability,
                    legal_basis=known.legal_basis,
                    at=now,
                    **_decided(by),
                )
                CurrentLink.objects.create(identity=held, person=person, link=made)
        except IntegrityError as error:
            # Linked to a record that the present purpose may not see.
            raise IdentityLinked(None) from error
        record("identity.linked", held, by=by, now=now, person_id=person.pk, evidence=known.code)
        publish(LinksMade([held.pk], [person.pk]), by=by)
        return made


def end_link(
    identity: Identity, *, by: Actor, now: datetime, reason: str = "", changed_owner: bool = False
) -> IdentityLink:
    """Say that this handle is not that person after all. Raises NotLinked. Both histories stay whole.

    changed_owner: it was, and is somebody else's from now on; what was said before stays with the person.
    A pair that a human took apart is never joined again by a machine.
    """
    with transaction.atomic():
        held = Identity.objects.select_for_update(no_key=True).get(pk=identity.pk)
        current = CurrentLink.objects.filter(identity=held).select_related("link").first()
        if current is None:
            raise NotLinked
        ended = IdentityLink.objects.create(
            act=IdentityLink.ENDED,
            identity=held,
            person_id=current.person_id,
            ends=current.link,
            evidence=CHANGED_OWNER if changed_owner else current.link.evidence,
            evidence_detail={"reason": reason[:500]} if reason else {},
            probability=current.link.probability,
            legal_basis=current.link.legal_basis,
            at=now,
            **_decided(by),
        )
        current.delete()
        record("identity.unlinked", held, by=by, now=now, person_id=ended.person_id, evidence=ended.evidence)
        publish(LinkEnded(held.pk, ended.person_id), by=by)
        return ended


def link_by_contact_point(identity_ids: Iterable[int], *, now: datetime) -> dict[int, int]:
    """Link the handles whose address exactly one person gave us. Returns identity id → person id of new links.

    Left alone: handles that have a link, the company's own, addresses that several persons gave, and pairs
    that a human took apart. Declares its own purposes; a mention alone reaches nothing here, because the
    handles of public channels are no addresses. Constant number of statements for a batch.
    """
    asked = sorted(set(identity_ids))
    if not asked:
        return {}
    with purpose("service"):
        hashes = _hashes(
            Identity.objects.filter(pk__in=asked, is_ours=False, channel__in=KIND_OF_CHANNEL).only(
                "channel", "handle"
            )
        )
        owners = _single_owners(set(hashes.values())) if hashes else {}
        wanted = {pk: owners[key] for pk, key in hashes.items() if key in owners}
        if not wanted:
            return {}
        # From here on nobody else links these.
        held = {
            one.pk: one
            for one in Identity.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        }
        settled = _linked_or_taken_apart(wanted)
        visible = set(Person.objects.filter(pk__in=set(wanted.values())).values_list("pk", flat=True))
        pairs = [
            (identity_id, person_id)
            for identity_id, person_id in sorted(wanted.items())
            if identity_id in held and identity_id not in settled and person_id in visible
        ]
        return _write_links(pairs, held=held, now=now)


def link_handles_of(person: Person, *, kind: str, value: str, now: datetime) -> dict[int, int]:
    """After a person gave an address: the handles that already spoke from it, by the same exact evidence."""
    return link_by_contact_point([one.pk for one in handles_at(kind, value)], now=now)


def handles_at(kind: str, value: str) -> list[Identity]:
    """The handles that are this address, on every channel where an address is the handle."""
    asked = Q()
    for channel in channels_of(kind):
        keys = [handle_key(channel, form) for form in written_forms(kind, value)]
        asked |= Q(channel=channel, handle_key__in=keys)
    return list(Identity.objects.filter(asked).order_by("pk"))


def _hashes(identities: Iterable[Identity]) -> dict[int, tuple[str, str]]:
    found = {}
    for one in identities:
        kind = KIND_OF_CHANNEL[one.channel]
        try:
            found[one.pk] = (kind, address_hash(kind, normalised(kind, one.handle)))
        except NotAnAddress:
            continue
    return found


def _single_owners(keys: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(kind, hash) → the one person who gave it; of several joined records, the oldest that has it.

    Counted over all persons: if one of two owners is hidden from service, the address still is not one person's.
    """
    owners: dict[tuple[str, str], dict[int, int]] = {}
    with purpose("legal_duty"):
        for kind, value_hash, person_id, joined_id in (
            ContactPoint.objects.filter(
                kind__in={kind for kind, _ in keys}, value_hash__in={value_hash for _, value_hash in keys}
            )
            .order_by("-person_id")
            .values_list("kind", "value_hash", "person_id", "person__joined_id")
        ):
            owners.setdefault((kind, value_hash), {})[joined_id or person_id] = person_id
    return {key: next(iter(humans.values())) for key, humans in owners.items() if len(humans) == 1}


def _linked_or_taken_apart(wanted: dict[int, int]) -> set[int]:
    """The identities among these that have a link, or whose link to that very person a human has ended."""
    with purpose("legal_duty"):
        settled = set(
            CurrentLink.objects.filter(identity_id__in=wanted).values_list("identity_id", flat=True)
        )
        for identity_id, person_id in (
            IdentityLink.objects.filter(act=IdentityLink.ENDED, identity_id__in=wanted)
            .exclude(decided_by_kind=SYSTEM.kind)
            .values_list("identity_id", "person_id")
        ):
            if wanted[identity_id] == person_id:
                settled.add(identity_id)
    return settled


def _write_links(
    pairs: Sequence[tuple[int, int]], *, held: dict[int, Identity], now: datetime
) -> dict[int, int]:
    if not pairs:
        return {}
    rows = []
    for identity_id, person_id in pairs:
        known = evidence_of(evidence_of_address(held[identity_id].channel))
        rows.append((identity_id, person_id, known.code, known.probability, known.legal_basis))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO people_identity_link (act, identity_id, person_id, evidence, evidence_detail, probability,
                                                  decided_by_kind, decided_by_name, legal_basis, at)
                SELECT 'made', row.identity_id, row.person_id, row.evidence, '{}', row.probability, %s, '',
                       row.legal_basis, %s
                FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::float8[], %s::text[])
                     AS row (identity_id, person_id, evidence, probability, legal_basis)
                RETURNING id, identity_id, person_id)
            INSERT INTO people_current_link (identity_id, person_id, link_id)
            SELECT identity_id, person_id, id FROM made
            """,
            [SYSTEM.kind, now, *(list(column) for column in zip(*rows, strict=True))],
        )
    record("identity.linked", by=SYSTEM, now=now, pairs=[list(pair) for pair in pairs])
    publish(LinksMade([pair[0] for pair in pairs], [pair[1] for pair in pairs]))
    return dict(pairs)


def _decided(by: Actor) -> dict[str, Any]:
    return {"decided_by_kind": by.kind, "decided_by_id": by.id, "decided_by_name": by.name[:200]}
