"""What these settings would have told, had they been on: the past replayed hour by hour, without a look ahead.

The baseline is learned anew each day from what was known then, as it will be in service.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from parvis.listening.logic.detection.alarms import Key, Seen, raise_alarms
from parvis.listening.logic.detection.baseline import learn
from parvis.listening.logic.detection.evaluate import evaluate_hours
from parvis.listening.logic.detection.series import DAY, HOUR, Alarm, Finding, Kind, Mode, Series, Settings


@dataclass(frozen=True, slots=True)
class Backtest:
    """by_month: "2026-11" → alarms. judged_hours: those in which something could have been told.

    withheld: how many hours of each kind were not judged, by reason. modes: judged hours by mode.
    """

    alarms: tuple[Alarm, ...]
    judged_hours: int
    by_month: Mapping[str, int]
    by_reason: Mapping[str, int]
    withheld: Mapping[tuple[Kind, str], int]
    modes: Mapping[Mode, int]

    @property
    def alarms_a_month(self) -> float | None:
        """Per 30 judged days; None where nothing could be judged."""
        return 30 * DAY * len(self.alarms) / self.judged_hours if self.judged_hours else None


def backtest(
    series: Series,
    settings: Settings,
    *,
    first: datetime | None = None,
    topics: Callable[[datetime], Sequence[Finding]] | None = None,
) -> Backtest:
    """From `first` (the beginning by default) to the end of the series.

    topics: the new ones of the day that ends with an hour, which share the budget with the kinds of the series.
    """
    budget = replace(settings, kinds=(*settings.kinds, "new_topic")) if topics else settings
    found: list[Alarm] = []
    seen: dict[Key[str], Seen] = {}
    withheld: Counter[tuple[Kind, str]] = Counter()
    modes: Counter[Mode] = Counter()
    begin = 0 if first is None else max(0, series.index(first))
    for day in range(begin, len(series), DAY):
        baseline = learn(series, settings, until=series.at(day))
        end = min(day + DAY, len(series)) - 1
        for evaluation in evaluate_hours(series, baseline, settings, first=day, last=end):
            withheld.update(evaluation.withheld.items())
            if len(evaluation.withheld) < len(budget.kinds):
                modes[evaluation.mode] += 1
            if topics is not None and (evaluation.at - series.at(day)) // HOUR == end - day:
                evaluation = replace(evaluation, findings=(*evaluation.findings, *topics(evaluation.at)))
            alarms, kept = raise_alarms({"": evaluation}, budget, seen=seen)
            found.extend(alarms.get("", ()))
            seen |= kept
    return Backtest(
        alarms=tuple(found),
        judged_hours=sum(modes.values()),
        by_month=Counter(f"{alarm.at:%Y-%m}" for alarm in found),
        by_reason=Counter(alarm.reason_code for alarm in found),
        withheld=withheld,
        modes=modes,
    )
