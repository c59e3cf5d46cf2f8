"""/value/: the figures of a period, each beside the period before it, each opening its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import PRESET_DAYS, Period, period_asked
from parvis.foundation.web.components.quantities import days_in_words, period_in_words
from parvis.foundation.web.downloads import download
from parvis.foundation.web.screens import actor_of, screen
from parvis.reporting.reads.contents import chart_shown, figure_shown
from parvis.reporting.reads.dashboard import Answer, answers, is_count
from parvis.reporting.reads.tables import chart_table, figures_table
from parvis.reporting.reads.words import change_in_words, interval_in_words, value_in_words
from parvis.reporting.web.charts import chart_of

# What is urgent first: who waits, how fast we answer, then how much and how it is meant.
SECTIONS = ("waiting", "time", "volume", "sentiment")


def period_of(request: HttpRequest) -> Period:
    zone = timezone.get_current_timezone()
    return period_asked(request.GET.dict(), today=timezone.localdate(), zone=zone)


@screen(permission="figures.view", purpose="service")
def figures(request: HttpRequest) -> HttpResponse:
    period = period_of(request)
    answered = answers(account_of(request), period)
    titles = {
        "waiting": _("Waiting now"),
        "time": _("How fast we answer"),
        "volume": _("How much is said"),
        "sentiment": _("How it is meant"),
    }
    sections = []
    for key in SECTIONS:
        inside = [answer for answer in answered if answer.metric.section == key]
        if inside:
            charts = [chart_of(answer, account_of(request), period) for answer in inside]
            sections.append(
                {
                    "key": key,
                    "title": titles[key],
                    "figures": [_shown(answer, period) for answer in inside],
                    "charts": [chart for chart in charts if chart],
                }
            )
    return render(
        request,
        "reporting/figures/index.html",
        {
            "period": period,
            "period_words": period_in_words(period),
            "days_words": days_in_words(period),
            "before_words": days_in_words(period.before),
            "presets": [
                {"days": days, "url": f"?days={days}", "is_current": period.preset_days == days}
                for days in PRESET_DAYS
            ],
            "sections": sections,
            "period_query": urlencode(period.query),
            "has_anything": any(answer.figure.n for answer in answered),
        },
    )


@screen(permission="figures.view", purpose="service")
def figures_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every figure of the period with its course over time, as CSV or Excel."""
    if form not in ("csv", "xlsx"):
        raise Http404("form")
    user, period = account_of(request), period_of(request)
    answered = answers(user, period)
    tables = [figures_table([figure_shown(one) for one in answered])]
    charts = [chart_shown(one, period) for one in answered]
    tables += [chart_table(chart) for chart in charts if chart is not None]
    record(
        "figures.exported",
        by=actor_of(request),
        now=utc_now(),
        form=form,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
    )
    word = _("Figures")
    name = f"{slugify(word) or 'figures'}-{period.first:%Y-%m-%d}"
    return download("csv" if form == "csv" else "xlsx", tables, name=name)


def _shown(answer: Answer, period: Period) -> dict[str, Any]:
    """One figure as the stat tag takes it, and the same as a row of the table."""
    metric, figure, before = answer.metric, answer.figure, answer.before
    counts_rows = is_count(metric, figure)
    shown_before = value_in_words(metric, before.value) if before else None
    found = answer.change
    is_good = None
    if found and found.is_sure and metric.more_is and found.direction:
        is_good = (found.direction == "up") == (metric.more_is == "better")
    explain = str(metric.explain)
    if shown_before is not None:
        explain = _("%(explain)s Before: %(value)s.") % {"explain": explain, "value": shown_before}
    return {
        "key": metric.key,
        "label": metric.label,
        "value": value_in_words(metric, figure.value),
        "unit": "" if metric.is_duration or counts_rows else metric.unit,
        "interval": interval_in_words(metric, figure),
        "change": change_in_words(metric, found, is_count=counts_rows),
        # An arrow beside "0" would say what the figure does not.
        "direction": found.direction if found and round(found.difference, metric.decimals) else "",
        "is_good": is_good,
        "is_sure": bool(found and found.is_sure),
        "before": shown_before,
        "n": None if counts_rows else figure.n,
        "url": figure.rows_url,
        "explain": explain,
        "note": figure.detail or ("" if metric.is_now else period_in_words(period) if counts_rows else ""),
    }
