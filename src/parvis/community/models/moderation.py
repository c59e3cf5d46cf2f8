"""Moderation without censorship: a charter of numbered grounds, reports, restrictions with their reasons, appeals.

A restriction is never deleted; what undoes it is written beside it. Sources of the duties: Regulation (EU)
2022/2065 (DSA), art. 16 (notices), 17 (statement of reasons), 20 (complaints).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.community.models.members import Member


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
    """Somebody says that a text breaks a rule: a member, anybody with a name and an address (art. 16), or a
    watched word. Only people decide."""

    OPEN, UPHELD, DECLINED = "open", "upheld", "declined"
    MEMBER, NOTICE, MACHINE = "member", "notice", "machine"

    kind = models.CharField(max_length=20)  # of models/said.py
    text_id = models.BigIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="reports")
    source = models.CharField(
        max_length=8, default=MEMBER, choices=[(s, s) for s in (MEMBER, NOTICE, MACHINE)]
    )
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="reports")
    reasons = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, default=OPEN, choices=[(s, s) for s in (OPEN, UPHELD, DECLINED)])
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=2000, blank=True)  # what who reported it is told beside the decision

    class Meta:
        db_table = "community_report"
        constraints = [models.UniqueConstraint(fields=["kind", "text_id", "by"], name="reported_once")]
        indexes = [models.Index(fields=["at"], condition=Q(state="open"), name="open_reports")]


class Restriction(models.Model):
    """A text is withheld or removed, or a member suspended, with all that they are told (art. 17).

    undone_at: it is as it was before. until: when a suspension ends by itself; None: for good, or until undone.
    by_id None: decided by a machine.
    """

    REPORT, MODERATOR, MACHINE = "report", "moderator", "machine"
    WITHHELD, REMOVED, SUSPENDED = "withheld", "removed", "suspended"

    measure = models.CharField(
        max_length=10, default=WITHHELD, choices=[(s, s) for s in (WITHHELD, REMOVED, SUSPENDED)]
    )
    kind = models.CharField(max_length=20, blank=True)  # of the text; empty where a member is suspended
    text_id = models.BigIntegerField(null=True)
    state_before = models.CharField(max_length=10, blank=True)
    # Of an answer that solved its question until then (actions/accept.py): undone, it does again.
    accepted_at = models.DateTimeField(null=True)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="restrictions")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="restrictions")
    facts = models.CharField(max_length=2000)
    found_by = models.CharField(max_length=10, choices=[(s, s) for s in (REPORT, MODERATOR, MACHINE)])
    sentiment = models.CharField(max_length=8, blank=True)  # of the text, for the figures against censorship
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    # Of a suspension, while it holds: nobody goes round it by another account of the same mailbox.
    mailbox_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "community_restriction"
        ordering = [F("at").desc(), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure="suspended", text_id__isnull=True) | Q(text_id__isnull=False),
                name="restriction_of_a_text",
            ),
            models.UniqueConstraint(
                fields=["kind", "text_id"],
                condition=Q(undone_at__isnull=True, text_id__isnull=False),
                name="restricted_once",
            ),
        ]

    @property
    def is_automated(self) -> bool:
        return self.by_id is None


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
