"""Alerts: what is unusual for a series, by its own past, within a budget of false alarms.

How to call it, from the hour's job:

1. Once a day and series, `baseline = learn(series, settings)` over the last 90 days (about 40 ms); keep it, it is
   plain numbers.
2. Each hour and series, `evaluation = evaluate(series, baseline, settings)` (about 1 ms; the last 48 hours of the
   series are enough, `Series.source_starts` included).
3. Once over all series, `alarms, kept = raise_alarms(evaluations, settings, seen=seen)`: one budget of
   `settings.false_alarms_a_month` over everything monitored, and the cool-down. It must see all series of the
   hour together. `alarms` is what people are told; keep `seen | kept` (a row by series, kind and subject).
4. New topics (`rising_topics`, once an hour over a day's window) give findings too: put them into the evaluation
   (`dataclasses.replace(evaluation, findings=(*evaluation.findings, *topics))`) and "new_topic" into
   `settings.kinds`. Influential authors have a budget of their own: `influential_author`, then `alarm_of`.

`evaluation.withheld` says why a kind was not judged: "no_history", "series_begins", "too_few_mentions",
"source_added", "gap", "not_analysed". Show it: silence of a detector that does not look is no good news.
`mode` "short" (under four weeks) means that weekdays are not told apart yet and that half of the calibration is
assumed; say so beside the alarm. Before switching on: `backtest(series, settings)`. After: `realised_precision`.

Codes for sentences: reason_code "far_above_usual", "far_below_usual", "more_negative_than_usual",
"topic_rises", "author_with_reach"; facts "hours" (length of the window that stands out), "since", "mode",
"days_of_history", "ratio", "negatives", "analysed", "surprise", "chance_a_day".
"""

from parvis.listening.logic.detection.alarms import Seen, alarm_of, raise_alarms, realised_precision
from parvis.listening.logic.detection.authors import influential_author, reach_of
from parvis.listening.logic.detection.backtest import Backtest, backtest
from parvis.listening.logic.detection.baseline import Baseline, learn
from parvis.listening.logic.detection.evaluate import evaluate
from parvis.listening.logic.detection.series import (
    Alarm,
    Evaluation,
    Finding,
    Kind,
    Series,
    Settings,
    sum_of_sources,
)
from parvis.listening.logic.detection.topics import TermCounts, rising_topics

__all__ = [
    "Alarm",
    "Backtest",
    "Baseline",
    "Evaluation",
    "Finding",
    "Kind",
    "Seen",
    "Series",
    "Settings",
    "TermCounts",
    "alarm_of",
    "backtest",
    "evaluate",
    "influential_author",
    "learn",
    "raise_alarms",
    "reach_of",
    "realised_precision",
    "rising_topics",
    "sum_of_sources",
]
