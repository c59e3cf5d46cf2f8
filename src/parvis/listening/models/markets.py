"""Fields of competitors that are compared."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from parvis.listening.models.queries import Query


class Market(models.Model):
    """A declared field of competitors: a share of voice is a share of this."""

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "listening_market"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="market_name_once")]

    def __str__(self) -> str:
        return self.name


class MarketBrand(models.Model):
    """A query that stands for a brand of the market."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="brands")
    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="+")
    is_ours = models.BooleanField(default=False)
    place = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "listening_market_brand"
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["market", "query"], name="brand_once_in_market")]
