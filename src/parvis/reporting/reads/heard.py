"""What of listening a report may hold beside its metrics: queries, markets, languages, days of the week.

No loudest authors and no places: a site with one writer is a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language_info, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.report_sections import ReportSection, SectionTable
from parvis.listening.logic.selection import Selection
from parvis.listening.reads.figures import heat_map, languages, volume
from parvis.listening.reads.queries import listed_markets, market_queries
from parvis.reporting.reads.heard_market import bar, market_sections, net_cells, share_cells

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
    offered.append(
        ReportSection(
            "hours",
            gettext_lazy("Heat map of hours"),
            gettext_lazy("At which hours of which days it is said."),
            PERMISSION,
            _hours,
        )
    )
    for market in listed_markets(user):
        offered += market_sections(market, permission=PERMISSION)
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
                *net_cells(found.net),
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
        [[_language(one.value), one.mentions, *share_cells(one.share)] for one in found],
        shares=[bar(one.share) for one in found],
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


def _hours(user: User, period: Period) -> SectionTable | None:
    """A row an hour, so that seven columns fit on paper. Shaded by the mean, as days are heard unequally often."""
    found = heat_map(user, Selection(period))
    means = [[found.a_day(day, hour) for day in range(7)] for hour in range(24)]
    most = max((one for row in means for one in row if one), default=0.0)
    if not most:
        return None
    return SectionTable(
        _("Heat map of hours"),
        _("Mentions of an average such hour, by the installation's clock."),
        [pgettext("column", "Hour"), *(str(WEEKDAYS_ABBR[day]) for day in range(7))],
        [
            [
                f"{hour:02d}:00",
                *(None if one is None else _mean(one) for one in row),
            ]
            for hour, row in enumerate(means)
        ],
        steps=[[0 if not one else max(1, round(5 * one / most)) for one in row] for row in means],
        n=sum(sum(hours) for hours in found.mentions),
    )


def _mean(value: float) -> str:
    return str(formats.number_format(value, decimal_pos=0 if value == int(value) else 1))


def _language(code: str) -> str:
    if code in ("", "unknown"):
        return str(pgettext_lazy("language", "not known"))
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
