"""Members: what they chose to show of themselves, and apart from it where to reach them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Member(models.Model):
    """Somebody who takes part under a name of their own. Public: nothing here that they did not choose to show.

    A customer's record is another thing (`people`); only the member's own act links both, by `identity`.
    """

    NEW, BASIC, KNOWN, TRUSTED, LEADER = range(5)

    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, unique=True)  # look-alikes are one, see logic/names.py
    about = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=5, default="en")
    picture = models.CharField(max_length=64, blank=True)  # digest of a kept picture
    trust = models.PositiveSmallIntegerField(default=NEW)
    # A level given or held by somebody is not changed by counting.
    is_trust_fixed = models.BooleanField(default=False)
    is_super_user = models.BooleanField(default=False)
    # The account of an employee who answers here; their answers are the company's.
    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="community_member"
    )
    identity = models.OneToOneField(
        "people.Identity", on_delete=models.PROTECT, null=True, related_name="community_member"
    )
    question_count = models.IntegerField(default=0)
    answer_count = models.IntegerField(default=0)
    accepted_count = models.IntegerField(default=0)
    helpful_count = models.IntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # Log-ins from before are over when it grows.
    session_epoch = models.IntegerField(default=0)
    # Beside the rows, so that no page counts them.
    unread_notices = models.IntegerField(default=0, db_default=0)
    # What their page shows, and whether they stand on boards: theirs to choose.
    shows_joined = models.BooleanField(default=True, db_default=True)
    shows_counts = models.BooleanField(default=True, db_default=True)
    shows_badges = models.BooleanField(default=True, db_default=True)
    is_on_boards = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "community_member"

    def __str__(self) -> str:
        return self.name


class MemberContact(models.Model):
    """Where a member is reached: never read by a public page (row-level security, migration 0001)."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    email = models.EmailField()
    email_hash = models.CharField(max_length=64)
    is_email_confirmed = models.BooleanField(default=False)
    # What is wanted by mail: kind → how (logic/notices.py); a kind that is not in it is told as it is for everybody.
    notices = models.JSONField(default=dict)
    digest_at = models.DateTimeField(null=True)  # when the last digest was made, or found empty
    # Mails that came back for good, one after the other; from logic/notices.MOST_BOUNCES on none is sent.
    bounce_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_seen_at = models.DateTimeField(null=True)
    # Keyed hashes: of the mailbox behind the address, and for a month of where they joined from (no address is kept).
    mailbox_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    joined_from = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        db_table = "community_member_contact"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_member_per_email")]


class LogInCode(models.Model):
    """A code sent by mail: short-lived, single use, few tries. The code itself is not kept."""

    email_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    asked_from = models.CharField(
        max_length=64, blank=True, default="", db_default=""
    )  # keyed hash, with the code

    class Meta:
        db_table = "community_log_in_code"
        indexes = [models.Index(fields=["email_hash", "-sent_at"], name="log_in_code_by_address")]
        constraints = [models.CheckConstraint(condition=Q(tries__lte=20), name="few_tries_of_a_code")]
