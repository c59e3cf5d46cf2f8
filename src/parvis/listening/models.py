"""Mentions: what is said publicly and not to us. Append-only, partitioned by the time it was said."""

from __future__ import annotations

from django.db import models

from parvis.channels.models import Connection
from parvis.people.models import Identity


class Mention(models.Model):
    """One public item. The table is made in SQL (migration 0001): a partition a month."""

    connection = models.ForeignKey(Connection, on_delete=models.DO_NOTHING)
    external_id = models.CharField(max_length=200)
    identity = models.ForeignKey(Identity, on_delete=models.DO_NOTHING, null=True, related_name="mentions")
    channel = models.CharField(max_length=40)
    title = models.TextField(blank=True)
    text = models.TextField()
    url = models.TextField(blank=True)
    site = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    published_at = models.DateTimeField()
    received_at = models.DateTimeField()
    followers = models.IntegerField(null=True)
    engagement = models.IntegerField(null=True)
    is_repost = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)  # fr, en, unknown; empty: not analysed
    language_probability = models.FloatField(null=True)
    sentiment = models.CharField(max_length=8, blank=True)  # negative, neutral, positive; empty: not analysed
    sentiment_probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=60, blank=True)

    is_append_only = True

    class Meta:
        db_table = "listening_mention"
