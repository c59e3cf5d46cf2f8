"""What is counted of members for their level, their badges and the boards; kept so that no page counts it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from parvis.community.models.members import Member


class MemberFacts(models.Model):
    """Counts of all time, written anew in one statement (reads/facts.py says what each is)."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="facts")
    answers = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    helpful = models.IntegerField(default=0)
    helpful_given = models.IntegerField(default=0)
    questions = models.IntegerField(default=0)
    questions_answered = models.IntegerField(default=0)
    helped = models.IntegerField(default=0)
    days_visited = models.IntegerField(default=0)
    questions_entered = models.IntegerField(default=0)
    posts_read = models.IntegerField(default=0)
    minutes_read = models.IntegerField(default=0)
    days_member = models.IntegerField(default=0)
    reports_upheld = models.IntegerField(default=0)
    trust = models.IntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "community_member_facts"
        # The board of all time.
        indexes = [models.Index(fields=["-accepted", "-helpful", "member"], name="facts_by_accepted")]


class DayOfMerit(models.Model):
    """What a member earned on one day with answers to others: the boards add these up. Rings of votes are bounded."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    helpful = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    answers = models.IntegerField(default=0)

    class Meta:
        db_table = "community_day_of_merit"
        constraints = [models.UniqueConstraint(fields=["day", "member"], name="one_day_of_merit")]


class TrustChange(models.Model):
    """From one level to another: rows are added, never changed while the member is here."""

    COUNTED, LOST, BY_HAND = "counted", "lost", "by_hand"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="trust_changes")
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=8, choices=[(s, s) for s in (COUNTED, LOST, BY_HAND)])
    reason = models.CharField(max_length=500, blank=True)  # of whoever gave it by hand; the member reads it
    is_fixed = models.BooleanField(default=False)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_trust_change"
        indexes = [models.Index(fields=["member", "-at"], name="trust_change_of_member")]


class VoteRing(models.Model):
    """Members whose votes go round among themselves. Found by a machine, looked at by a person; punishes nobody."""

    OPEN, HARMLESS = "open", "harmless"

    members = ArrayField(models.BigIntegerField(), unique=True)  # ascending
    inside = models.IntegerField()
    received = models.IntegerField()
    # Two accounts with one mailbox vote for each other.
    has_one_mailbox = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=OPEN, choices=[(s, s) for s in (OPEN, HARMLESS)])
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "community_vote_ring"
        indexes = [models.Index(fields=["-inside"], name="open_vote_rings", condition=Q(state="open"))]


class MemberExport(models.Model):
    """A copy of all that is a member's, for the member; it lies sealed and goes after a week."""

    WAITING, READY, FAILED = "waiting", "ready", "failed"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(
        max_length=7, default=WAITING, choices=[(s, s) for s in (WAITING, READY, FAILED)]
    )
    language = models.CharField(max_length=5)
    ordered_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    size_bytes = models.BigIntegerField(default=0)

    class Meta:
        db_table = "community_member_export"
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="waiting"), name="one_export_at_work"
            )
        ]
