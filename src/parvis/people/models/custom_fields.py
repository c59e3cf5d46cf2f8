"""Fields of the house's own on every record: typed, in an order, retired rather than deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.persons import Person


class CustomField(models.Model):
    """One field that this installation added. Its kind never changes: values would lose their meaning."""

    KINDS = ("text", "number", "date", "boolean", "choice", "link")

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    help = models.CharField(max_length=200, blank=True)
    # Erased with the person. What anybody may write into a text is always taken for personal.
    is_personal = models.BooleanField(default=True)
    place = models.IntegerField(default=0)
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_custom_field"
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["text", "link"]) | Q(is_personal=True), name="free_text_is_personal"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomChoice(models.Model):
    """One of the answers of a field of kind "choice". Renamed, all values read the new word."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="choices")
    label = models.CharField(max_length=120)
    place = models.IntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_custom_choice"
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["field", "label"], name="custom_choice_once")]

    def __str__(self) -> str:
        return self.label


class CustomValue(models.Model):
    """What stands in a field of a record: exactly one of the columns, the one of the field's kind."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="custom_values")
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=1000, null=True)  # text and link
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    day = models.DateField(null=True)
    flag = models.BooleanField(null=True)
    choice = models.ForeignKey(CustomChoice, on_delete=models.PROTECT, null=True, related_name="values")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "people_custom_value"
        constraints = [
            models.UniqueConstraint(fields=["person", "field"], name="custom_value_once"),
            models.CheckConstraint(
                condition=Q(text__isnull=False)
                | Q(number__isnull=False)
                | Q(day__isnull=False)
                | Q(flag__isnull=False)
                | Q(choice__isnull=False),
                name="custom_value_is_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["field", "number"], condition=Q(number__isnull=False), name="custom_by_number"
            ),
            models.Index(fields=["field", "day"], condition=Q(day__isnull=False), name="custom_by_day"),
        ]
