"""The customer's own proof that a handle is theirs.

A code goes to an address they gave us. It comes back from the handle, or stands in its public profile: then the
handle is linked. Or a link goes there, and they log in at the network (network_proof.py). A code is good once, for a
while, and for few tries; wrong tries count for the handle, so that nobody goes on guessing with a new code.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from parvis.foundation.audit import Actor, record
from parvis.foundation.jobs import enqueue
from parvis.foundation.secrets import keyed_hash, seal
from parvis.people.actions.links import link_identity
from parvis.people.actions.proof_networks import networks_for
from parvis.people.logic.claims import CODE_LIVES, MOST_TRIES, PROFILE_LIVES, codes_in, new_code
from parvis.people.logic.errors import ClaimRefused, IdentityLinked, OwnAccount
from parvis.people.models import Claim, ContactPoint, CurrentLink, Identity, Person, RefusedLink
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.refused_links import pair_hash

SEND_JOB = "people.send_claim_code"
MOST_A_DAY = 5  # codes to one person: their mailbox is not ours to fill
LIVES = {Claim.BACK: CODE_LIVES, Claim.PROFILE: PROFILE_LIVES, Claim.LOG_IN: PROFILE_LIVES}
EVIDENCE = {Claim.BACK: "code_sent_back", Claim.PROFILE: "code_in_profile"}


def begin_claim(identity: Identity, *, person: Person, way: str, by: Actor, now: datetime) -> Claim:
    """Send the person a code for this handle, to the e-mail address they gave. Raises ClaimRefused.

    To log in at the network they are sent the link to their page instead; the code then is nobody's to use.
    An open claim of the same way is replaced: the earlier code no longer counts.
    """
    with transaction.atomic():
        held = Identity.objects.select_for_update(no_key=True).get(pk=identity.pk)
        if held.is_ours:
            raise ClaimRefused("ours")
        if CurrentLink.objects.filter(identity=held).exists():
            raise ClaimRefused("linked")
        if way == Claim.LOG_IN and not networks_for(held):
            raise ClaimRefused("no-network")
        ids = record_ids(person.pk)
        point = (
            ContactPoint.objects.filter(person_id__in=ids, kind="email")
            .order_by("-is_verified", "pk")
            .first()
        )
        if point is None:
            raise ClaimRefused("no-address")
        if Claim.objects.filter(person_id__in=ids, made_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise ClaimRefused("too-many")
        Claim.objects.filter(identity=held, person_id__in=ids, way=way, state=Claim.OPEN).update(
            state=Claim.WITHDRAWN, settled_at=now
        )
        code = new_code()
        claim = Claim.objects.create(
            identity=held, person=person, way=way, code_hash=code_hash(code), made_at=now, ends_at=now + LIVES[way],
            made_by_id=by.id if by.kind == "user" else None, made_by_name=by.name[:200],
        )  # fmt: skip
        record("claim.begun", held, by=by, now=now, person_id=person.pk, way=way)
        # The code travels sealed and stays in no table of ours.
        enqueue(SEND_JOB, claim_id=claim.pk, point_id=point.pk, sealed=seal({"code": code}))
        return claim


def settle_said(said: Mapping[int, Sequence[str]], *, now: datetime) -> list[int]:
    """Codes that came from handles. said: identity id → texts. Returns the handles that were linked by it.

    Raises nothing: a stranger wrote the text. Inside a transaction of service.
    """
    linked = []
    for identity_id, texts in said.items():
        codes = [code for text in texts for code in codes_in(text)]
        if codes and _settle(identity_id, codes, way=Claim.BACK, now=now):
            linked.append(identity_id)
    return linked


def settle_profile(claim: Claim, *, text: str, by: Actor, now: datetime) -> bool:
    """Whether the code stands in the profile's text and the handle is linked by it now. Raises ClaimRefused("over")."""
    if claim.state != Claim.OPEN or claim.ends_at < now:
        raise ClaimRefused("over")
    return _settle(claim.identity_id, codes_in(text), way=Claim.PROFILE, now=now, by=by)


def withdraw_claim(claim: Claim, *, by: Actor, now: datetime) -> bool:
    """Returns whether it was open."""
    changed = Claim.objects.filter(pk=claim.pk, state=Claim.OPEN).update(
        state=Claim.WITHDRAWN, settled_at=now
    )
    if changed:
        record("claim.withdrawn", claim.identity, by=by, now=now, person_id=claim.person_id)
    return bool(changed)


def refuse_link(identity: Identity, *, person: Person, by: Actor, now: datetime) -> None:
    """Say that this handle is not this person's: it is not proposed again. What spoke for it is kept nowhere."""
    with transaction.atomic():
        for one in record_ids(person.pk):
            RefusedLink.objects.get_or_create(pair_hash=pair_hash(identity.pk, one), defaults={"at": now})
        record("link.refused", identity, by=by, now=now, person_id=person.pk)


def code_hash(code: str) -> str:
    return keyed_hash("claim-codes", code)


def _settle(
    identity_id: int, codes: Sequence[str], *, way: str, now: datetime, by: Actor | None = None
) -> bool:
    with transaction.atomic():
        identity = Identity.objects.select_for_update(no_key=True).get(pk=identity_id)
        open_ones = list(
            Claim.objects.filter(identity=identity, way=way, state=Claim.OPEN).select_related("person")
        )
        for claim in open_ones:
            if claim.ends_at < now:
                _end(claim, Claim.OVER, now=now)
                continue
            if any(hmac.compare_digest(claim.code_hash, code_hash(code)) for code in codes):
                return _link(claim, identity, by=by, now=now)
        _count_try([claim for claim in open_ones if claim.ends_at >= now], now=now)
        return False


def _link(claim: Claim, identity: Identity, *, by: Actor | None, now: datetime) -> bool:
    who = by or Actor("person", claim.person_id)
    try:
        with transaction.atomic():
            link_identity(
                identity,
                person=claim.person,
                evidence=EVIDENCE[claim.way],
                detail=_told(claim),
                by=who,
                now=now,
            )
    except (IdentityLinked, OwnAccount, IntegrityError):
        # Somebody linked it elsewhere meanwhile: two claims on one handle are for a human to look at.
        _end(claim, Claim.CONFLICT, now=now)
        return False
    _end(claim, Claim.USED, now=now)
    return True


def _told(claim: Claim) -> dict[str, Any]:
    return {"claim": claim.pk, "begun_by": claim.made_by_name, "begun_at": claim.made_at.isoformat()}


def _end(claim: Claim, state: str, *, now: datetime) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=state, settled_at=now)


def _count_try(claims: Sequence[Claim], *, now: datetime) -> None:
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(tries=F("tries") + 1)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims], tries__gte=MOST_TRIES).update(
        state=Claim.OVER, settled_at=now
    )
