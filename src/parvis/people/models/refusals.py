"""What outlives a record: addresses not to be written to, as hashes. And which links to one's choices still open."""

from __future__ import annotations

from django.db import models

from parvis.people.models.persons import Person


class OptOut(models.Model):
    """Whoever has this address does not want it. No person, no address: a keyed hash, compared and never read."""

    kind = models.CharField(max_length=10)
    value_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=40, blank=True)  # empty: every channel
    since = models.DateTimeField()

    class Meta:
        db_table = "people_opt_out"
        constraints = [
            models.UniqueConstraint(fields=["value_hash", "kind", "purpose", "channel"], name="opt_out_once")
        ]
        indexes = [models.Index(fields=["since"], name="opt_out_since")]


class ChoicesLink(models.Model):
    """Links to a person's choices carry this number; counting on closes those that are out."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="choices_link"
    )
    generation = models.IntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "people_choices_link"
