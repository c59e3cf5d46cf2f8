"""Sums by hour, by day and by further properties.

Figures are kept by triggers as differences beside sums (docs/adr/0013): whoever writes a mention, the figures
follow in the same transaction.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from parvis.channels.models import Connection


class HeardDay(models.Model):
    """A day on which a connection was asked or brought something. Days without any are gaps, not zeros."""

    day = models.DateField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "listening_heard_day"
        constraints = [models.UniqueConstraint(fields=["day", "connection"], name="heard_day_once")]


class CellKey(models.Model):
    """What a number of mentions is counted by. query_id 0: all mentions, whatever they match."""

    query_id = models.BigIntegerField()
    connection_id = models.BigIntegerField()
    channel = models.CharField(max_length=40)
    brand = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    sentiment = models.CharField(max_length=8)
    mentions = models.BigIntegerField()
    repeats = models.BigIntegerField()  # of them copies of an earlier one
    reposts = models.BigIntegerField()
    engagement = models.BigIntegerField()
    reach = models.BigIntegerField()  # followers, an author once for each mention

    class Meta:
        abstract = True


CELL = ["connection_id", "channel", "brand", "language", "sentiment"]


class HourCell(CellKey):
    """Sums of an hour of UTC: every zone whose offset is whole hours reads its days from them."""

    hour = models.DateTimeField()
    pk = models.CompositePrimaryKey("query_id", "hour", *CELL)

    class Meta:
        db_table = "listening_hour_cell"


class DayCell(CellKey):
    """Sums of a day of the installation's own zone."""

    day = models.DateField()
    pk = models.CompositePrimaryKey("query_id", "day", *CELL)

    class Meta:
        db_table = "listening_day_cell"


class TotalKey(models.Model):
    """The same sums by sentiment alone: a year of hours is read in a moment where nothing narrows it."""

    query_id = models.BigIntegerField()
    sentiment = models.CharField(max_length=8)
    mentions = models.BigIntegerField()
    repeats = models.BigIntegerField()
    reposts = models.BigIntegerField()
    engagement = models.BigIntegerField()
    reach = models.BigIntegerField()

    class Meta:
        abstract = True


class HourTotal(TotalKey):
    hour = models.DateTimeField()
    pk = models.CompositePrimaryKey("query_id", "hour", "sentiment")

    class Meta:
        db_table = "listening_hour_total"


class DayTotal(TotalKey):
    day = models.DateField()
    pk = models.CompositePrimaryKey("query_id", "day", "sentiment")

    class Meta:
        db_table = "listening_day_total"


class CellDelta(CellKey):
    """What a transaction changed and no cell holds yet. Written by triggers, taken by `fold_deltas`."""

    hour = models.DateTimeField()
    day = models.DateField()

    class Meta:
        db_table = "listening_cell_delta"


class TallyKey(models.Model):
    """Mentions of a day by one further property: an intent, an emotion, a site, a country."""

    day = models.DateField()
    query_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    mentions = models.BigIntegerField()
    negative = models.BigIntegerField()
    positive = models.BigIntegerField()
    engagement = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(TallyKey):
    pk = models.CompositePrimaryKey("query_id", "kind", "day", "value")

    class Meta:
        db_table = "listening_tally"


class MonthTally(models.Model):
    """The same sums of a month of days: a year of thousands of sites is read in a moment."""

    query_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    mentions = models.BigIntegerField()
    negative = models.BigIntegerField()
    positive = models.BigIntegerField()
    engagement = models.BigIntegerField()
    month = models.DateField()  # its first day
    pk = models.CompositePrimaryKey("query_id", "kind", "month", "value")

    class Meta:
        db_table = "listening_month_tally"


class TallyDelta(TallyKey):
    class Meta:
        db_table = "listening_tally_delta"


class DayAuthors(models.Model):
    """Who spoke on a day: a sketch of all, and those who spoke most. Made again where somebody was taken out."""

    query_id = models.BigIntegerField()
    day = models.DateField()
    sketch = models.BinaryField()  # logic/sketches.py
    top_ids = ArrayField(models.BigIntegerField(), default=list)
    top_mentions = ArrayField(models.IntegerField(), default=list)
    is_top_stale = models.BooleanField(default=True)
    pk = models.CompositePrimaryKey("query_id", "day")

    class Meta:
        db_table = "listening_day_authors"


class MonthAuthors(models.Model):
    """Who spoke most in a month, exactly; stale: something changed since, the lists of its days are asked."""

    query_id = models.BigIntegerField()
    month = models.DateField()  # its first day
    top_ids = ArrayField(models.BigIntegerField(), default=list)
    top_mentions = ArrayField(models.IntegerField(), default=list)
    is_stale = models.BooleanField(default=True)
    pk = models.CompositePrimaryKey("query_id", "month")

    class Meta:
        db_table = "listening_month_authors"


class AuthorDelta(models.Model):
    """Authors who came to a day; no ids: somebody was taken out, the day is counted again."""

    query_id = models.BigIntegerField()
    day = models.DateField()
    identity_ids = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        db_table = "listening_author_delta"
