"""Duplicates become one: each member's vote moves once, the old page leads to the other, and it can be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from parvis.accounts.models import User
from parvis.community.actions.idea_promise import start_clock
from parvis.community.actions.idea_status import checked_reason, say_status
from parvis.community.events import IdeaMergeUndone, IdeasMerged, IdeaStatusChanged
from parvis.community.logic.errors import MayNot
from parvis.community.models import Idea, IdeaMerge
from parvis.community.reads.idea_page import where_it_leads
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish


def merge_ideas(idea: Idea, *, into: Idea, reason: str, by: User, now: datetime) -> IdeaMerge:
    """Lead `idea` to `into`, or to what that one leads to. The followers of both are told.

    Raises EmptyText, TextTooLong, MayNot("merge" | "merged" | "merge-circle").
    """
    reason = checked_reason(reason)
    if not by.may("community.manage"):
        raise MayNot("merge")
    with transaction.atomic():
        target_id = where_it_leads(into.pk)
        if target_id == idea.pk:
            raise MayNot("merge-circle")
        merged, target = _held(idea.pk, target_id)
        # Between looking and locking another may have led either of them on.
        if Idea.MERGED in (merged.status, target.status):
            raise MayNot("merged")
        if merged.state != Idea.SHOWN or target.state != Idea.SHOWN:
            raise MayNot("merge")
        merge = IdeaMerge.objects.create(
            merged=merged,
            into=target,
            status_before=merged.status,
            due_before=target.due_at,
            at=now,
            by_id=by.pk,
        )
        merge.moved_votes = _move(merge)
        merge.save(update_fields=["moved_votes"])
        merged.merged_into = target
        say_status(merged, status=Idea.MERGED, reason=reason, by=by, now=now)
        target.vote_count += merge.moved_votes
        # A date that was told to those who wanted the duplicate holds for them here.
        dates = [at for at in (target.due_at, merged.due_at) if at is not None]
        if target.answered_at is None and merged.answered_at is None and dates:
            target.due_at = min(dates)
        target.save(update_fields=["vote_count", "due_at"])
        start_clock(target, now=now)
        record("ideas.merged", merged, by=_actor(by), now=now, into=target.pk, votes=merge.moved_votes)
        publish(IdeasMerged(merge.pk), by=_actor(by))
        return merge


def undo_idea_merge(merge: IdeaMerge, *, reason: str, by: User, now: datetime) -> bool:
    """Take both apart again: exactly the votes that the merge brought leave. Returns whether anything changed.

    Raises EmptyText, TextTooLong, MayNot("merge" | "merged": the other was merged later; undo that first).
    """
    reason = checked_reason(reason)
    if not by.may("community.manage"):
        raise MayNot("merge")
    with transaction.atomic():
        merged, target = _held(merge.merged_id, merge.into_id)
        held = IdeaMerge.objects.select_for_update().get(pk=merge.pk)
        if held.undone_at is not None:
            return False
        if target.status == Idea.MERGED:
            raise MayNot("merged")
        gone, kept = _move_back(held)
        held.undone_at, held.undone_by_id = now, by.pk
        held.save(update_fields=["undone_at", "undone_by_id"])
        due_at = target.due_at
        if target.answered_at is None and due_at is not None and due_at == merged.due_at:
            due_at = held.due_before
        Idea.objects.filter(pk=target.pk).update(vote_count=F("vote_count") - gone + kept, due_at=due_at)
        merged.merged_into = None
        change = say_status(merged, status=held.status_before, reason=reason, by=by, now=now)
        record("ideas.taken_apart", merged, by=_actor(by), now=now, into=target.pk)
        publish(IdeaMergeUndone(held.pk), by=_actor(by))
        publish(IdeaStatusChanged(change.pk), by=_actor(by))  # its own voters hear why
        return True


def _held(merged_id: int, target_id: int) -> tuple[Idea, Idea]:
    """Both, locked in the order of their ids: two merges at once cannot wait for each other."""
    found = Idea.objects.select_for_update(no_key=True).filter(pk__in=(merged_id, target_id)).order_by("pk")
    by_id = {one.pk: one for one in found}
    return by_id[merged_id], by_id[target_id]


def _move(merge: IdeaMerge) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_idea_follow (idea_id, member_id, merge_id, is_wanted, told_position, at)"
            " SELECT %s, f.member_id, %s, true, i.last_position, f.at FROM community_idea_follow f"
            " JOIN community_idea i ON i.id = %s WHERE f.idea_id = %s AND f.is_wanted ON CONFLICT DO NOTHING",
            [merge.into_id, merge.pk, merge.into_id, merge.merged_id],
        )
        cursor.execute(
            "INSERT INTO community_idea_vote (idea_id, member_id, merge_id, at)"
            " SELECT %s, member_id, %s, at FROM community_idea_vote WHERE idea_id = %s ON CONFLICT DO NOTHING",
            [merge.into_id, merge.pk, merge.merged_id],
        )
        return int(cursor.rowcount)


def _move_back(merge: IdeaMerge) -> tuple[int, int]:
    """(votes that left, those of them that stay because another duplicate brought the same member)."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM community_idea_follow WHERE merge_id = %s", [merge.pk])
        cursor.execute("DELETE FROM community_idea_vote WHERE merge_id = %s RETURNING member_id", [merge.pk])
        members = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO community_idea_vote (idea_id, member_id, merge_id, at)"
            " SELECT m.into_id, v.member_id, m.id, v.at FROM community_idea_merge m"
            " JOIN community_idea_vote v ON v.idea_id = m.merged_id"
            " WHERE m.into_id = %s AND m.undone_at IS NULL AND m.id <> %s AND v.member_id = ANY(%s)"
            " ORDER BY m.id ON CONFLICT DO NOTHING",
            [merge.into_id, merge.pk, members],
        )
        return len(members), int(cursor.rowcount)


def _actor(user: User) -> Actor:
    return Actor("user", user.pk, str(user))
