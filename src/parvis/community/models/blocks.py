"""Blocks in the company's own site: how often each was there, was looked at, and what was bought then."""

from __future__ import annotations

from django.db import models

from parvis.community.models.products import ProductPage


class DayOfBlock(models.Model):
    """Counts of one day, of one kind of block, for one product: of tabs, never of persons.

    arm: what the tab drew, the block or (held back) none. The draw and what the tab did lie in the tab itself
    and end with it; here arrive sums alone. While nothing is measured (PLAIN) `tabs` counts views of pages.
    """

    PLAIN, SHOWN, HELD = "plain", "shown", "held"

    day = models.DateField()
    kind = models.CharField(max_length=12)  # of logic/blocks.py
    page = models.ForeignKey(ProductPage, on_delete=models.CASCADE, null=True, related_name="days")
    arm = models.CharField(max_length=5, choices=[(s, s) for s in (PLAIN, SHOWN, HELD)])
    tabs = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)
    bought = models.IntegerField(default=0)
    bought_seen = models.IntegerField(default=0)  # those of `bought` that had it in view

    class Meta:
        db_table = "community_day_of_block"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "page", "arm"], nulls_distinct=False, name="one_day_of_block"
            )
        ]
