"""Where members may log in elsewhere (OpenID Connect), who is known there, and ways there that are under way."""

from __future__ import annotations

from django.db import models

from parvis.community.models.members import Member


class LogInProvider(models.Model):
    """A provider at which the company's customers have an account already, and this place is a client.

    is_trusted: its word that an address is confirmed counts here, without a code by mail.
    """

    name_en = models.CharField(max_length=60)  # "Continue with …"
    name_fr = models.CharField(max_length=60)
    issuer = models.URLField(max_length=300, unique=True)  # to the letter
    client_id = models.CharField(max_length=300)
    sealed_client_secret = models.TextField(blank=True)
    is_trusted = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "community_log_in_provider"
        ordering = ["name_en", "id"]

    def __str__(self) -> str:
        return self.name_en


class LogInElsewhere(models.Model):
    """A member is somebody at a provider: under a keyed hash of its lasting name for them, never the name itself."""

    provider = models.ForeignKey(LogInProvider, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="log_ins_elsewhere")
    subject_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_log_in_elsewhere"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject_hash"], name="one_member_a_subject_of_a_provider"
            ),
            models.UniqueConstraint(fields=["provider", "member"], name="one_subject_a_member_of_a_provider"),
        ]


class LogInQuestion(models.Model):
    """One way to a provider and back, for one browser, once, within minutes. Its state is nowhere, a hash of it is."""

    provider = models.ForeignKey(LogInProvider, on_delete=models.CASCADE, related_name="questions")
    # Who adds this way to those they have; nobody: who logs in.
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    state_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    sealed = models.TextField()  # verifier, nonce, the page to come back to; over before any key is
    asked_from = models.CharField(max_length=64, blank=True)  # keyed hash of the place, for a limit
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_log_in_question"
        indexes = [models.Index(fields=["-asked_at"], name="log_in_question_by_time")]
