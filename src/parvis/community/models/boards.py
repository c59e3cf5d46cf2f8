"""Boards: where questions of one kind are asked."""

from __future__ import annotations

from django.db import models


class Board(models.Model):
    """A place for questions on one subject."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    about = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, blank=True)  # empty: every language
    position = models.PositiveIntegerField(default=0)
    # Super-users and employees only.
    is_private = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)
    # Two boards that were fused: the old address leads to the other.
    fused_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="fused")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "community_board"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
