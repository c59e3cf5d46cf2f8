"""Pictures of the community: made anew before they are kept, named by what is in them."""

from __future__ import annotations

from django.db import models

from parvis.community.models.members import Member


class Picture(models.Model):
    """One picture in two sizes (foundation/pictures.py): pixels alone, no place or name of a camera with them."""

    name = models.CharField(max_length=64)  # stored name of the large one; several may send the same
    small_name = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="pictures")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_picture"
        constraints = [
            models.UniqueConstraint(fields=["name", "by"], nulls_distinct=False, name="picture_once_a_member")
        ]
        indexes = [
            models.Index(fields=["by", "-at"], name="pictures_of_member"),
            models.Index(fields=["small_name"], name="picture_by_small_name"),
        ]

    @property
    def url(self) -> str:
        return f"/community/pictures/{self.name}"

    @property
    def small_url(self) -> str:
        return f"/community/pictures/{self.name}?size=small"
