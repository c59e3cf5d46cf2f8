"""What passed between persons and us, merged from settings.TOUCHES and their purchases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from parvis.foundation.plugs import plugged
from parvis.people.logic.touches import BOUGHT, Touch
from parvis.people.models import CurrentLink, Purchase, Relationship
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.held import held

# Of one handle, the newest: a robot's thousands would only slow the others down.
MOST_OF_ONE = 2000


def touches_of(person_ids: Sequence[int]) -> dict[int, list[Touch]]:
    """person id → ascending touches of all records of that human. A plug's f(identity_ids, *, most) gives
    (identity id, touch) pairs; statements do not grow with the number of persons."""
    records = record_ids_of(person_ids)
    owner = {record: asked for asked, ids in records.items() for record in ids}
    links: Iterable[CurrentLink] | None = held(tuple(owner), "handle", CurrentLink)
    if links is None:
        links = CurrentLink.objects.filter(person_id__in=owner)
    of_identity = {link.identity_id: owner[link.person_id] for link in links}
    found: dict[int, list[Touch]] = defaultdict(list)
    for touched in plugged("TOUCHES"):
        for identity, touch in touched(list(of_identity), most=MOST_OF_ONE):
            found[of_identity[identity]].append(touch)
    for record, at, channel in _bought(tuple(owner)):
        found[owner[record]].append(Touch(at, BOUGHT, channel))
    return {asked: sorted(found[asked], key=lambda touch: touch.at) for asked in person_ids}


def _bought(person_ids: Sequence[int]) -> Iterable[tuple[int, datetime, str]]:
    if (known := held(person_ids, "purchase", Purchase)) is not None:
        return [(one.person_id, one.bought_at, one.channel) for one in known if one.returned_at is None]
    kept = Purchase.objects.filter(person_id__in=person_ids, returned_at=None)
    return kept.values_list("person_id", "bought_at", "channel")


def brought_by(person_ids: Sequence[int]) -> dict[int, list[datetime]]:
    """person id → when somebody was noted who came through them."""
    records = record_ids_of(person_ids)
    owner = {record: asked for asked, ids in records.items() for record in ids}
    found: dict[int, list[datetime]] = {asked: [] for asked in person_ids}
    referred = Relationship.objects.filter(kind="referred_by", other_id__in=owner)
    for record, at in referred.values_list("other_id", "created_at"):
        found[owner[record]].append(at)
    return found
