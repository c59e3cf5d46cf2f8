"""Handles on channels: they exist without a person."""

from __future__ import annotations

from django.db import models


class Identity(models.Model):
    """A handle on a channel. It exists without a person."""

    channel = models.CharField(max_length=40)  # email, twitter, mastodon, web …
    handle = models.CharField(max_length=320)
    handle_key = models.CharField(max_length=320)  # case and spaces folded, see logic/handles.py
    display_name = models.CharField(max_length=200, blank=True)
    followers = models.IntegerField(null=True)
    is_ours = models.BooleanField(default=False)  # the company's own account on the channel
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "people_identity"
        constraints = [models.UniqueConstraint(fields=["channel", "handle_key"], name="identity_once")]

    def __str__(self) -> str:
        return self.display_name or self.handle


class HeardHash(models.Model):
    """What an anonymous handle is known again by, for figures alone: a keyed hash that nobody can turn back.

    It is there from the day on which the raw handle goes until it is heard again, erased, objected to, or past its
    period. The key lies outside the database, so that the hash is another one in every installation.
    """

    identity = models.OneToOneField(
        Identity, on_delete=models.CASCADE, primary_key=True, related_name="heard_hash"
    )
    value_hash = models.CharField(max_length=64, unique=True)
    heard_at = models.DateTimeField(db_index=True)  # when the handle was last heard

    class Meta:
        db_table = "people_heard_hash"
