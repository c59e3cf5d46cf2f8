"""What somebody listens for, its texts of the past, and what each of them found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Query(models.Model):
    """What somebody listens for, as it stands now. Its texts of the past are its versions."""

    OURS, COMPETITOR, THEME = "ours", "competitor", "theme"
    ROLES = (OURS, COMPETITOR, THEME)

    name = models.CharField(max_length=120)
    reference = models.CharField(max_length=60)  # how other queries name it: $reference
    role = models.CharField(max_length=10, choices=[(r, r) for r in ROLES], default=THEME)
    text = models.TextField()
    colour = models.SmallIntegerField(default=0)  # a place in the palette of series
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_query"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(removed_at__isnull=True), name="query_name_once"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(removed_at__isnull=True), name="query_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QueryVersion(models.Model):
    """A text that a query had, so that a figure can say which one it was counted by. Append-only."""

    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200, blank=True)

    is_append_only = True

    class Meta:
        db_table = "listening_query_version"
        constraints = [models.UniqueConstraint(fields=["query", "number"], name="query_version_once")]


class Match(models.Model):
    """That a query found a mention, and by which of its versions. A partition a month (migration 0004)."""

    pk = models.CompositePrimaryKey("query_id", "published_at", "mention_id")
    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, related_name="+")
    published_at = models.DateTimeField()
    mention_id = models.BigIntegerField()
    version = models.IntegerField()

    class Meta:
        db_table = "listening_match"


class BackSearch(models.Model):
    """One pass of a query over what was stored before it, newest first. The cursor is written with each batch."""

    RUNNING, DONE, REPLACED = "running", "done", "replaced"

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="searches")
    version = models.IntegerField()
    last_id = models.BigIntegerField()  # what came later was matched when it came
    cursor_at = models.DateTimeField(null=True)
    cursor_id = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=8, default=RUNNING, choices=[(s, s) for s in (RUNNING, DONE, REPLACED)]
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_back_search"
        constraints = [
            models.UniqueConstraint(
                fields=["query"], condition=Q(state="running"), name="one_back_search_a_query"
            )
        ]
