"""Persons and the addresses they gave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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
    # The account in charge, if there is one.
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    # The record that this one is read with (models/joins.py): the oldest id of those joined, NULL when alone.
    # Written by actions/joins.py alone.
    joined_id = models.BigIntegerField(null=True, editable=False)
    # Whether this record or one joined with it is restricted. A trigger keeps it, for the row-level policy.
    is_withheld = models.BooleanField(db_default=False, editable=False)

    class Meta:
        db_table = "people_person"
        indexes = [
            models.Index(fields=["joined_id"], name="person_joined", condition=Q(joined_id__isnull=False)),
            models.Index(fields=["owner"], name="person_by_owner", condition=Q(owner__isnull=False)),
        ]
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
