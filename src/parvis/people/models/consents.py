"""What a person allows: a ledger, and what it says now."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.people.models.persons import Person
from parvis.people.models.purposes import Wording


class Consent(models.Model):
    """The ledger of consents: who, for what, on which channel, given or withdrawn, with its proof."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consent_ledger")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=40, blank=True)  # empty: every channel
    is_given = models.BooleanField()
    wording = models.TextField()
    wording_version = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    proof = models.JSONField(default=dict)
    at = models.DateTimeField()  # when it was said, in UTC; an imported one was noted later
    noted_at = models.DateTimeField(null=True)
    # What it rests on: the person's own word, or what the officer allowed and they were told of.
    basis = models.CharField(max_length=30, db_default="consent")
    agreed = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="consents")
    form = models.CharField(max_length=300, db_default="")  # where: an address of a form, "call", "letter"
    act = models.CharField(max_length=40, db_default="")  # what they did: logic/proofs.py
    address = models.CharField(max_length=45, db_default="")  # its network alone
    agent = models.CharField(max_length=60, db_default="")  # name and number of the browser
    valid_until = models.DateTimeField(null=True)
    # Keyed hashes: of what an erasure empties, and of the row together with the seal of the person's row before.
    details_hash = models.CharField(max_length=64, db_default="")
    seal = models.CharField(max_length=64, db_default="")

    is_append_only = True

    class Meta:
        db_table = "people_consent"
        ordering = [F("at").desc(), "-id"]


class CurrentConsent(models.Model):
    """What the ledger of consents says now: one indexed look-up for the row-level policies."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="current_consents")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=40, blank=True)
    is_given = models.BooleanField()
    basis = models.CharField(max_length=30, db_default="consent")
    valid_until = models.DateTimeField(null=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT)
    # Person.joined_id of its person, kept by triggers: a "no" on one record counts for all joined with it.
    joined_id = models.BigIntegerField(null=True, editable=False)

    class Meta:
        db_table = "people_current_consent"
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose", "channel"], name="current_consent_once")
        ]
        indexes = [
            models.Index(
                fields=["joined_id", "purpose"],
                name="consent_refused_in_join",
                condition=Q(joined_id__isnull=False, is_given=False),
            ),
        ]
