"""Cases: questions that the house was asked to look after, each with its conversation in the inbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.community.models.questions import Question


class Case(models.Model):
    """Why a question went to the inbox, and how far its thread was handed over. One a question, for good."""

    UNANSWERED, DIFFICULTY, SENT = "unanswered", "difficulty", "sent"
    SOLVED = "solved"

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="case")
    why = models.CharField(max_length=12, choices=[(s, s) for s in (UNANSWERED, DIFFICULTY, SENT)])
    words = models.CharField(max_length=500, blank=True)  # of who sent it
    by_id = models.BigIntegerField(null=True)  # the account that sent it; None: found by a rule
    opened_at = models.DateTimeField()
    # What is said under the question up to this position lies in the conversation.
    handed_position = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(SOLVED, SOLVED)])

    class Meta:
        db_table = "community_case"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, outcome="solved"),
                name="case_closed_with_an_outcome",
            )
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="case_by_time")]
