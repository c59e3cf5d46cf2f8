"""Computing a report: the metrics and sections it names, with the rights its maker has now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import override

from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name
from parvis.foundation.logic.metrics import Series
from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.report_sections import ReportSection
from parvis.foundation.plugs import plugged
from parvis.reporting.logic.content import Content, Line, ShownChart, ShownFigure, ShownTable
from parvis.reporting.logic.durations import SECONDS, common_unit
from parvis.reporting.logic.schedule import period_of
from parvis.reporting.models import Report
from parvis.reporting.reads.dashboard import Answer, answer_of, is_count, metrics_for
from parvis.reporting.reads.words import change_in_words, interval_in_words, unit_word, value_in_words

if TYPE_CHECKING:
    from parvis.accounts.models import User


def sections_for(user: User) -> list[ReportSection]:
    """Every section this account may put into a report, in the order of the plug list."""
    offered = [section for offer in plugged("REPORT_SECTIONS") for section in offer(user)]
    return [section for section in offered if user.may(section.permission)]


def report_period(report: Report, *, now: datetime) -> Period:
    """The days that the report is about today, counted in the installation's zone."""
    zone = timezone.get_default_timezone()
    return period_of(report.period, today=timezone.localdate(now, timezone=zone), zone=zone)


def computed(report: Report, period: Period, *, now: datetime) -> Content:
    """In the report's language and the installation's zone, under the purpose that shows no person.

    What the maker may no longer see is left out, as is a market that was removed.
    """
    maker = report.maker
    zone = timezone.get_default_timezone()
    with override(report.language), timezone.override(zone), purpose("listening"):
        chosen = [metric for metric in metrics_for(maker) if metric.key in report.figures]
        answered = [answer_of(metric, maker, period) for metric in chosen]
        charts = [chart_shown(one, period) for one in answered]
        return Content(
            name=report.name,
            company=company_name(),
            language=report.language,
            first=period.first,
            last=period.last,
            made_at=now,
            figures=[figure_shown(one) for one in answered],
            charts=[chart for chart in charts if chart is not None],
            tables=[
                table
                for section in sections_for(maker)
                if section.key in report.sections
                if (table := _table(section, maker, period)) is not None
            ],
        )


def figure_shown(answer: Answer) -> ShownFigure:
    metric, figure, before = answer.metric, answer.figure, answer.before
    counts_rows = is_count(metric, figure)
    return ShownFigure(
        key=metric.key,
        label=str(metric.label),
        explain=str(metric.explain),
        unit="" if metric.is_duration or counts_rows else str(metric.unit),
        value=figure.value,
        value_words=value_in_words(metric, figure.value),
        low=figure.low,
        high=figure.high,
        interval_words=interval_in_words(metric, figure),
        n=figure.n,
        before=before.value if before else None,
        before_words=(value_in_words(metric, before.value) or "") if before else "",
        change_words=change_in_words(metric, answer.change, is_count=counts_rows),
        is_sure=bool(answer.change and answer.change.is_sure),
        decimals=metric.decimals,
    )


def chart_shown(answer: Answer, period: Period) -> ShownChart | None:
    """None for a metric without a course over time, or without anything in it."""
    if not any(value for series in answer.series for value in series.values):
        return None
    metric = answer.metric
    unit, divisor, decimals = str(metric.unit), 1.0, metric.decimals
    if metric.is_duration:
        axis = common_unit(value for series in answer.series for value in series.values)
        unit, divisor, decimals = unit_word(axis), float(SECONDS[axis]), 0 if axis == "second" else 1
    return ShownChart(
        key=metric.key,
        title=str(metric.label),
        unit=unit,
        kind=metric.kind,
        points=[bucket.first for bucket in period.buckets],
        lines=[_line(series, divisor) for series in answer.series],
        n=answer.figure.n,
        decimals=decimals,
    )


def _line(series: Series, divisor: float) -> Line:
    def scaled(values: Sequence[float | None]) -> list[float | None]:
        return [None if value is None else value / divisor for value in values]

    return Line(
        str(series.label), scaled(series.values), scaled(series.low), scaled(series.high), series.tone
    )


def _table(section: ReportSection, maker: User, period: Period) -> ShownTable | None:
    made = section.make(maker, period)
    if made is None:
        return None
    return ShownTable(
        key=section.key,
        title=str(made.title),
        explain=str(made.explain),
        columns=[str(column) for column in made.columns],
        rows=[list(row) for row in made.rows],
        shares=list(made.shares),
        steps=[list(row) for row in made.steps],
        n=made.n,
        note=str(made.note),
    )
