"""Short words on records, with a tone of colour. Taking one off keeps that it was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.persons import Person


class Tag(models.Model):
    TONES = ("neutral", "accent", "success", "warning", "danger", "information")

    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, unique=True)
    tone = models.CharField(max_length=12, choices=[(tone, tone) for tone in TONES], default="neutral")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_tag"
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a record, from when and by whom; open at the end: it is on it now."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)  # empty: a machine
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_tagging"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "tag"], condition=Q(ended_at__isnull=True), name="tag_once_at_a_time"
            ),
        ]
