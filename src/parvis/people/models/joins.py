"""The reversible joins of two records of one human: a ledger, and what it says now.

Nothing is moved when records are joined: each row keeps the person it was written with, and readers ask for all
records of the human (reads/canonical.py). Person.joined_id says which those are.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.people.models.persons import Person


class PersonLink(models.Model):
    """The ledger of joins: rows are added, never changed. A join ends by a second row that names it."""

    MADE, ENDED = "made", "ended"

    act = models.CharField(max_length=5, choices=[(MADE, "made"), (ENDED, "ended")])
    # A pair has one order, so that it cannot be joined twice. A ledger outlives what it tells of.
    older = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joins_as_older")
    newer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joins_as_newer")
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
        db_table = "people_person_link"
        constraints = [
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="person_link_of_two"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="person_link_probability"
            ),
            models.CheckConstraint(
                condition=Q(act="made", ends__isnull=True) | Q(act="ended", ends__isnull=False),
                name="ended_join_names_its_start",
            ),
        ]


class CurrentPersonLink(models.Model):
    """What the ledger says now: the joins that hold. Written only beside the ledger."""

    link = models.OneToOneField(
        PersonLink, on_delete=models.PROTECT, primary_key=True, related_name="current"
    )
    older = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="current_joins_as_older")
    newer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="current_joins_as_newer")

    class Meta:
        db_table = "people_current_person_link"
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="current_person_link_once")]
