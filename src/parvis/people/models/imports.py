"""An existing customer base brought in: one file, and each of its rows until nobody may ask about it any more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PeopleImport(models.Model):
    """One file of customers on its way: read and compared first, kept when somebody says so."""

    STATES = ("columns", "waiting", "reading", "compared", "keeping", "done", "undoing", "undone", "failed")

    file_name = models.CharField(max_length=300)
    stored_name = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)  # format, encoding, delimiter, sheet, header line, headers
    mapping = models.JSONField(default=dict)  # number of the column → field
    rule = models.CharField(max_length=10)  # fill, overwrite, ask
    system = models.CharField(max_length=40, blank=True)  # whose ids the file carries
    as_of = models.DateTimeField()  # when the file told the truth
    state = models.CharField(max_length=10)
    place = models.JSONField(default=dict)  # how far it was read: line, rows
    done_upto = models.BigIntegerField(
        default=0
    )  # the last row that was compared or kept, in the present state
    rows = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_import"

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of such a file: what it says, who it is about, what it changes, and what became of it."""

    run = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="staged")
    line = models.BigIntegerField()
    # "", then refused, new, changed, same, alike (somebody has to look)
    state = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    customer_number = models.CharField(max_length=80, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, blank=True)
    as_of = models.DateTimeField(null=True)
    points = models.JSONField(default=list)  # [{kind, value, hash}]
    more = models.JSONField(default=dict)  # tags, custom fields, consents with their proof
    person_id = models.BigIntegerField(null=True)
    candidates = models.JSONField(default=list)  # [{person_id, why}]
    differences = models.JSONField(default=dict)  # field → [here, in the file]
    held_back = models.JSONField(default=list)  # fields that wait for somebody's word
    decision = models.CharField(max_length=10, blank=True)  # take, leave, make
    result = models.CharField(max_length=10, blank=True)  # created, changed, left
    result_version = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_import_row"
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="import_row_once")]
        indexes = [
            models.Index(fields=["run", "state", "line"], name="import_row_by_state"),
            models.Index(
                fields=["person_id"], condition=Q(person_id__isnull=False), name="import_row_by_person"
            ),
        ]
