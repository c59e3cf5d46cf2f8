"""Badges and ranks: formulas over counted facts, in versions, and who had which when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.community.models.members import Member


class Badge(models.Model):
    """A badge is earned once and stays; a rank is what one is now: the highest whose formula holds."""

    BADGE, RANK = "badge", "rank"

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=5, default=BADGE, choices=[(s, s) for s in (BADGE, RANK)])
    name_en = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60)
    about_en = models.CharField(max_length=200, blank=True)
    about_fr = models.CharField(max_length=200, blank=True)
    formula = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)  # of ranks: the higher the rank
    is_retired = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "community_badge"
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return self.name_en


class BadgeVersion(models.Model):
    """What a badge asked for before: rows are added, never changed."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    formula = models.CharField(max_length=300)
    name_en = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_badge_version"
        constraints = [models.UniqueConstraint(fields=["badge", "version"], name="one_version_of_badge")]


class Award(models.Model):
    """Somebody has a badge, by which version of its formula. ended_at: of ranks, when it held no longer."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="awards")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="awards")
    version = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_award"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "badge"], condition=Q(ended_at__isnull=True), name="badge_held_once"
            )
        ]
        indexes = [models.Index(fields=["badge", "-given_at"], name="awards_of_badge")]
