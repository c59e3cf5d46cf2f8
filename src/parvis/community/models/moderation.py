"""Moderation without censorship: a charter of numbered grounds, reports, restrictions with their reasons, appeals.

A restriction is never deleted; what undoes it is written beside it. Sources of the duties: Regulation (EU)
2022/2065 (DSA), art. 16 (notices), 17 (statement of reasons), 20 (complaints).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.community.models.members import Member
from parvis.community.models.questions import Answer, Question

ONE_TEXT = Q(question__isnull=False, answer__isnull=True) | Q(question__isnull=True, answer__isnull=False)


class Ground(models.Model):
    """One numbered rule of the charter. Criticism of the company is never one."""

    number = models.PositiveSmallIntegerField(unique=True)
    title_en = models.CharField(max_length=80)
    title_fr = models.CharField(max_length=80)
    text_en = models.CharField(max_length=500)
    text_fr = models.CharField(max_length=500)
    is_law = models.BooleanField(default=False)  # illegal content, not our rule alone
    is_retired = models.BooleanField(default=False)

    class Meta:
        db_table = "community_ground"
        ordering = ["number"]


class Report(models.Model):
    """Somebody says that a text breaks a rule: a member, or anybody with a name and an address (art. 16)."""

    OPEN, UPHELD, DECLINED = "open", "upheld", "declined"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="reports")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="reports")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="reports")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="reports")
    reasons = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, default=OPEN, choices=[(s, s) for s in (OPEN, UPHELD, DECLINED)])
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "community_report"
        constraints = [
            models.CheckConstraint(condition=ONE_TEXT, name="report_of_one_text"),
            models.UniqueConstraint(fields=["question", "by"], name="question_reported_once"),
            models.UniqueConstraint(fields=["answer", "by"], name="answer_reported_once"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(state="open"), name="open_reports")]


class Restriction(models.Model):
    """A text was withheld, with all that its author is told (art. 17). undone_at: it is shown again."""

    REPORT, MODERATOR, MACHINE = "report", "moderator", "machine"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="restrictions")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="restrictions")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="restrictions")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="restrictions")
    facts = models.CharField(max_length=2000)
    found_by = models.CharField(max_length=10, choices=[(s, s) for s in (REPORT, MODERATOR, MACHINE)])
    sentiment = models.CharField(max_length=8, blank=True)  # of the text, for the figures against censorship
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "community_restriction"
        ordering = [F("at").desc(), "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_TEXT, name="restriction_of_one_text"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(undone_at__isnull=True), name="question_restricted_once"
            ),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(undone_at__isnull=True), name="answer_restricted_once"
            ),
        ]


class Appeal(models.Model):
    """The author asks for another look; another moderator than the one who decided gives it."""

    OPEN, GRANTED, REFUSED = "open", "granted", "refused"

    restriction = models.OneToOneField(Restriction, on_delete=models.PROTECT, related_name="appeal")
    words = models.CharField(max_length=2000)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default=OPEN, choices=[(s, s) for s in (OPEN, GRANTED, REFUSED)])
    judged_by_id = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)
    judgement = models.CharField(max_length=2000, blank=True)

    class Meta:
        db_table = "community_appeal"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(judged_at__isnull=False), name="appeal_judged_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(state="open"), name="open_appeals")]
