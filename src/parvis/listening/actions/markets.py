"""Declaring markets: which brands a share of voice is a share of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, changed, record
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Market, MarketBrand, Query


def save_market(
    market: Market | None,
    *,
    name: str,
    query_ids: Sequence[int],
    ours: Sequence[int],
    by: Actor,
    now: datetime,
) -> Market:
    """Make or change a market of at least two brands, in this order. Raises ListeningRefused."""
    name = name.strip()[:120]
    if not name:
        raise ListeningRefused("name-missing")
    chosen = list(dict.fromkeys(query_ids))
    if len(chosen) < 2:
        raise ListeningRefused("market-empty")
    with transaction.atomic():
        if Query.objects.filter(pk__in=chosen, removed_at=None).count() < len(chosen) or set(ours) - set(
            chosen
        ):
            raise ListeningRefused("unknown-query")
        others = Market.objects.exclude(pk=market.pk) if market else Market.objects.all()
        if others.filter(name__iexact=name).exists():
            raise ListeningRefused("market-name-taken")
        stored = market or Market(created_at=now, created_by_id=by.id)
        before = _told(stored) if market else {}
        stored.name = name
        stored.save()
        stored.brands.all().delete()
        MarketBrand.objects.bulk_create(
            MarketBrand(market=stored, query_id=key, is_ours=key in ours, place=place)
            for place, key in enumerate(chosen)
        )
        verb = "market.changed" if market else "market.made"
        record(verb, stored, by=by, now=now, **changed(before, _told(stored)))
    return stored


def remove_market(market: Market, *, by: Actor, now: datetime) -> None:
    with transaction.atomic():
        record("market.removed", market, by=by, now=now, **_told(market))
        market.delete()


def _told(market: Market) -> dict[str, object]:
    brands = market.brands.values_list("query__name", "is_ours")
    return {
        "name": market.name,
        "brands": [name for name, _ in brands],
        "ours": [name for name, is_ours in brands if is_ours],
    }
