"""The chart of a metric: its series, the period before it drawn light, and the rows behind each point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parvis.foundation.logic.metrics import Series
from parvis.foundation.logic.periods import Period
from parvis.foundation.web.components.charts import Chart
from parvis.foundation.web.components.charts import Series as ChartSeries
from parvis.foundation.web.components.quantities import period_in_words
from parvis.reporting.logic.durations import SECONDS, common_unit
from parvis.reporting.reads.dashboard import Answer
from parvis.reporting.reads.words import unit_word

if TYPE_CHECKING:
    from parvis.accounts.models import User


def chart_of(answer: Answer, user: User, period: Period) -> Chart | None:
    """None for a metric without a course over time, or without anything in it."""
    metric = answer.metric
    if not answer.series or not any(value for series in answer.series for value in series.values):
        return None
    buckets = period.buckets
    unit, divisor, decimals = metric.unit, 1.0, metric.decimals
    if metric.is_duration:
        axis = common_unit(value for series in answer.series for value in series.values)
        unit, divisor, decimals = unit_word(axis), float(SECONDS[axis]), 0 if axis == "second" else 1
    series = [_drawn(one, divisor) for one in answer.series]
    if answer.series_before and any(value is not None for value in answer.series_before[0].values):
        before = _drawn(answer.series_before[0], divisor, with_interval=False)
        values = list(before.values[: len(buckets)])
        values += [None] * (len(buckets) - len(values))
        series.append(ChartSeries(pgettext("series", "the period before"), values, tone="comparison"))
    return Chart(
        title=metric.label,
        points=[bucket.first for bucket in buckets],
        last_days=[bucket.last for bucket in buckets],
        series=series,
        unit=unit,
        period=period_in_words(period),
        n=answer.figure.n,
        kind=metric.kind,
        decimals=decimals,
        rows_url=metric.rows_of_bucket_url(user, period) if metric.rows_of_bucket_url else "",
    )


def _drawn(series: Series, divisor: float, *, with_interval: bool = True) -> ChartSeries:
    return ChartSeries(
        series.label,
        _scaled(series.values, divisor),
        _scaled(series.low, divisor) if with_interval else (),
        _scaled(series.high, divisor) if with_interval else (),
        tone=series.tone,
    )


def _scaled(values: Sequence[float | None], divisor: float) -> list[float | None]:
    return [None if value is None else value / divisor for value in values]
