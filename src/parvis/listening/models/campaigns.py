"""Days on which something was done, and what it may have moved."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from parvis.listening.models.markets import Market
from parvis.listening.models.queries import Query


class Campaign(models.Model):
    """Days on which something was done, and the figure that it may have moved."""

    MEASURES = ("volume", "negative_share", "net_sentiment", "share_of_voice")

    name = models.CharField(max_length=120)
    query = models.ForeignKey(
        Query, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )  # none: everything
    market = models.ForeignKey(Market, on_delete=models.SET_NULL, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField()
    days_before = models.IntegerField(default=90)
    markers = models.JSONField(default=list)  # [{"day": "2026-03-02", "label": "Spot on the radio"}]
    measure = models.CharField(max_length=20, choices=[(m, m) for m in MEASURES], default="volume")
    control_ids = ArrayField(models.BigIntegerField(), default=list)  # queries that it cannot have moved
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "listening_campaign"
        ordering = ["-first", "-id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="campaign_name_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="campaign_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignResult(models.Model):
    """An answer, with what it was computed on: it is kept as it was, the newest is shown."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="results")
    at = models.DateTimeField()
    answer = models.CharField(max_length=12)
    asked = models.JSONField(default=dict)  # the campaign as it stood
    versions = models.JSONField(default=dict)  # query id → version
    found = models.JSONField(default=dict)

    class Meta:
        db_table = "listening_campaign_result"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["campaign", "-at"], name="campaign_result_newest")]
