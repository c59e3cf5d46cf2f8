"""The detector from end to end: planted and real events, and everything that must stay silent."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from bench.alert_series import START, Event, World, simulated
from parvis.listening.logic.detection import Alarm, Series, Settings, backtest, evaluate, learn
from parvis.listening.logic.detection.series import HOUR
from tests.conftest import require_data

WORLD = World(level=10)
EVENT = 63 * 24 + 9  # day 63, 9:00
ONE = Settings(false_alarms_a_month=2)
# Where nothing may be told, a budget so small that chance has no part in it.
STRICT = replace(ONE, false_alarms_a_month=0.1)


def told(series: Series, settings: Settings = ONE, *, from_day: int = 62) -> list[Alarm]:
    return list(backtest(series, settings, first=START + timedelta(days=from_day)).alarms)


@pytest.mark.parametrize(
    ("kind", "event", "within"),
    [
        ("volume_up", Event(EVENT, 24, factor=4.0), 12),
        ("silence", Event(EVENT, 48, factor=0.0), 24),
        ("negative_up", Event(EVENT, 24, points=0.4), 12),
    ],
)
def test_planted_events_are_told_soon_and_once(kind: str, event: Event, within: int) -> None:
    series = simulated(WORLD, days=66, seed=5, event=event)
    alarms = [alarm for alarm in told(series, STRICT) if alarm.kind == kind]
    waited = series.index(alarms[0].at) - EVENT
    assert 0 <= waited <= within
    assert alarms[0].facts["mode"] == "seasonal"
    # Told again only where it became more severe.
    assert len(alarms) <= 3
    assert len({alarm.severity for alarm in alarms}) == len(alarms)


def test_an_ordinary_week_is_silent() -> None:
    assert told(simulated(replace(WORLD, bursts=0.0), days=69, seed=11), STRICT) == []


def test_the_same_values_give_the_same_answer() -> None:
    series = simulated(WORLD, days=66, seed=5, event=Event(EVENT, 24, factor=4.0))
    assert told(series) == told(series)


def test_the_last_two_days_are_enough_for_the_newest_hour() -> None:
    series = simulated(WORLD, days=64, seed=5, event=Event(EVENT, 24, factor=4.0))
    baseline = learn(series, ONE, until=START + timedelta(days=63))
    short = Series(
        series.at(len(series) - 48), series.counts[-48:], series.analysed[-48:], series.negatives[-48:]
    )
    assert evaluate(short, baseline, ONE) == evaluate(series, baseline, ONE)


def test_no_look_ahead() -> None:
    quiet = simulated(WORLD, days=66, seed=5)
    cut = Series(quiet.start, quiet.counts[:EVENT], quiet.analysed[:EVENT], quiet.negatives[:EVENT])
    loud = replace(quiet, counts=(*quiet.counts[:EVENT], *([10**6] * (len(quiet) - EVENT))))
    moment = quiet.at(EVENT)
    assert learn(loud, ONE, until=moment) == learn(cut, ONE)
    assert [alarm for alarm in told(loud) if alarm.at < moment] == told(cut)


def test_a_storm_of_the_past_does_not_teach_that_storms_are_usual() -> None:
    calm = simulated(WORLD, days=60, seed=8)
    stormy = simulated(WORLD, days=60, seed=8, event=Event(40 * 24, 24, factor=8.0))
    one, other = learn(calm, ONE), learn(stormy, ONE)
    assert other.level == pytest.approx(one.level, rel=0.1)


@pytest.mark.parametrize("days_before", [10, 45])
def test_a_source_that_is_added_is_no_spike(days_before: int) -> None:
    base = simulated(WORLD, days=days_before + 5, seed=9)
    added = days_before * 24 + 10
    counts = tuple((count or 0) * (4 if hour >= added else 1) for hour, count in enumerate(base.counts))
    silent = Series(base.start, counts, source_starts=(base.at(added),))
    quiet = replace(STRICT, kinds=("volume_up", "silence"))
    assert told(silent, quiet, from_day=days_before) == []
    # Without the word that a source was added, the same counts are an alarm.
    assert told(Series(base.start, counts), quiet, from_day=days_before) != []
    done = backtest(silent, quiet, first=base.at(added))
    assert done.withheld["volume_up", "source_added"] >= quiet.settling_hours - 1


def test_a_series_that_begins_is_no_spike() -> None:
    loud = simulated(World(level=60), days=5, seed=3)
    counts = (*([0] * 30), 1, *([0] * 60), 2, *([0] * 30), *(loud.counts))
    done = backtest(Series(START, counts), Settings(kinds=("volume_up",)))
    assert done.alarms == ()
    assert {reason for _, reason in done.withheld} >= {"series_begins", "too_few_mentions"}


def test_short_histories_say_so() -> None:
    series = simulated(WORLD, days=8, seed=5, event=Event(6 * 24, 24, factor=6.0))
    done = backtest(series, ONE)
    assert {alarm.facts["mode"] for alarm in done.alarms} == {"short"}
    assert done.modes["seasonal"] == 0


def test_minimum_volume_and_ratio_are_kept() -> None:
    series = simulated(World(level=0.3), days=66, seed=5, event=Event(EVENT, 24, factor=12.0))
    assert [alarm.kind for alarm in told(series)].count("volume_up") >= 1
    assert told(series, replace(ONE, minimum_mentions=1000)) == []
    assert [one for one in told(series, replace(ONE, minimum_ratio=500.0)) if one.kind == "volume_up"] == []


def test_fewer_false_alarms_wanted_fewer_alarms_given() -> None:
    series = simulated(World(level=10, bursts=8), days=90, seed=1)
    counts = [len(told(series, replace(ONE, false_alarms_a_month=x), from_day=55)) for x in (0.2, 2, 40)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_a_lasting_step_becomes_usual() -> None:
    """Three times as loud for good: told on the first day, and in the third week no more."""
    series = simulated(WORLD, days=84, seed=5, event=Event(EVENT, 24 * 30, factor=3.0))
    days = [(series.index(alarm.at) - EVENT) // 24 for alarm in told(series, STRICT) if alarm.kind == "volume_up"]
    assert days[0] == 0
    assert max(days) < 14
    assert len(days) <= 5


HOSTILE = {
    "nothing": (),
    "one hour": (3,),
    "zeros": (0,) * 2160,
    "gaps": (None,) * 2160,
    "huge": (10**9,) * 2160,
    "one huge": (*([2] * 1000), 10**12, *([2] * 200)),
    "every other hour a gap": (4, None) * 1080,
    "one mention": (*([0] * 1000), 1, *([0] * 200)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_series_neither_fail_nor_alarm_for_nothing(name: str) -> None:
    counts = HOSTILE[name]
    done = backtest(Series(START, counts, counts, counts), ONE, first=START + 40 * 24 * HOUR)
    evaluation = evaluate(Series(START, counts), learn(Series(START, counts), ONE), ONE)
    assert len(evaluation.findings) + len(evaluation.withheld) <= len(ONE.kinds)
    if name == "one huge":
        assert done.alarms[0].kind == "volume_up"
    else:
        assert done.alarms == ()


def test_gaps_are_not_silence() -> None:
    series = simulated(WORLD, days=66, seed=5)
    counts = tuple(None if EVENT <= hour < EVENT + 40 else count for hour, count in enumerate(series.counts))
    done = backtest(Series(START, counts), Settings(kinds=("silence",)), first=START + timedelta(days=62))
    assert done.alarms == ()
    assert done.withheld["silence", "gap"] == 40


def test_a_change_of_the_clock_is_no_event() -> None:
    # Readers in Paris, who live by their clock: on 29 March everything comes an hour earlier in UTC.
    local = replace(WORLD, bursts=0.0)
    series = simulated(local, days=100, seed=21)
    change = (datetime(2026, 3, 29, 1, tzinfo=UTC) - START) // HOUR
    counts = (*series.counts[:change], *series.counts[change + 1 :])
    moved = Series(START - HOUR, counts)  # 0:00 in Paris is 23:00 UTC in winter
    settings = replace(STRICT, zone="Europe/Paris", kinds=("volume_up", "silence"))
    done = backtest(moved, settings, first=START + timedelta(days=81))
    assert [alarm for alarm in done.alarms if alarm.at < START + timedelta(days=88)] == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=400), st.integers(0, 400))
@drawing(max_examples=25, deadline=None)
def test_any_counts_have_an_answer(counts: list[int | None], source: int) -> None:
    series = Series(
        START, tuple(counts), tuple(counts), tuple(counts), source_starts=(START + source * HOUR,)
    )
    evaluation = evaluate(series, learn(series, ONE), ONE)
    for finding in evaluation.findings:
        assert 0 <= finding.chance <= 1
        assert finding.low <= finding.high


AIRLINES = "airline2015/tweets_dev.csv.gz"


@require_data(AIRLINES)
def test_real_events_of_february_2015(shared_data: Path) -> None:
    settings = Settings(monitored=6, zone="America/Los_Angeles")
    start = datetime(2015, 2, 17, 8, tzinfo=UTC)
    day = datetime(2015, 2, 21, 8, tzinfo=UTC)
    # American only begins on 22 February, with 87 posts an hour after three in five days: that is no alarm.
    american = backtest(_airline(shared_data, "American", start), settings)
    assert american.alarms == ()
    assert american.judged_hours == 0
    # Southwest cancels flights on the 21st: 73 % negative after 38–40 %.
    alarms = backtest(_airline(shared_data, "Southwest", start), settings).alarms
    [alarm] = [one for one in alarms if day <= one.at < day + timedelta(days=1)]
    assert (alarm.kind, alarm.reason_code, alarm.facts["mode"]) == (
        "negative_up", "more_negative_than_usual", "short",
    )  # fmt: skip
    assert 0.38 <= alarm.expected <= 0.43
    assert alarm.observed > 0.65


def _airline(data: Path, name: str, start: datetime) -> Series:
    counts, negatives = [0] * 180, [0] * 180
    with gzip.open(data / AIRLINES, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            hour = (datetime.fromisoformat(row["created_at"]) - start) // HOUR
            if row["airline"] == name and 0 <= hour < 180:
                counts[hour] += 1
                negatives[hour] += row["airline_sentiment"] == "negative"
    return Series(start, tuple(counts), tuple(counts), tuple(negatives))
