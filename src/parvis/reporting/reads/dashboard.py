"""The figures of the dashboard: every metric of every capability, for a period and the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.foundation.logic.metrics import Figure, Metric, Series
from parvis.foundation.logic.periods import Period
from parvis.foundation.plugs import plugged
from parvis.reporting.logic.changes import Change, change

if TYPE_CHECKING:
    from parvis.accounts.models import User


@dataclass(frozen=True, slots=True)
class Answer:
    """One metric answered. before is None where a comparison has no sense (a state of this moment)."""

    metric: Metric
    figure: Figure
    before: Figure | None
    change: Change | None
    series: Sequence[Series]
    series_before: Sequence[Series]


def metrics_for(user: User) -> list[Metric]:
    """Every metric this account may see, in the order of the plug list."""
    return [metric for offered in plugged("METRICS") for metric in offered if user.may(metric.permission)]


def answers(user: User, period: Period) -> list[Answer]:
    return [answer_of(metric, user, period) for metric in metrics_for(user)]


def answer_of(metric: Metric, user: User, period: Period) -> Answer:
    figure = metric.total(user, period)
    before = None if metric.is_now else metric.total(user, period.before)
    series = list(metric.series(user, period)) if metric.series else []
    # Layers cannot be laid over layers; a single line can be compared with the one before it.
    is_comparable = len(series) == 1 and metric.kind == "line" and metric.series is not None
    return Answer(
        metric=metric,
        figure=figure,
        before=before,
        change=change(figure, before, is_count=is_count(metric, figure)) if before else None,
        series=series,
        series_before=list(metric.series(user, period.before)) if is_comparable and metric.series else [],
    )


def is_count(metric: Metric, figure: Figure) -> bool:
    """A figure that counts its own rows, so its chance variation is that of a count."""
    return figure.low is None and not metric.is_duration and figure.value == figure.n
