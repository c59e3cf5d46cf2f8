"""Super-users: figures by which they are found, their terms, and their direct line to somebody of the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.community.models.members import Member


class ExpertFigures(models.Model):
    """What logic/experts.py asks, counted each night over a year; of members who answered somebody in it."""

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="expert_figures"
    )
    answers = models.IntegerField()
    questions = models.IntegerField()
    helped = models.IntegerField()
    decided = models.IntegerField()
    accepted = models.IntegerField()
    helpful = models.IntegerField()
    z = models.FloatField()
    expertise_rank = models.FloatField()
    acceptance_low = models.FloatField(null=True)
    # 1 is the surest; none: not proposed.
    place = models.PositiveIntegerField(null=True)
    measured_at = models.DateTimeField()

    class Meta:
        db_table = "community_expert_figures"
        indexes = [models.Index(fields=["place"], name="expert_candidates", condition=Q(place__isnull=False))]


class SuperUserTerm(models.Model):
    """An invitation and what became of it. Nobody is a super-user but by their own act; either side can end it."""

    INVITED, ACTIVE, DECLINED, WITHDRAWN, ENDED = "invited", "active", "declined", "withdrawn", "ended"
    STATES = (INVITED, ACTIVE, DECLINED, WITHDRAWN, ENDED)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="terms")
    state = models.CharField(max_length=9, default=INVITED, choices=[(s, s) for s in STATES])
    # Why this member: the figures of that day.
    figures = models.JSONField(default=dict)
    words = models.CharField(max_length=1000, blank=True)  # of the invitation
    # Who of the house answers them.
    contact_id = models.BigIntegerField(null=True)
    invited_by_id = models.BigIntegerField(null=True)
    invited_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_ended_by_member = models.BooleanField(default=False)
    thanks = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "community_super_user_term"
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=["invited", "active"]), name="one_open_term"
            )
        ]


class DirectMessage(models.Model):
    """One message of the direct line between a super-user and the employee who was named to them."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="direct_messages")
    is_from_member = models.BooleanField()
    by_id = models.BigIntegerField(null=True)  # the account that wrote it
    text = models.TextField()
    html = models.TextField()
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_direct_message"
        indexes = [
            models.Index(fields=["member", "-sent_at"], name="direct_line_of_member"),
            models.Index(
                fields=["sent_at"],
                name="direct_line_waiting",
                condition=Q(is_from_member=True, seen_at__isnull=True),
            ),
        ]
