"""Entering campaigns, and answering what they moved, in a job; every answer is kept with what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.jobs import enqueue_once
from parvis.listening.logic.impact import Effect, Impact, campaign_impact
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Campaign, CampaignResult, Market, Query
from parvis.listening.reads.campaigns import CampaignDays, campaign_days, versions_now

MOST_DAYS = 366
LEAST_BEFORE, MOST_BEFORE = 21, 365
MOST_CONTROLS, MOST_MARKERS = 10, 20


def save_campaign(
    campaign: Campaign | None,
    *,
    name: str,
    query_id: int | None,
    first: date,
    last: date,
    measure: str = "volume",
    market_id: int | None = None,
    days_before: int = 90,
    control_ids: Sequence[int] = (),
    markers: Sequence[tuple[date, str]] = (),
    by: Actor,
    now: datetime,
) -> Campaign:
    """Make or change a campaign; what it moved is answered anew. Raises ListeningRefused."""
    name = name.strip()[:120]
    if not name:
        raise ListeningRefused("name-missing")
    if not (0 <= (last - first).days < MOST_DAYS and LEAST_BEFORE <= days_before <= MOST_BEFORE):
        raise ListeningRefused("campaign-days")
    if measure not in Campaign.MEASURES:
        raise ListeningRefused("campaign-measure")
    controls = sorted(set(control_ids))
    if len(controls) > MOST_CONTROLS or query_id in controls:
        raise ListeningRefused("campaign-controls")
    asked = {*controls, *({query_id} if query_id is not None else ())}
    if Query.objects.filter(pk__in=asked, removed_at=None).count() < len(asked):
        raise ListeningRefused("unknown-query")
    market = None
    if measure == "share_of_voice":
        market = Market.objects.filter(pk=market_id or 0).first()
        if market is None or not market.brands.filter(query_id=query_id or 0).exists():
            raise ListeningRefused("campaign-market")
    with transaction.atomic():
        others = Campaign.objects.exclude(pk=campaign.pk) if campaign else Campaign.objects.all()
        if others.filter(name__iexact=name).exists():
            raise ListeningRefused("campaign-name-taken")
        stored = (
            Campaign.objects.select_for_update().get(pk=campaign.pk)
            if campaign
            else Campaign(created_at=now, created_by_id=by.id)
        )
        before = _told(stored) if campaign else {}
        stored.name, stored.query_id, stored.market = name, query_id, market
        stored.first, stored.last, stored.days_before = first, last, days_before
        stored.measure, stored.control_ids, stored.changed_at = measure, controls, now
        stored.markers = [
            {"day": day.isoformat(), "label": label.strip()[:120]}
            for day, label in sorted(markers)[:MOST_MARKERS]
            if label.strip()
        ]
        stored.save()
        ask_campaign(stored, now=now)
        verb = "campaign.changed" if campaign else "campaign.made"
        record(verb, stored, by=by, now=now, **changed(before, _told(stored)))
    return stored


def remove_campaign(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """With its answers."""
    with transaction.atomic():
        record("campaign.removed", campaign, by=by, now=now, name=campaign.name)
        campaign.delete()


def ask_campaign(campaign: Campaign, *, now: datetime) -> None:
    """Have a job answer it (again), in the caller's transaction."""
    enqueue_once(
        "listening.campaign",
        lock=f"listening.campaign.{campaign.pk}",
        campaign_id=campaign.pk,
        asked_at=now.isoformat(),
    )


def ask_running_campaigns(*, now: datetime) -> int:
    """Those that were under way yesterday have one more day. Returns how many."""
    yesterday = now.date() - timedelta(days=1)
    running = list(Campaign.objects.filter(first__lte=yesterday, last__gte=yesterday - timedelta(days=2)))
    for campaign in running:
        with transaction.atomic():
            ask_campaign(campaign, now=now)
    return len(running)


def answer_campaign(campaign_id: int, *, asked_at: datetime, now: datetime) -> CampaignResult | None:
    """Compute and keep the answer, once for each time it was asked: run twice, the second finds it there."""
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
        if campaign is None or CampaignResult.objects.filter(campaign=campaign, at__gte=asked_at).exists():
            return None
        versions = versions_now(campaign)
        days = campaign_days(campaign, now=now)
        if days.start >= len(days.days):
            found: dict[str, Any] = {"reasons": ["not_begun"], "days": [], "before": []}
            answer = "cannot_tell"
        else:
            impact = campaign_impact(
                days.measure,
                start=days.start,
                controls=days.controls,
                first_weekday=days.days[0].weekday(),
            )
            answer, found = impact.answer, _as_json(impact, days)
        return CampaignResult.objects.create(
            campaign=campaign,
            at=max(now, asked_at),
            answer=answer,
            asked={**_told(campaign), "query_id": campaign.query_id},
            versions=versions,
            found=found,
        )


def _as_json(impact: Impact, days: CampaignDays) -> dict[str, Any]:
    before = days.measure.to_original(days.measure.as_floats())[: days.start]
    return {
        "reasons": list(impact.reasons),
        "average": _effect(impact.average),
        "total": _effect(impact.total),
        "relative": _effect(impact.relative),
        "chance": impact.chance,
        "before": [
            {"day": day.isoformat(), "seen": _number(float(seen))}
            for day, seen in zip(days.days[: days.start], before, strict=True)
        ],
        "days": [
            {
                "day": day.isoformat(),
                "seen": one.seen,
                "expected": _effect(one.expected),
                "effect": _effect(one.effect),
                "total": _effect(one.total),
            }
            for day, one in zip(days.days[days.start :], impact.days, strict=False)
        ],
        "placebos": [
            {
                "day": days.days[one.start].isoformat(),
                "effect": _effect(one.effect),
                "excludes_none": one.excludes_none,
            }
            for one in impact.placebos
        ],
        "gate": {
            "days_before": impact.gate.days_before,
            "coverage": impact.gate.coverage,
            "error": impact.gate.error,
            "relative_error": impact.gate.relative_error,
        },
        "suspects": list(impact.suspects),
        "gaps": days.gaps,
    }


def _effect(effect: Effect | None) -> dict[str, float] | None:
    """None also where a control without data left no forecast."""
    if effect is None or math.isnan(effect.value):
        return None
    return {"value": effect.value, "low": effect.low, "high": effect.high}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _told(campaign: Campaign) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "watches": campaign.query.name if campaign.query_id and campaign.query else "*",
        "first": campaign.first.isoformat(),
        "last": campaign.last.isoformat(),
        "days_before": campaign.days_before,
        "measure": campaign.measure,
        "market": campaign.market.name if campaign.market_id and campaign.market else "",
        "controls": list(campaign.control_ids),
        "markers": [f"{one['day']} {one['label']}" for one in campaign.markers],
    }
