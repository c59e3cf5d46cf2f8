"""What people ask for by right (art. 15 to 21 GDPR): the request, whom it is about, its steps, its archive.

Row-level security shows these tables to a legal duty alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.accounts.models import User
from parvis.people.models.persons import Person


class RightsRequest(models.Model):
    """One request with its clock. Dates of the clock are computed by logic/rights_clock.py and stored."""

    ACCESS, PORTABILITY, RECTIFICATION = "access", "portability", "rectification"
    ERASURE, RESTRICTION, OBJECTION = "erasure", "restriction", "objection"
    RIGHTS = [(r, r) for r in (ACCESS, PORTABILITY, RECTIFICATION, ERASURE, RESTRICTION, OBJECTION)]
    NEW, WORKING, IDENTITY = "new", "working", "identity"
    ANSWERED, REFUSED, WITHDRAWN = "answered", "refused", "withdrawn"
    STATES = [(s, s) for s in (NEW, WORKING, IDENTITY, ANSWERED, REFUSED, WITHDRAWN)]
    OPEN = (NEW, WORKING, IDENTITY)

    right = models.CharField(max_length=15, choices=RIGHTS)
    state = models.CharField(max_length=10, choices=STATES, default=NEW)
    received_at = models.DateTimeField()
    # How it came: inbox, form, email, letter, phone, person, api.
    channel = models.CharField(max_length=20)
    reference = models.CharField(max_length=300, blank=True)  # the path of the conversation it came by
    requester_name = models.CharField(max_length=200, blank=True)
    requester_email = models.CharField(max_length=320, blank=True)
    is_email_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="en")
    words = models.TextField(blank=True)  # what was asked, in the requester's words
    purposes = models.JSONField(default=list)  # of an objection: what it is about; empty: everything
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    identity_doubt = models.TextField(blank=True)  # why there was reasonable doubt (art. 12(6))
    identity_how = models.TextField(blank=True)  # what was asked for
    identity_asked_at = models.DateTimeField(null=True)
    identity_outcome = models.CharField(max_length=10, blank=True)  # "", confirmed, failed
    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="rights_requests")
    decided_at = models.DateTimeField(null=True)
    reasons = models.TextField(blank=True)
    refusal_ground = models.CharField(max_length=30, blank=True)
    answer = models.TextField(blank=True)
    answered_how = models.CharField(max_length=20, blank=True)  # mail, inbox, letter, spoken
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_rights_request"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_ground="") & ~Q(reasons=""),
                name="refusal_has_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "working", "identity"]) | Q(decided_at__isnull=False),
                name="closed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="rights_due",
                condition=Q(state__in=["new", "working", "identity"]),
            ),
            models.Index(fields=["-decided_at"], name="rights_closed"),
        ]


class RightsSubject(models.Model):
    """A record that the request is about, and why it is taken for the requester's."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_subjects")
    found_by = models.CharField(max_length=20)  # address, handle, hand

    class Meta:
        db_table = "people_rights_subject"
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="subject_once")]


class RightsHandle(models.Model):
    """A handle that the request is about and that no record holds: somebody found by listening."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="handles")
    identity_id = models.BigIntegerField()

    class Meta:
        db_table = "people_rights_handle"
        constraints = [models.UniqueConstraint(fields=["request", "identity_id"], name="rights_handle_once")]


class RightsStep(models.Model):
    """What was done about a request: the proof that it was done, and when. Rows are added, never changed."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    note = models.TextField(blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)

    is_append_only = True

    class Meta:
        db_table = "people_rights_step"
        ordering = ["id"]


class RightsArchive(models.Model):
    """The copy for the person: one sealed file behind a link that opens once and ends by itself."""

    WAITING, READY, FETCHED, GONE = "waiting", "ready", "fetched", "gone"

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="archives")
    state = models.CharField(
        max_length=8, choices=[(s, s) for s in (WAITING, READY, FETCHED, GONE)], default=WAITING
    )
    is_portable = models.BooleanField(default=False)  # only what the person provided and what was observed
    parts_done = models.JSONField(default=list)
    row_counts = models.JSONField(default=dict)
    file_name = models.CharField(max_length=80, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    token_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_rights_archive"
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="archive_by_token"
            )
        ]
