"""What a week of the community was, kept so that its health is read without counting a million posts."""

from __future__ import annotations

from django.db import models

from parvis.community.models.boards import Board


class WeekOfHealth(models.Model):
    """Raw figures of one week from Monday (docs/method/community.md). None: there was too little to say.

    Of a board with those fused into it, or without a board of the whole place. members: who joined; of a board who
    wrote there for the first time.
    """

    week = models.DateField()
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, related_name="weeks")
    members = models.IntegerField(default=0)
    questions = models.IntegerField(default=0)
    answers = models.IntegerField(default=0)  # comments with them
    solved = models.IntegerField(default=0)
    content = models.FloatField(default=0)
    views = models.IntegerField(default=0)
    posts_a_board = models.FloatField(null=True)
    interaction = models.FloatField(null=True)
    hours_between = models.FloatField(null=True)
    writers = models.IntegerField(default=0)
    by_staff = models.IntegerField(default=0)
    by_super_users = models.IntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "community_week_of_health"
        ordering = ["week"]
        constraints = [
            models.UniqueConstraint(fields=["week", "board"], nulls_distinct=False, name="one_week_a_board")
        ]
