"""What is not kept, by which rule, and a few examples of it."""

from __future__ import annotations

from django.db import models

from parvis.channels.models import Connection


class Exclusion(models.Model):
    """A place, an author or a word from which nothing is taken in any more."""

    SITE, AUTHOR, WORD = "site", "author", "word"
    KINDS = (SITE, AUTHOR, WORD)

    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    channel = models.CharField(max_length=40, blank=True)  # of an author; empty: on any channel
    value = models.CharField(max_length=320)  # a site, the key of a handle, a folded word or phrase
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "listening_exclusion"
        ordering = ["kind", "value", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "channel", "value"], name="excluded_once")]


class SourceRule(models.Model):
    """How much is kept of what a connection brings. Without a row: everything."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    keeps_only_matches = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "listening_source_rule"


class Dropped(models.Model):
    """How many posts were not kept, and why. Several rows a day are one number: they are added up."""

    REASONS = ("site", "author", "word", "author_cap", "no_match")

    day = models.DateField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12)
    count = models.BigIntegerField()

    class Meta:
        db_table = "listening_dropped"
        indexes = [models.Index(fields=["day", "connection", "reason"], name="dropped_by_day")]


class DroppedSample(models.Model):
    """A few of the posts that were not kept, for as long as somebody may ask whether that was right."""

    at = models.DateTimeField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12)
    detail = models.CharField(max_length=320, blank=True)  # the site, handle or word that decided
    channel = models.CharField(max_length=40)
    handle_key = models.CharField(max_length=320, blank=True)
    excerpt = models.CharField(max_length=300)
    url = models.TextField(blank=True)

    class Meta:
        db_table = "listening_dropped_sample"
        indexes = [models.Index(fields=["at"], name="dropped_sample_at")]
