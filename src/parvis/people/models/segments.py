"""Groups of persons that are described and never listed by hand."""

from __future__ import annotations

from django.db import models


class Segment(models.Model):
    """Saved conditions, and the purpose under which whoever meets them is looked at."""

    name = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=40)
    # {"match": "all"|"any", "groups": [{"match": …, "conditions": [{"field", "operator", "value"}]}]}; logic/segments.
    definition = models.JSONField()
    # As counted last, for the list of segments; the page of one counts anew.
    count = models.BigIntegerField(null=True)
    is_estimate = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "people_segment"

    def __str__(self) -> str:
        return self.name
