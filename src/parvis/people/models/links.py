"""The reversible links between a handle and a person: a ledger, and what it says now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.identities import Identity
from parvis.people.models.persons import Person


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
