"""What of listening a report may hold beside its metrics: queries, markets, languages, days of the week.

No loudest authors and no places: a site with one writer is a person.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.report_sections import ReportSection, SectionTable
from parvis.foundation.web.components.quantities import interval, percent, signed
from parvis.listening.logic.net_sentiment import NetSentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Market
from parvis.listening.reads.figures import Coverage, heat_map, languages, share_of_voice, volume
from parvis.listening.reads.queries import listed_markets, market_queries

if TYPE_CHECKING:
    from parvis.accounts.models import User

# A report is read, not searched: the most frequent ones.
MOST_QUERIES = 20
PERMISSION = "figures.view"


def sections(user: User) -> list[ReportSection]:
    """What this account could put into a report: the fixed ones, and one for each market."""
    offered = [
        ReportSection(
            "queries",
            gettext_lazy("Queries"),
            gettext_lazy("What each query found, and how it is meant."),
            PERMISSION,
            _queries,
        ),
        ReportSection(
            "languages",
            gettext_lazy("Languages"),
            gettext_lazy("In which languages it is said."),
            PERMISSION,
            _languages,
        ),
        ReportSection(
            "weekdays",
            gettext_lazy("Days of the week"),
            gettext_lazy("On which days it is said: mentions of an average such day."),
            PERMISSION,
            _weekdays,
        ),
    ]
    for market in listed_markets(user):
        offered.append(
            ReportSection(
                f"market:{market.pk}",
                _("Share of voice: %(market)s") % {"market": market.name},
                gettext_lazy("Each brand's part of what is said in the market."),
                PERMISSION,
                partial(_market, market),
            )
        )
    return offered


def _queries(user: User, period: Period) -> SectionTable | None:
    rows, n = [], 0
    for query in market_queries(user)[:MOST_QUERIES]:
        found = volume(user, Selection(period, found_by=query.pk))
        n += found.counts.total
        rows.append(
            [
                query.name,
                found.counts.total,
                found.counts.negative,
                found.counts.positive,
                *_net(found.net),
            ]
        )
    if not rows:
        return None
    return SectionTable(
        _("Queries"),
        _("What each query found. A mention that several queries found counts for each of them."),
        [
            pgettext("column", "Query"),
            pgettext("column", "Mentions"),
            pgettext("column", "Negative"),
            pgettext("column", "Positive"),
            pgettext("column", "Net sentiment"),
            pgettext("column", "Interval"),
        ],
        rows,
        n=n,
    )


def _market(market: Market, user: User, period: Period) -> SectionTable | None:
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
            [one.name, one.counts.total, *_share(one.share_of_mentions), *_net(one.net)]
            for one in voice.brands
        ],
        shares=[_bar(one.share_of_mentions) for one in voice.brands],
        n=sum(one.counts.total for one in voice.brands),
        note=_gaps(voice.coverage),
    )


def _languages(user: User, period: Period) -> SectionTable | None:
    found = languages(user, Selection(period))
    if not found:
        return None
    return SectionTable(
        _("Languages"),
        _("In which languages it is said."),
        [
            pgettext("column", "Language"),
            pgettext("column", "Mentions"),
            pgettext("column", "Share"),
            pgettext("column", "Interval"),
        ],
        [[_language(one.value), one.mentions, *_share(one.share)] for one in found],
        shares=[_bar(one.share) for one in found],
        n=sum(one.mentions for one in found),
    )


def _weekdays(user: User, period: Period) -> SectionTable | None:
    found = heat_map(user, Selection(period))
    rows: list[list[str | int | float | None]] = []
    for weekday, hours in enumerate(found.mentions):
        days = found.days[weekday]
        mean = formats.number_format(sum(hours) / days, decimal_pos=1) if days else None
        rows.append([str(WEEKDAYS[weekday]), sum(hours), days, mean])
    n = sum(sum(hours) for hours in found.mentions)
    if not n:
        return None
    return SectionTable(
        _("Days of the week"),
        _("On which days it is said; days on which nothing was heard at all are left out."),
        [
            pgettext("column", "Day"),
            pgettext("column", "Mentions"),
            pgettext("column", "Days heard"),
            pgettext("column", "Mentions a day"),
        ],
        rows,
        n=n,
    )


def _net(net: NetSentiment | None) -> list[str | int | float | None]:
    if net is None:
        return [None, None]
    return [signed(net.value), interval(signed(net.low), signed(net.high))]


def _share(share: Estimate | None) -> list[str | int | float | None]:
    if share is None:
        return [None, None]
    if share.low is None or share.high is None:
        return [percent(share.value), None]
    return [percent(share.value), interval(percent(share.low), percent(share.high))]


def _bar(share: Estimate | None) -> tuple[float, float | None, float | None] | None:
    return (share.value, share.low, share.high) if share else None


def _gaps(coverage: Coverage) -> str:
    if not coverage.gaps:
        return ""
    return _("On %(gaps)d of %(days)d days nothing was heard: gaps, not zeros.") % {
        "gaps": coverage.gaps,
        "days": coverage.days,
    }


def _language(code: str) -> str:
    if code in ("", "unknown"):
        return str(pgettext_lazy("language", "not known"))
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
