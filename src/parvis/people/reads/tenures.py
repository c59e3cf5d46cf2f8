"""From when and until when a handle spoke for a human: an account that was sold, a number that was given anew.

A link that ends because the handle changed owner parts what was said at that moment: the earlier owner keeps what
was said before, whoever is linked later begins there. A link that was wrong (the usual end) parts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from parvis.foundation.access import purpose
from parvis.people.logic.evidence import CHANGED_OWNER
from parvis.people.models import IdentityLink


@dataclass(frozen=True, slots=True)
class Tenure:
    """What was said from since on and before until is this human's; None: without bound."""

    identity_id: int
    since: datetime | None
    until: datetime | None


def bounded_tenures(identity_ids: Iterable[int], person_ids: Iterable[int]) -> list[Tenure]:
    """Of handles linked now and of those linked once: only those that changed owner, oldest first.

    Looked up over hidden records too: words of somebody who is restricted are not shown as the next owner's.
    """
    linked, owners = set(identity_ids), set(person_ids)
    if not owners:
        return []
    with purpose("legal_duty"):
        changed = IdentityLink.objects.filter(act=IdentityLink.ENDED, evidence=CHANGED_OWNER)
        left = changed.filter(person_id__in=owners).values("identity_id")
        rows = changed.filter(Q(identity_id__in=linked) | Q(identity_id__in=left)).order_by("pk")
        changes = list(rows.values_list("identity_id", "person_id", "at"))
    since: dict[int, datetime] = {}
    found = []
    for identity_id, person_id, at in changes:
        if person_id in owners:
            found.append(Tenure(identity_id, since.get(identity_id), at))
        since[identity_id] = at
    return found + [Tenure(pk, since[pk], None) for pk in sorted(linked & since.keys())]
