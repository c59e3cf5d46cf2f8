"""Campaigns and what they moved: the days that the question is asked of, and the answers that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.impact import Measure, net_sentiment_days, share, volume
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Campaign, CampaignResult, MarketBrand, Query
from parvis.listening.permissions import can_view_figures
from parvis.listening.reads.cells import EVERYTHING, daily_counts, rollup_zone
from parvis.listening.reads.coverage import coverage_of
from parvis.listening.reads.intake import rules_in_force

if TYPE_CHECKING:
    from parvis.accounts.models import User


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """The days before and of a campaign that are over. start: the index of its first day; may be the length."""

    days: tuple[date, ...]
    start: int
    measure: Measure
    controls: tuple[Measure, ...]
    gaps: int


def listed_campaigns(user: User) -> list[tuple[Campaign, CampaignResult | None]]:
    """The newest first, each with its newest answer."""
    if not can_view_figures(user):
        return []
    campaigns = list(Campaign.objects.select_related("query", "market"))
    results = CampaignResult.objects.filter(campaign__in=campaigns).order_by("campaign_id", "-at", "-pk")
    newest = {one.campaign_id: one for one in results.distinct("campaign_id")}
    return [(one, newest.get(one.pk)) for one in campaigns]


def get_campaign(user: User, campaign_id: int) -> Campaign:
    """Raises Http404 where it does not exist for this account."""
    campaigns = Campaign.objects.select_related("query", "market")
    found = campaigns.filter(pk=min(campaign_id, 2**63 - 1)).first()
    if found is None or not can_view_figures(user):
        raise Http404("campaign")
    return found


def newest_result(campaign: Campaign) -> CampaignResult | None:
    return CampaignResult.objects.filter(campaign=campaign).first()


def controls_of(campaign: Campaign) -> list[Query]:
    """Queries that it cannot have moved, by name; those that were removed are left out."""
    return list(Query.objects.filter(pk__in=campaign.control_ids, removed_at=None))


def versions_now(campaign: Campaign) -> dict[str, int]:
    """Query id → version, of every query that the answer rests on."""
    versions = Query.objects.filter(pk__in=_query_ids(campaign)).values_list("pk", "version")
    return {str(key): version for key, version in versions}


def campaign_days(campaign: Campaign, *, now: datetime) -> CampaignDays:
    """Days of the installation's zone; a day on which nothing was heard at all is a gap, and today is not over."""
    zone = ZoneInfo(rollup_zone())
    last = min(campaign.last, now.astimezone(zone).date() - timedelta(days=1))
    first = campaign.first - timedelta(days=campaign.days_before)
    last = max(first, last)
    period = Period(first, last, zone)
    heard = coverage_of(period).heard
    once = not rules_in_force().counts_repeats
    counts = daily_counts(Selection(period), query_ids=sorted({*_query_ids(campaign), EVERYTHING}), once=once)
    days = tuple(period.days)

    def row(query_id: int) -> list[SentimentCounts | None]:
        return [counts.get((query_id, day), SentimentCounts()) if day in heard else None for day in days]

    mine = row(campaign.query_id or EVERYTHING)
    if campaign.measure == "share_of_voice":
        brands = [row(key) for key in _brand_ids(campaign)]
        wholes = [
            None if any(one is None for one in each) else sum(one.total for one in each if one is not None)
            for each in zip(*brands, strict=True)
        ] if brands else [None] * len(days)  # fmt: skip
        measure = share(_totals(mine), wholes)
    else:
        measure = _measured(campaign.measure, mine)
    controls = tuple(
        # Of a share of voice a control is a volume: another share of the same market would gain what it loses.
        _measured(
            "volume" if campaign.measure == "share_of_voice" else campaign.measure, row(one.pk), name=one.name
        )
        for one in controls_of(campaign)
    )
    return CampaignDays(
        days, (campaign.first - first).days, measure, controls, sum(day not in heard for day in days)
    )


def _measured(kind: str, row: Sequence[SentimentCounts | None], *, name: str = "") -> Measure:
    negatives = [None if one is None else one.negative for one in row]
    analysed = [None if one is None else one.analysed for one in row]
    if kind == "negative_share":
        return share(negatives, analysed, name=name)
    if kind == "net_sentiment":
        return net_sentiment_days(
            [None if one is None else one.positive for one in row], negatives, analysed, name=name
        )
    return volume(_totals(row), name=name)


def _totals(row: Sequence[SentimentCounts | None]) -> list[int | None]:
    return [None if one is None else one.total for one in row]


def _brand_ids(campaign: Campaign) -> list[int]:
    if campaign.market_id is None:
        return []
    brands = MarketBrand.objects.filter(market_id=campaign.market_id, query__removed_at=None)
    return list(brands.values_list("query_id", flat=True))


def _query_ids(campaign: Campaign) -> set[int]:
    found = {*campaign.control_ids, *_brand_ids(campaign)}
    return found | {campaign.query_id} if campaign.query_id else found
