"""Who wants an idea, who follows it, and how duplicates became one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.community.models.ideas import Idea
from parvis.community.models.members import Member


class IdeaMerge(models.Model):
    """A duplicate was led to the other idea. undone_at: both are apart again."""

    merged = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="merges_received")
    # What the duplicate was before, and when the other was due: given back when it is undone.
    status_before = models.CharField(max_length=12)
    due_before = models.DateTimeField(null=True)
    moved_votes = models.IntegerField(default=0)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "community_idea_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once"
            ),
            models.CheckConstraint(condition=~Q(merged=F("into")), name="merged_with_another"),
        ]


class IdeaVote(models.Model):
    """ "I want this". The votes of a duplicate stay where they were given; the rows that they brought to the other
    idea name their merge, so that undoing it takes away exactly those."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="idea_votes")
    merge = models.ForeignKey(IdeaMerge, on_delete=models.PROTECT, null=True, related_name="votes")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_idea_vote"
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="one_vote_an_idea")]
        indexes = [models.Index(fields=["member", "at"], name="idea_votes_of_member")]


class IdeaFollow(models.Model):
    """Wants to hear of an idea. A row with is_wanted=False is a decision, too."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="idea_follows")
    merge = models.ForeignKey(IdeaMerge, on_delete=models.PROTECT, null=True, related_name="follows")
    is_wanted = models.BooleanField(default=True)
    # What the member has been told or has seen up to.
    told_position = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_idea_follow"
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="one_follow_an_idea")]
        indexes = [models.Index(fields=["idea"], condition=Q(is_wanted=True), name="followers_of_idea")]
