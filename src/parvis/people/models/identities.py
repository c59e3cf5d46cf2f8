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
