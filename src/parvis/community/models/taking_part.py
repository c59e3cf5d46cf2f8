"""Small acts of members: votes, follows, drafts, and what they have read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.community.models.articles import Article
from parvis.community.models.members import Member
from parvis.community.models.questions import Answer, Question


class MeToo(models.Model):
    """ "I have this question too"."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="me_too")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_me_too"
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="me_too_once")]


class HelpfulVote(models.Model):
    """ "This answer helped me". Nobody votes for themselves (actions/vote.py)."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="helpful_votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="helpful_votes")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_helpful_vote"
        constraints = [models.UniqueConstraint(fields=["answer", "member"], name="helpful_once")]
        indexes = [models.Index(fields=["member", "at"], name="helpful_by_member")]


class Follow(models.Model):
    """Wants to hear of what is said under a question. A row with is_wanted=False is a decision, too."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="follows")
    is_wanted = models.BooleanField(default=True)
    # What the member has been told or has seen up to.
    told_position = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_follow"
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="follow_once")]
        indexes = [
            models.Index(fields=["question"], condition=Q(is_wanted=True), name="followers_of_question")
        ]


class Draft(models.Model):
    """What a member is writing, so that a crash of the browser loses nothing."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)  # "ask", "answer:123", "edit-answer:5" …
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "community_draft"
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="one_draft_a_place")]


class ReadBefore(models.Model):
    """What an asker had opened before asking: where it did not help, a failed deflection."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="read_before")
    read_question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="+")
    read_article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    was_proposed = models.BooleanField()  # shown while the title was typed, or found otherwise
    at = models.DateTimeField()

    class Meta:
        db_table = "community_read_before"


class DayOfReading(models.Model):
    """How much a member read on one day: what trust levels count, and no list of what it was."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    questions_entered = models.IntegerField(default=0)
    answers_read = models.IntegerField(default=0)
    seconds = models.IntegerField(default=0)
    # The last time that reading was said: nobody has read longer than has passed since (actions/seen.py).
    noted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_day_of_reading"
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="one_day_of_reading")]


class DayOfViews(models.Model):
    """How often a question was read on one day by people: counted by the page's script, which crawlers do not run."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    views = models.IntegerField(default=0)
    by_members = models.IntegerField(default=0)

    class Meta:
        db_table = "community_day_of_views"
        constraints = [models.UniqueConstraint(fields=["question", "day"], name="one_day_of_views")]
