"""A market as the dashboard shows it: our share first, then the brands side by side, then their course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.web.components.charts import MOST_SERIES, Chart, Series
from parvis.foundation.web.components.quantities import counted, interval, percent, period_in_words, signed
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Market
from parvis.listening.reads.dashboard import OurShare, our_share
from parvis.listening.reads.figures import Brand, ShareOfVoice, share_of_voice
from parvis.listening.web.filters import address_of
from parvis.listening.web.rests_on import state_in_words
from parvis.listening.web.words import interval_in_words

if TYPE_CHECKING:
    from parvis.accounts.models import User

VOICES = ("mentions", "authors", "engagement", "negative", "positive")


@dataclass(frozen=True, slots=True)
class Measure:
    key: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownBrand:
    """cells: every measure in words, for the table twin, in the order of the table's head."""

    name: str
    is_ours: bool
    url: str
    share: float | None
    share_words: str
    interval: str
    count: str
    net: str
    net_interval: str
    net_url: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownMarket:
    name: str
    figures: list[dict[str, Any]]
    measures: tuple[Measure, ...]
    brands: tuple[ShownBrand, ...]
    head: tuple[str, ...]
    chart: Chart | None
    states: tuple[str, ...]
    says: str


def market_shown(
    user: User, selection: Selection, markets: Sequence[Market], *, asked: str
) -> ShownMarket | None:
    """The market asked for, or the first; None where there is none or its brands were removed."""
    market = next((one for one in markets if one.pk == selection.market), markets[0] if markets else None)
    if market is None:
        return None
    period, once = selection.period, selection.counts_once
    found = share_of_voice(user, market, period, once=once)
    if not found.brands:
        return None
    ours = our_share(user, market, period, other=selection.compared_with, once=once)
    voice = asked if asked in VOICES else "mentions"
    words = _words()
    return ShownMarket(
        name=found.name,
        figures=_figures(selection, found, ours),
        measures=tuple(
            Measure(
                one, words[one], address_of(selection, voice="" if one == "mentions" else one), one == voice
            )
            for one in VOICES
        ),
        brands=tuple(_brand(selection, one, voice) for one in _largest_first(found.brands, voice)),
        head=(*(words[one] for one in VOICES), _("Net sentiment"), _("Notoriety")),
        chart=_chart(selection, found) if any(brand.counts.total for brand in found.brands) else None,
        states=tuple(state_in_words(one) for one in found.queries),
        says=_says(voice),
    )


def _words() -> dict[str, str]:
    return {
        "mentions": pgettext("share of voice", "Mentions"),
        "authors": pgettext("share of voice", "Authors"),
        "engagement": pgettext("share of voice", "Engagement"),
        "negative": pgettext("share of voice", "Negative"),
        "positive": pgettext("share of voice", "Positive"),
    }


def _says(voice: str) -> str:
    return {
        "mentions": _("Of all mentions of a brand of this market. A mention of two brands counts for each."),
        "authors": _("Of the different authors who named a brand, each author once for each brand."),
        "engagement": _("Of all likes, shares and replies that mentions of a brand of this market received."),
        "negative": _("Of all negative mentions of a brand of this market."),
        "positive": _("Of all positive mentions of a brand of this market."),
    }[voice]


def _estimate(brand: Brand, voice: str) -> Estimate | None:
    return {
        "mentions": brand.share_of_mentions,
        "authors": brand.share_of_authors,
        "engagement": brand.share_of_engagement,
        "negative": brand.by_sentiment["negative"],
        "positive": brand.by_sentiment["positive"],
    }[voice]


def _count(brand: Brand, voice: str) -> int:
    return {
        "mentions": brand.counts.total,
        "authors": round(brand.authors.estimate.value),
        "engagement": brand.engagement,
        "negative": brand.counts.negative,
        "positive": brand.counts.positive,
    }[voice]


def _largest_first(brands: Sequence[Brand], voice: str) -> list[Brand]:
    return sorted(brands, key=lambda one: (-_count(one, voice), one.name))


def _brand(selection: Selection, brand: Brand, voice: str) -> ShownBrand:
    of_brand = Selection(selection.period, found_by=brand.query_id, copies=selection.copies)
    rows = reverse("mentions")
    shown = _estimate(brand, voice)
    mood = {"sentiment": voice} if voice in ("negative", "positive") else {}
    cells = [(_shared(_estimate(brand, one)), _bounds(_estimate(brand, one))) for one in VOICES]
    cells.append(
        (signed(brand.net.value), interval_in_words(brand.net)) if brand.net else (_("not enough data"), "")
    )
    cells.append(_notoriety(brand))
    return ShownBrand(
        name=brand.name,
        is_ours=brand.is_ours,
        url=rows + address_of(of_brand, **mood),
        share=shown.value if shown else None,
        share_words=_shared(shown),
        interval=_bounds(shown),
        count=counted(_count(brand, voice)),
        net=signed(brand.net.value, plus=True) if brand.net else "",
        net_interval=interval_in_words(brand.net) if brand.net else "",
        net_url=rows + address_of(of_brand, sentiment="analysed"),
        cells=tuple(cells),
    )


def _notoriety(brand: Brand) -> tuple[str, str]:
    index = brand.notoriety.index
    if index is None:
        return _("not enough data"), ""
    bounds = (
        interval(signed(index.low, decimals=2), signed(index.high, decimals=2))
        if index.low is not None and index.high is not None
        else ""
    )
    return signed(index.value, decimals=2), bounds


def _shared(found: Estimate | None) -> str:
    return percent(found.value) if found else _("not enough data")


def _bounds(found: Estimate | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return interval(percent(found.low), percent(found.high))


def _figures(selection: Selection, found: ShareOfVoice, ours: OurShare) -> list[dict[str, Any]]:
    """Our share of voice and notoriety, as the stat tags show them; nothing where no brand is ours."""
    mine = [brand for brand in found.brands if brand.is_ours]
    if not mine:
        return []
    share: dict[str, Any] = {
        "label": _("Share of voice"),
        "value": percent(ours.now.value) if ours.now else None,
        "interval": _bounds(ours.now),
        "n": ours.now.n if ours.now else 0,
        "url": "#market",
        "explain": _("Of all mentions of the brands of the market “%(market)s”, the part of ours.")
        % {"market": found.name},
    }
    if ours.now and ours.before:
        change = 100 * (ours.now.value - ours.before.value)
        share |= {
            "change": _("%(points)s points") % {"points": signed(change, decimals=1, plus=True)},
            "direction": "up" if round(change, 1) > 0 else "down" if round(change, 1) < 0 else "",
            "is_good": change > 0 if ours.has_changed else None,
        }
    best = max(mine, key=lambda brand: brand.authors.estimate.value)
    value, bounds = _notoriety(best)
    known = {
        "label": _("Notoriety"),
        "value": value if best.notoriety.index else None,
        "interval": bounds,
        "period": _("1 is the middle of the market"),
        "url": reverse("mentions")
        + address_of(Selection(selection.period, found_by=best.query_id, copies=selection.copies)),
        "explain": _("How many different authors name %(brand)s, against the median brand of the market.")
        % {"brand": best.name},
    }
    return [share, known]


def _chart(selection: Selection, found: ShareOfVoice) -> Chart:
    """The brands day by day: ours first and strong, at most five, the others together."""
    ordered = sorted(found.brands, key=lambda one: (not one.is_ours, -one.counts.total, one.name))
    shown, others = ordered[:MOST_SERIES], ordered[MOST_SERIES:]
    series = [Series(one.name, one.over_time, tone="subject" if one.is_ours else "other") for one in shown]
    if others:
        summed = [
            None if day[0] is None else sum(count or 0 for count in day)
            for day in zip(*(one.over_time for one in others), strict=True)
        ]
        series.append(Series(pgettext("brands", "others"), summed, tone="comparison"))
    buckets = selection.period.buckets
    return Chart(
        title=_("Mentions of each brand"),
        points=[bucket.first for bucket in buckets],
        last_days=[bucket.last for bucket in buckets],
        series=series,
        unit=pgettext("unit", "mentions"),
        period=period_in_words(selection.period),
        n=sum(one.counts.total for one in found.brands),
    )
