"""The figures of the dashboard for programs: each with what it rests on and how sure it is."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Day
from parvis.foundation.logic.metrics import Figure
from parvis.foundation.logic.periods import Period, period_asked
from parvis.reporting.reads.dashboard import Answer as Answered
from parvis.reporting.reads.dashboard import answer_of, metrics_for

ENDPOINTS = Endpoints(
    "Figures", explain="What the dashboard shows: values, their intervals, the rows they rest on."
)
READ = {"permission": "figures.view", "purpose": "service"}

First = Annotated[Day | None, Field(description="First day of the period; default 30 days up to today.")]
Last = Annotated[Day | None, Field(description="Last day of the period, included.")]


class FigureValue(Answer):
    """value is null where there is not enough data; low and high are the 95 % interval; n is what it rests on."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    rows_url: str


class FigureSeries(Answer):
    label: str
    values: list[float | None]


class FigureOut(Answer):
    key: str
    label: str
    unit: str
    explain: str
    section: str
    figure: FigureValue
    before: FigureValue | None = Field(description="The same over the period before this one.")
    series: list[FigureSeries]


class FigureList(Answer):
    first: date
    last: date
    buckets: list[date] = Field(description="The first day of each point of a series.")
    items: list[FigureOut]


@ENDPOINTS.get("/figures", **READ)
def list_figures(caller: Caller, first: First = None, last: Last = None) -> FigureList:
    """Every figure of a period beside the period before it."""
    period = _period(first, last)
    return _listed(period, [answer_of(metric, caller.user, period) for metric in metrics_for(caller.user)])


@ENDPOINTS.get("/figures/{key}", **READ)
def get_figure(
    caller: Caller, key: Annotated[str, Field(max_length=80)], first: First = None, last: Last = None
) -> FigureList:
    """One figure."""
    period = _period(first, last)
    metric = next((one for one in metrics_for(caller.user) if one.key == key), None)
    if metric is None:
        raise not_found()
    return _listed(period, [answer_of(metric, caller.user, period)])


def _period(first: date | None, last: date | None) -> Period:
    zone = timezone.get_default_timezone()
    given = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    return period_asked(given, today=timezone.localdate(timezone=zone), zone=zone)


def _listed(period: Period, answered: list[Answered]) -> FigureList:
    return FigureList(
        first=period.first,
        last=period.last,
        buckets=[bucket.first for bucket in period.buckets],
        items=[
            FigureOut(
                key=one.metric.key,
                label=str(one.metric.label),
                unit=str(one.metric.unit),
                explain=str(one.metric.explain),
                section=one.metric.section,
                figure=_value(one.figure),
                before=_value(one.before) if one.before else None,
                series=[
                    FigureSeries(label=str(series.label), values=list(series.values)) for series in one.series
                ],
            )
            for one in answered
        ],
    )


def _value(figure: Figure) -> FigureValue:
    return FigureValue.model_validate(figure)
