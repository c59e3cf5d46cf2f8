"""Places that what is heard leads to: proposed, tried, accepted or refused, and what they showed so far."""

from __future__ import annotations

from django.db import models

from parvis.channels.models import Connection


class Place(models.Model):
    """Somewhere that could be listened to. Refused ones stay, so that they are not proposed again."""

    PROPOSED, TRIAL, ACCEPTED, REFUSED = "proposed", "trial", "accepted", "refused"
    STATES = (PROPOSED, TRIAL, ACCEPTED, REFUSED)

    kind = models.CharField(max_length=12)  # logic/places.py
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=8, default=PROPOSED, choices=[(s, s) for s in STATES])
    address = models.TextField()  # where a look begins
    first_named_at = models.DateTimeField()
    last_named_at = models.DateTimeField()
    # Counted each hour from who named it: people, pages they linked to, what is heard from there anyhow.
    authors = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    heard = models.IntegerField(default=0)
    worth = models.FloatField(default=0)  # posts a month that are new to us: what places are ranked by
    # What a look found; none yet: nobody looked.
    look_asked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    look_error = models.CharField(max_length=40, blank=True)
    found_kind = models.CharField(max_length=40, blank=True)  # of connection
    found_settings = models.JSONField(default=dict)
    title = models.CharField(max_length=200, blank=True)
    seen = models.JSONField(default=list)  # [when it was said, whether a query finds it, whether it is heard]
    connection = models.OneToOneField(Connection, on_delete=models.DO_NOTHING, null=True, related_name="+")
    tried_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "listening_place"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="place_once")]
        indexes = [models.Index(fields=["state", "-worth", "id"], name="place_by_worth")]

    def __str__(self) -> str:
        return self.key


class PlaceNamed(models.Model):
    """That a mention names a place; for a month, and only as long as the mention is there."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="named")
    mention_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    identity_id = models.BigIntegerField(null=True)
    page = models.BigIntegerField()  # a hash of the address that was linked, or of the handle

    class Meta:
        db_table = "listening_place_named"
        constraints = [models.UniqueConstraint(fields=["place", "mention_id"], name="place_named_once")]
        indexes = [models.Index(fields=["identity_id"], name="place_named_by")]


class TrialPost(models.Model):
    """What a place on trial brought: kept apart, in no figure, until the place is accepted or refused."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    batch_id = models.BigIntegerField()
    external_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=40)
    handle_key = models.CharField(max_length=320, blank=True)
    published_at = models.DateTimeField()
    received_at = models.DateTimeField()
    item = models.JSONField()
    is_found = models.BooleanField()
    is_heard = models.BooleanField()

    class Meta:
        db_table = "listening_trial_post"
        ordering = ["-published_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="trial_post_once")]
        indexes = [models.Index(fields=["channel", "handle_key"], name="trial_post_by_author")]
