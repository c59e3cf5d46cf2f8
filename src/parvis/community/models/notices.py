"""What members are told, on their page and by mail."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.community.models.members import Member
from parvis.community.models.questions import Question


class Notice(models.Model):
    """Something a member is told. Of one question and kind there is one row until it is read, however much was said.

    A mail is due where mail_due_at is set; what waits for a digest is in_digest until that went out.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)  # of logic/notices.py
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=300)
    about = models.JSONField(default=dict)  # what its sentence needs: a title, a status; no names of members
    count = models.IntegerField(default=1)
    first_position = models.IntegerField(default=0)  # of what was said under the question
    last_position = models.IntegerField(default=0)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mailed_position = models.IntegerField(default=0)
    mail_count = models.PositiveSmallIntegerField(default=0)
    in_digest = models.BooleanField(default=False)

    class Meta:
        db_table = "community_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "question", "kind"],
                condition=Q(read_at__isnull=True, question__isnull=False),
                name="one_unread_notice_a_question",
            )
        ]
        indexes = [
            models.Index("member", F("at").desc(), F("id").desc(), name="notice_by_member"),
            models.Index(
                fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notice_mail_due"
            ),
        ]


class SentBack(models.Model):
    """That a mail was answered with a refusal: one a day and address, so that nobody is flooded through us."""

    email_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_sent_back"
        indexes = [models.Index(fields=["email_hash", "-at"], name="sent_back_by_address")]
