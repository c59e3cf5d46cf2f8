"""Counting merit: days for the boards, facts for badges, and rings of votes that are bounded and shown at the desk."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.actions.count import count_facts, count_merit
from parvis.community.logic.rings import COUNTED_A_WEEK, rings
from parvis.community.models import VoteRing
from parvis.community.reads.facts import pairs_of_one_mailbox, votes_between, week_of
from parvis.community.reads.helpers import FACT as HELPERS
from parvis.community.reads.helpers import chosen_helpers
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.installation import state_fact

LOOKED_AT = timedelta(days=28)


def count_reputation(*, now: datetime, since_the_beginning: bool = False) -> int:
    """Count the last weeks anew, rings bounded, and then the facts of everybody. Returns of how many members.

    since_the_beginning: all days, after an import; what is older than the weeks looked at is otherwise as it was.
    """
    begun = datetime.combine(week_of((now - LOOKED_AT).date()), time.min, UTC)
    with purpose("membership"):
        votes = votes_between(begun)
        limited: dict[tuple[int, int], int] = {}
        shown = []
        for ring in rings(votes):
            pairs = {pair for pair in votes if set(pair) <= set(ring.members)}
            one_mailbox = pairs_of_one_mailbox(ring.members)
            limited |= {pair: 0 if pair in one_mailbox else COUNTED_A_WEEK for pair in pairs}
            if ring.is_suspicious or one_mailbox:
                shown.append((ring, bool(one_mailbox)))
        # Two accounts of one mailbox need no circle: one that votes for the other is enough.
        everybody = sorted({member for pair in votes for member in pair})
        limited |= dict.fromkeys(pairs_of_one_mailbox(everybody) & votes.keys(), 0)
    with transaction.atomic():
        count_merit(datetime(2000, 1, 3, tzinfo=UTC) if since_the_beginning else begun, limited=limited)
        for ring, has_one_mailbox in shown:
            VoteRing.objects.update_or_create(
                members=list(ring.members),
                defaults={"inside": ring.inside, "received": ring.received, "seen_at": now,
                          "has_one_mailbox": has_one_mailbox},
                create_defaults={"members": list(ring.members), "inside": ring.inside, "received": ring.received,
                                 "has_one_mailbox": has_one_mailbox, "found_at": now, "seen_at": now},
            )  # fmt: skip
    counted = count_facts(now=now)
    state_fact(HELPERS, chosen_helpers(now=now))
    return counted


def settle_ring(ring: VoteRing, *, by: User, now: datetime) -> bool:
    """Somebody looked: these people simply help each other. Their votes stay bounded; the desk shows them no more."""
    changed = VoteRing.objects.filter(pk=ring.pk, state=VoteRing.OPEN).update(
        state=VoteRing.HARMLESS, decided_by_id=by.pk
    )
    if changed:
        record("vote_ring.settled", ring, by=Actor("user", by.pk, str(by)), now=now)
    return bool(changed)
