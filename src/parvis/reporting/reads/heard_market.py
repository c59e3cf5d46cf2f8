"""What of a market a report may hold: shares of mentions and of engagement, and how well each brand is known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.report_sections import ReportSection, SectionTable
from parvis.foundation.web.components.quantities import interval, percent, signed
from parvis.listening.logic.net_sentiment import NetSentiment
from parvis.listening.models import Market
from parvis.listening.reads.coverage import Coverage
from parvis.listening.reads.figures import Brand, share_of_voice

if TYPE_CHECKING:
    from parvis.accounts.models import User

Cells = list[str | int | float | None]


def market_sections(market: Market, *, permission: str) -> list[ReportSection]:
    """Each is chosen for itself."""
    named = {"market": market.name}
    return [
        ReportSection(
            f"market:{market.pk}",
            _("Share of voice: %(market)s") % named,
            gettext_lazy("Each brand's part of what is said in the market."),
            permission,
            partial(_voice, market),
        ),
        ReportSection(
            f"engagement:{market.pk}",
            _("Share of engagement: %(market)s") % named,
            gettext_lazy("Each brand's part of the likes, shares and replies in the market."),
            permission,
            partial(_engagement, market),
        ),
        ReportSection(
            f"notoriety:{market.pk}",
            _("Notoriety: %(market)s") % named,
            gettext_lazy("How many different people name each brand, beside the middle of the market."),
            permission,
            partial(_notoriety, market),
        ),
    ]


def _voice(market: Market, user: User, period: Period) -> SectionTable | None:
    voice = share_of_voice(user, market, period)
    if not voice.brands:
        return None
    return SectionTable(
        _("Share of voice: %(market)s") % {"market": market.name},
        _("Of all that is said of these brands, the part that is said of each."),
        [
            pgettext("column", "Brand"),
            pgettext("column", "Mentions"),
            pgettext("column", "Share of voice"),
            pgettext("column", "Interval"),
            pgettext("column", "Net sentiment"),
            pgettext("column", "Interval"),
        ],
        [
            [one.name, one.counts.total, *share_cells(one.share_of_mentions), *net_cells(one.net)]
            for one in voice.brands
        ],
        shares=[bar(one.share_of_mentions) for one in voice.brands],
        n=sum(one.counts.total for one in voice.brands),
        note=_gaps(voice.coverage),
    )


def _engagement(market: Market, user: User, period: Period) -> SectionTable | None:
    voice = share_of_voice(user, market, period)
    if not voice.brands:
        return None
    return SectionTable(
        _("Share of engagement: %(market)s") % {"market": market.name},
        _("Of all likes, shares and replies that mentions of these brands received."),
        [
            pgettext("column", "Brand"),
            pgettext("column", "Engagement"),
            pgettext("column", "Share of engagement"),
            pgettext("column", "Interval"),
        ],
        [[one.name, one.engagement, *share_cells(one.share_of_engagement)] for one in voice.brands],
        shares=[bar(one.share_of_engagement) for one in voice.brands],
        n=sum(one.engagement for one in voice.brands),
        note=_gaps(voice.coverage),
    )


def _notoriety(market: Market, user: User, period: Period) -> SectionTable | None:
    voice = share_of_voice(user, market, period)
    if not voice.brands:
        return None
    return SectionTable(
        _("Notoriety: %(market)s") % {"market": market.name},
        _("Different authors who named a brand, and how many times as many as named the middle brand."),
        [
            pgettext("column", "Brand"),
            pgettext("column", "Authors"),
            pgettext("column", "Interval"),
            pgettext("column", "Notoriety"),
            pgettext("column", "Interval"),
        ],
        [[one.name, *_authors(one), *_index(one)] for one in voice.brands],
        n=sum(one.counts.total for one in voice.brands),
        note=_gaps(voice.coverage),
    )


def _authors(brand: Brand) -> Cells:
    """Exactly counted ones have no interval."""
    found = brand.authors.estimate
    if brand.authors.is_exact or found.low is None or found.high is None:
        return [round(found.value), None]
    return [round(found.value), interval(str(round(found.low)), str(round(found.high)))]


def _index(brand: Brand) -> Cells:
    index = brand.notoriety.index
    if index is None:
        return [None, None]
    if index.low is None or index.high is None:
        return [signed(index.value, decimals=2), None]
    bounds = interval(signed(index.low, decimals=2), signed(index.high, decimals=2))
    return [signed(index.value, decimals=2), bounds]


def net_cells(net: NetSentiment | None) -> list[str | int | float | None]:
    if net is None:
        return [None, None]
    return [signed(net.value), interval(signed(net.low), signed(net.high))]


def share_cells(share: Estimate | None) -> list[str | int | float | None]:
    if share is None:
        return [None, None]
    if share.low is None or share.high is None:
        return [percent(share.value), None]
    return [percent(share.value), interval(percent(share.low), percent(share.high))]


def bar(share: Estimate | None) -> tuple[float, float | None, float | None] | None:
    return (share.value, share.low, share.high) if share else None


def _gaps(coverage: Coverage) -> str:
    if not coverage.gaps:
        return ""
    return _("On %(gaps)d of %(days)d days nothing was heard: gaps, not zeros.") % {
        "gaps": coverage.gaps,
        "days": coverage.days,
    }
