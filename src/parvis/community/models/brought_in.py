"""Under which name a member or a board is known where it was brought from: an import that is repeated finds it."""

from __future__ import annotations

from django.db import models


class BroughtIn(models.Model):
    """Questions and answers carry this themselves (origin, external_id)."""

    BOARD, MEMBER = "board", "member"

    origin = models.CharField(max_length=40)
    what = models.CharField(max_length=6, choices=[(s, s) for s in (BOARD, MEMBER)])
    external_id = models.CharField(max_length=200)
    own_id = models.BigIntegerField()

    class Meta:
        db_table = "community_brought_in"
        constraints = [
            models.UniqueConstraint(fields=["origin", "what", "external_id"], name="brought_in_once")
        ]
        indexes = [models.Index(fields=["what", "own_id"], name="brought_in_by_own_id")]
