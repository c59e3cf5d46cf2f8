""" "I want this": one vote a member and idea, taken back by the same hand; and following without a vote."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, F

from parvis.community.actions.flow import hold_member, refuse_suspended
from parvis.community.actions.idea_promise import start_clock
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import Idea, IdeaComment, IdeaFollow, IdeaRevision, IdeaVote, Member

# Every duplicate that leads to this idea, through others too.
_DUPLICATES = """
    WITH RECURSIVE under AS (
        SELECT id FROM community_idea WHERE merged_into_id = %s
        UNION SELECT i.id FROM community_idea i JOIN under ON i.merged_into_id = under.id
    ) SELECT id FROM under
"""


def vote_idea(idea: Idea, *, by: Member, is_wanted: bool, now: datetime) -> bool:
    """Returns whether anything changed. Who votes follows the idea, unless they decided against it before.

    Raises MayNot("vote" | "merged"), TooOften.
    """
    with transaction.atomic():
        by = hold_member(by, now=now)
        if is_wanted:
            _check_flow(by, now=now)
            held = Idea.objects.select_for_update(no_key=True).defer("text", "html").get(pk=idea.pk)
            _check_open(held)
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO community_idea_vote (idea_id, member_id, at) VALUES (%s, %s, %s)"
                    " ON CONFLICT DO NOTHING",
                    [held.pk, by.pk, now],
                )
                if not cursor.rowcount:
                    return False
                cursor.execute(
                    "INSERT INTO community_idea_follow (idea_id, member_id, is_wanted, told_position, at)"
                    " VALUES (%s, %s, true, %s, %s) ON CONFLICT DO NOTHING",
                    [held.pk, by.pk, held.last_position, now],
                )
            Idea.objects.filter(pk=held.pk).update(vote_count=F("vote_count") + 1)
            held.vote_count += 1
            start_clock(held, now=now)
            return True
        return _take_back(idea, by=by)


def follow_idea(idea: Idea, *, by: Member, is_wanted: bool, now: datetime) -> None:
    """A decision against is kept, so that voting or commenting does not turn it on again.

    Raises Suspended for a wish to hear.
    """
    if is_wanted:
        refuse_suspended(by, now=now)
    IdeaFollow.objects.update_or_create(
        idea=idea,
        member=by,
        defaults={"is_wanted": is_wanted, "merge": None},
        create_defaults={"is_wanted": is_wanted, "at": now, "told_position": idea.last_position},
    )


def leave_ideas(member: Member) -> int:
    """Whoever leaves takes their votes along: the counts are those of members. Returns how many.

    What an employee had in their charge is nobody's then, and stands so at the desk.
    """
    with transaction.atomic():
        Idea.objects.filter(in_charge=member).update(in_charge=None)
        IdeaFollow.objects.filter(member=member).delete()
        ids = list(
            IdeaVote.objects.filter(member=member).order_by("idea_id").values_list("idea_id", flat=True)
        )
        list(Idea.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
        gone = IdeaVote.objects.filter(member=member, idea_id__in=ids).delete()[0]
        Idea.objects.filter(pk__in=ids).update(vote_count=F("vote_count") - 1)
        return gone


def take_back_ideas(member: Member) -> None:
    """Earlier wordings and marks of what a member takes back; the texts themselves go as all others do."""
    with transaction.atomic():
        IdeaRevision.objects.filter(idea__author=member).update(text="", title="")
        said = IdeaComment.objects.filter(author=member, state=IdeaComment.SHOWN)
        for idea_id, count in said.values_list("idea_id").annotate(n=Count("pk")).order_by("idea_id"):
            Idea.objects.filter(pk=idea_id).update(comment_count=F("comment_count") - count)
        said.update(extended_at=None, extended_by=None)


def _take_back(idea: Idea, *, by: Member) -> bool:
    """A vote that came from a duplicate is taken back there as well: it was one wish."""
    with connection.cursor() as cursor:
        cursor.execute(_DUPLICATES, [idea.pk])
        ids = sorted([idea.pk, *(row[0] for row in cursor.fetchall())])
    held = {one.pk: one for one in Idea.objects.select_for_update(no_key=True).only("status", "state", "merged_into")
            .filter(pk__in=ids).order_by("pk")}  # fmt: skip
    _check_open(held[idea.pk])
    if not IdeaVote.objects.filter(idea=idea, member=by).exists():
        return False
    voted = list(IdeaVote.objects.filter(idea_id__in=ids, member=by).values_list("idea_id", flat=True))
    IdeaVote.objects.filter(idea_id__in=voted, member=by).delete()
    Idea.objects.filter(pk__in=voted).update(vote_count=F("vote_count") - 1)
    return True


def _check_open(idea: Idea) -> None:
    if idea.status == Idea.MERGED:
        raise MayNot("merged")
    if idea.state != Idea.SHOWN or idea.status in (Idea.DONE, Idea.DECLINED):
        raise MayNot("vote")


def _check_flow(member: Member, *, now: datetime) -> None:
    most = limits_of(member.trust).idea_votes_a_day
    times = IdeaVote.objects.filter(member=member, at__gt=now - timedelta(days=1), merge=None).order_by("-at")
    newest = list(times.values_list("at", flat=True)[:most])
    if len(newest) >= most:
        raise TooOften(seconds=max(1, round((newest[-1] + timedelta(days=1) - now).total_seconds())))
