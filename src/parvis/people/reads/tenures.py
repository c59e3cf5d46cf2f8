"""From when and until when a handle spoke for a human: an account that was sold, a number that was given anew.

A link that ends because the handle changed owner parts what was said at that moment: the earlier owner keeps what
was said before, whoever is linked later begins there. A link that was wrong (the usual end) parts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.foundation.access import purpose
from parvis.people.logic.evidence import CHANGED_OWNER
from parvis.people.models import IdentityLink

# The array is gathered first, so that both look-ups go by an index whatever the planner thinks of a subquery.
CHANGES = """
    SELECT identity_id, person_id, at FROM people_identity_link
    WHERE act = %(ended)s AND evidence = %(changed)s AND identity_id = ANY(%(linked)s::bigint[] || ARRAY(
        SELECT left_one.identity_id FROM people_identity_link left_one
        WHERE left_one.act = %(ended)s AND left_one.evidence = %(changed)s
              AND left_one.person_id = ANY(%(owners)s::bigint[])))
    ORDER BY id
"""


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
    facts: dict[str, Any] = {
        "ended": IdentityLink.ENDED,
        "changed": CHANGED_OWNER,
        "linked": list(linked),
        "owners": list(owners),
    }
    with purpose("legal_duty", is_reading=True), connection.cursor() as cursor:
        cursor.execute(CHANGES, facts)
        changes = cursor.fetchall()
    since: dict[int, datetime] = {}
    found = []
    for identity_id, person_id, at in changes:
        if person_id in owners:
            found.append(Tenure(identity_id, since.get(identity_id), at))
        since[identity_id] = at
    return found + [Tenure(pk, since[pk], None) for pk in sorted(linked & since.keys())]
