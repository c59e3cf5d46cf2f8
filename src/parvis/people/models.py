"""Persons, the handles they speak from, the reversible links between both, and consent.

Row-level security (migration 0002) hides persons, contact points, links and consents from a transaction
that declares no purpose, or one for which a person has not consented.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Person(models.Model):
    """Somebody we may have a relation with. Never made from a mere mention."""

    customer_number = models.CharField(max_length=80, null=True, blank=True, unique=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=120, blank=True)
    # Art. 18 GDPR: kept, but used for nothing save legal duties.
    is_restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=40)  # agent, import, form …

    class Meta:
        db_table = "people_person"
        constraints = [
            # Two persons without a number are not the same person: no number is NULL, never "".
            models.CheckConstraint(condition=~Q(customer_number=""), name="customer_number_or_none"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.customer_number or f"#{self.pk}"


class ContactPoint(models.Model):
    """An address that the person gave: compared by the keyed hash of its normalised form."""

    KINDS = [("email", "e-mail"), ("phone", "phone")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=KINDS)
    value = models.CharField(max_length=320)
    value_hash = models.CharField(max_length=64)
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_contact_point"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "value_hash"], name="contact_point_once"),
        ]
        indexes = [models.Index(fields=["kind", "value_hash"], name="contact_point_by_hash")]


class Identity(models.Model):
    """A handle on a channel. It exists without a person."""

    channel = models.CharField(max_length=40)  # email, twitter, mastodon, web …
    handle = models.CharField(max_length=320)
    handle_key = models.CharField(max_length=320)  # case and spaces folded, see logic/handles.py
    display_name = models.CharField(max_length=200, blank=True)
    followers = models.IntegerField(null=True)
    is_ours = models.BooleanField(default=False)  # the company's own account on the channel
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "people_identity"
        constraints = [models.UniqueConstraint(fields=["channel", "handle_key"], name="identity_once")]

    def __str__(self) -> str:
        return self.display_name or self.handle


class IdentityLink(models.Model):
    """The ledger of links: rows are added, never changed. A link ends by a second row that names it."""

    MADE, ENDED = "made", "ended"

    act = models.CharField(max_length=5, choices=[(MADE, "made"), (ENDED, "ended")])
    # A ledger is not deleted with what it tells of: erasing a person empties the record instead.
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="link_ledger")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="link_ledger")
    ends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="ended_by")
    evidence = models.CharField(max_length=40)  # code, see logic/evidence.py
    evidence_detail = models.JSONField(default=dict)
    probability = models.FloatField()
    decided_by_kind = models.CharField(max_length=20)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=40)
    at = models.DateTimeField()

    is_append_only = True

    class Meta:
        db_table = "people_identity_link"
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="link_probability"
            ),
            models.CheckConstraint(
                condition=Q(act="made", ends__isnull=True) | Q(act="ended", ends__isnull=False),
                name="ended_link_names_its_start",
            ),
        ]


class CurrentLink(models.Model):
    """What the ledger says now: at most one person per identity. Written only beside the ledger."""

    identity = models.OneToOneField(
        Identity, on_delete=models.CASCADE, primary_key=True, related_name="current_link"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="current_links")
    link = models.OneToOneField(IdentityLink, on_delete=models.PROTECT)

    class Meta:
        db_table = "people_current_link"


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
    at = models.DateTimeField()

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
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT)

    class Meta:
        db_table = "people_current_consent"
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose", "channel"], name="current_consent_once")
        ]
