"""What was heard, which batch it came in, and which of it says the same."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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
    followers = models.IntegerField(null=True)  # the author's reach
    engagement = models.IntegerField(null=True)
    is_repost = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)  # fr, en, unknown; empty: not analysed
    language_probability = models.FloatField(null=True)
    sentiment = models.CharField(max_length=8, blank=True)  # negative, neutral, positive; empty: not analysed
    sentiment_probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=60, blank=True)
    emotion = models.CharField(
        max_length=12, blank=True, default="", db_default=""
    )  # "none": analysed, without
    emotion_probability = models.FloatField(null=True)
    intents = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    offensive_probability = models.FloatField(null=True)
    text_group = models.BigIntegerField(null=True)  # same for reposts and copies; none: too short to tell
    is_repeat = models.BooleanField(default=False, db_default=False)  # another of its group came before

    is_append_only = True

    class Meta:
        db_table = "listening_mention"


class StoredBatch(models.Model):
    """Which mentions a batch became: how a deletion finds the mention of an external id."""

    batch_id = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    first_published_at = models.DateTimeField()
    last_published_at = models.DateTimeField()

    class Meta:
        db_table = "listening_stored_batch"


class Copy(models.Model):
    """Which mentions say the same: the key is a hash of the text without marks, addresses and handles."""

    text_group = models.BigIntegerField()
    mention_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    is_first = models.BooleanField(default=False)

    class Meta:
        db_table = "listening_copy"
        indexes = [models.Index(fields=["text_group", "mention_id"], name="copy_by_group")]
        constraints = [
            models.UniqueConstraint(fields=["text_group"], condition=Q(is_first=True), name="one_first_copy")
        ]


class NearKey(models.Model):
    """Under which numbers the first of a group is found by posts that say nearly the same; for a month."""

    key = models.BigIntegerField()  # logic/near_copies.py
    text_group = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        db_table = "listening_near"
        indexes = [
            models.Index(fields=["key"], name="near_by_key"),
            models.Index(fields=["day"], name="near_by_day"),
        ]
