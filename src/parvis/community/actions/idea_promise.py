"""The promise that what enough members want is answered: its figures, the clock of an idea, what is late."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from parvis.community.events import IdeaOverdue
from parvis.community.logic.errors import MayNot
from parvis.community.logic.ideas import OPEN_STATUSES, SETTLED_AFTER, IdeaPromise
from parvis.community.models import Idea
from parvis.community.reads.idea_promise import FACT, idea_promise
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.events import publish
from parvis.foundation.installation import state_fact

# A run looks at so many at most; the rest is there the next night.
MOST_A_RUN = 5_000


def set_idea_promise(promise: IdeaPromise, *, by: Actor, now: datetime) -> bool:
    """Returns whether it changed. Dates that were told stay; ideas that are past the new number get one from now.

    Raises MayNot("promise") for figures that nobody can mean.
    """
    if not promise.is_sensible:
        raise MayNot("promise")
    with transaction.atomic():
        before = idea_promise()
        if before == promise:
            return False
        after = {"votes": promise.votes, "days": promise.days}
        state_fact(FACT, after)
        record(
            "ideas.promised", by=by, now=now, **changed({"votes": before.votes, "days": before.days}, after)
        )
        start_clocks(now=now)
        return True


def start_clock(idea: Idea, *, now: datetime) -> bool:
    """Give the idea its date once enough members want it. idea: locked, with its new count.

    Only members who have been here for a day count for it (logic/ideas.py); `start_clocks` looks again each night.
    """
    if idea.due_at is not None or idea.answered_at is not None or idea.status != Idea.NEW:
        return False
    promise = idea_promise()
    if idea.vote_count < promise.votes or idea.pk not in _settled([idea.pk], promise=promise, now=now):
        return False
    idea.due_at = promise.due_at(now)
    Idea.objects.filter(pk=idea.pk).update(due_at=idea.due_at)
    return True


def start_clocks(*, now: datetime) -> int:
    """Give every idea that has come past the number its date. Returns how many."""
    promise = idea_promise()
    with transaction.atomic():
        waiting = list(
            Idea.objects.select_for_update(no_key=True, skip_locked=True)
            .filter(state=Idea.SHOWN, status__in=OPEN_STATUSES, vote_count__gte=promise.votes)
            .filter(due_at=None, answered_at=None)
            .order_by("-vote_count", "-pk")
            .values_list("pk", flat=True)[:MOST_A_RUN]
        )
        return Idea.objects.filter(pk__in=_settled(waiting, promise=promise, now=now)).update(
            due_at=promise.due_at(now)
        )


def tell_overdue(*, now: datetime) -> int:
    """An event for each idea whose answer is late, once. Returns how many."""
    with transaction.atomic():
        late = list(
            Idea.objects.select_for_update(no_key=True, skip_locked=True)
            .filter(due_at__lte=now, answered_at=None, overdue_told_at=None, state=Idea.SHOWN)
            .exclude(status=Idea.MERGED)
            .order_by("due_at", "pk")
            .values_list("pk", flat=True)[:MOST_A_RUN]
        )
        Idea.objects.filter(pk__in=late).update(overdue_told_at=now)
        for idea_id in late:
            publish(IdeaOverdue(idea_id))
        return len(late)


def _settled(idea_ids: list[int], *, promise: IdeaPromise, now: datetime) -> set[int]:
    """Those that enough members want who were members for a day."""
    if not idea_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.idea_id FROM community_idea_vote v JOIN community_member m ON m.id = v.member_id"
            " WHERE v.idea_id = ANY(%s) AND m.joined_at <= %s GROUP BY v.idea_id HAVING count(*) >= %s",
            [idea_ids, now - SETTLED_AFTER, promise.votes],
        )
        return {row[0] for row in cursor.fetchall()}
