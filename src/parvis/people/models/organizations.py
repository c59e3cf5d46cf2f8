"""Companies, and what a person is in them: several at once, now or in the past."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.people.models.persons import Person


class Organization(models.Model):
    """A company that persons belong to."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)  # accents and case folded, see logic/names.py
    number = models.CharField(max_length=40, null=True, unique=True)  # SIREN, VAT …; none is NULL, never ""
    website = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_organization"
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="organization_number_or_none"),
        ]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """What a person is in an organisation, from when until when. Open at the end: they still are."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_position"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="position_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["person", "organization", "role"],
                condition=Q(until__isnull=True),
                name="open_position_once",
            ),
        ]
