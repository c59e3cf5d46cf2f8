"""Alerts: false alarms a month where nothing happens, delay on planted and on real events, cost of an hour.

python -m bench.alerts          about three minutes
python -m bench.alerts --quick  one series each
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.alert_series import START, Event, World, simulated
from parvis.listening.logic.detection import Alarm, Series, Settings, backtest, evaluate, learn
from parvis.listening.logic.detection.charts import ears
from parvis.listening.logic.detection.series import HOUR, whole_hour

DATA = Path(os.environ.get("PARVIS_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
BUDGET, LEVELS = 2.0, (0.3, 2.0, 10.0, 100.0)
DAYS, EVENT_DAY = 90, 63
EVENTS = {
    "volume × 3 for a day": ("volume_up", {"factor": 3.0, "hours": 24}),
    "volume × 1.7 for two days": ("volume_up", {"factor": 1.7, "hours": 48}),
    "silence for two days": ("silence", {"factor": 0.0, "hours": 48}),
    "volume halved for two days": ("silence", {"factor": 0.5, "hours": 48}),
    "negative share + 30 points for a day": ("negative_up", {"points": 0.30, "hours": 24}),
    "negative share + 15 points for two days": ("negative_up", {"points": 0.15, "hours": 48}),
}


def false_alarms(seeds: int) -> bool:
    settings = Settings(false_alarms_a_month=BUDGET)
    print(
        f"\nFalse alarms a month (budget {BUDGET:g}; {seeds} series of {DAYS} days a level; nothing planted but"
    )
    print("two small bursts a month and a drifting level)")
    print(f"{'mentions an hour':>17} {'all':>6} {'seasonal':>9} {'short':>6} {'EARS C1 by day':>15}  by kind")
    worst = 0.0
    for level in LEVELS:
        alarms: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        hours: Counter[str] = Counter()
        plain = 0
        for seed in range(seeds):
            series = simulated(World(level), days=DAYS, seed=1000 + seed)
            done = backtest(series, settings)
            for alarm in done.alarms:
                alarms[str(alarm.facts["mode"])] += 1
                kinds[alarm.kind] += 1
            hours.update(done.modes)
            plain += sum(score is not None and score > 3 for score in ears(by_day(series)))
        everything = rate(sum(alarms.values()), sum(hours.values()))
        worst = max(worst, everything)
        rows = " ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        print(
            f"{level:>17g} {everything:>6.2f} {rate(alarms['seasonal'], hours['seasonal']):>9.2f} "
            f"{rate(alarms['short'], hours['short']):>6.2f} {30 * plain / (seeds * (DAYS - 7)):>15.2f}  {rows}"
        )
    return verdict("false alarms within the budget at every level", worst <= BUDGET)


def delays(seeds: int) -> None:
    settings = Settings(false_alarms_a_month=BUDGET)
    print(
        f"\nPlanted events ({seeds} each, beginning at 9:00 of day {EVENT_DAY}): found, and median hours until told"
    )
    print(f"{'':42}" + "".join(f"{level:>14g}/h" for level in LEVELS))
    for name, (kind, how) in EVENTS.items():
        cells = []
        for level in LEVELS:
            waits = []
            for seed in range(seeds):
                begin = EVENT_DAY * 24 + 9
                event = Event(hour=begin, **how)  # type: ignore[arg-type]
                series = simulated(World(level), days=EVENT_DAY + 4, seed=2000 + seed, event=event)
                first = START + timedelta(hours=begin - 9 - 24)
                done = backtest(series, settings, first=first)
                told = [series.index(alarm.at) - begin for alarm in done.alarms if alarm.kind == kind]
                waits += (
                    [min(hour for hour in told if hour >= 0) + 1] if any(hour >= 0 for hour in told) else []
                )
            cells.append(f"{len(waits)}/{seeds}  {median(waits):>3.0f} h" if waits else f"{0}/{seeds}     –")
        print(f"{name:42}" + "".join(f"{cell:>16}" for cell in cells))


def airlines() -> bool:
    path = DATA / "airline2015/tweets_dev.csv.gz"
    if not path.exists():
        print(f"\nairline2015 is absent from {DATA}")
        return True
    by_airline: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
    with gzip.open(path, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            moment = datetime.fromisoformat(row["created_at"]).astimezone(UTC)
            by_airline[row["airline"]].append((moment, row["airline_sentiment"] == "negative"))
    start = datetime(2015, 2, 17, 8, tzinfo=UTC)
    settings = Settings(false_alarms_a_month=BUDGET, monitored=len(by_airline), zone="America/Los_Angeles")
    print("\nairline2015: six series of a week, one budget (short mode; times of Los Angeles)")
    told: dict[str, tuple[Alarm, ...]] = {}
    for name, posts in sorted(by_airline.items()):
        done = backtest(series_of(posts, start=start, end=datetime(2015, 2, 24, 20, tzinfo=UTC)), settings)
        told[name] = done.alarms
        print(f"  {name}: {'; '.join(map(told_as, done.alarms)) or 'nothing'}")
    southwest = [alarm for alarm in told["Southwest"] if alarm.kind == "negative_up"]
    day = datetime(2015, 2, 21, 8, tzinfo=UTC)
    is_in_time = any(day <= alarm.at < day + timedelta(days=1) for alarm in southwest)
    return verdict("Southwest, 21 February: negative share told that day", is_in_time) & verdict(
        "American, begins on 22 February: nothing told", not told["American"]
    )


def telecom() -> None:
    path = DATA / "free_telecom_fr/tweets_dev.csv.gz"
    if not path.exists():
        print(f"\nfree_telecom_fr is absent from {DATA}")
        return
    with gzip.open(path, "rt", newline="") as stream:
        posts = [
            (datetime.fromisoformat(row["date"]).astimezone(UTC), False)
            for row in csv.DictReader(stream)
            if row["is_brand"] == "False"
        ]
    start, end = datetime(2024, 6, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    series = series_of(posts, start=start, end=end)
    settings = Settings(false_alarms_a_month=BUDGET, zone="Europe/Paris", kinds=("volume_up", "silence"))
    done = backtest(Series(series.start, series.counts), settings)
    total = sum(count or 0 for count in series.counts)
    print(
        f"\nfree_telecom_fr, June to December 2024: {total} posts, {done.alarms_a_month or 0:.1f} alarms a month"
    )
    for alarm in done.alarms:
        print(f"  {told_as(alarm)}")


def cost() -> bool:
    settings = Settings()
    series = simulated(World(10), days=DAYS, seed=7)
    baseline = learn(series, settings)
    learning = seconds(lambda: learn(series, settings), 10)
    quiet = seconds(lambda: evaluate(series, baseline, settings), 50)
    stormy = simulated(World(10), days=DAYS, seed=7, event=Event(hour=DAYS * 24 - 24, hours=24, factor=5))
    loud = seconds(lambda: evaluate(stormy, baseline, settings), 50)
    print(f"\nCPU a series of {DAYS} days: learn {1000 * learning:.1f} ms; the newest hour {1000 * quiet:.2f} ms, "
          f"in a storm {1000 * loud:.2f} ms")  # fmt: skip
    return verdict("the newest hour in at most 5 ms", max(quiet, loud) <= 0.005)


def series_of(posts: list[tuple[datetime, bool]], *, start: datetime, end: datetime) -> Series:
    hours = (end - start) // HOUR
    counts, negatives = [0] * hours, [0] * hours
    for moment, is_negative in posts:
        index = (whole_hour(moment) - start) // HOUR
        if 0 <= index < hours:
            counts[index] += 1
            negatives[index] += is_negative
    return Series(start, tuple(counts), tuple(counts), tuple(negatives))


def by_day(series: Series) -> list[int]:
    return [sum(count or 0 for count in series.counts[at : at + 24]) for at in range(0, len(series), 24)]


def told_as(alarm: Alarm) -> str:
    local = alarm.at - (8 * HOUR if alarm.at.year == 2015 else timedelta(0))
    as_text = ".0%" if alarm.kind == "negative_up" else ".0f"
    return (
        f"{local:%d %b %H h} {alarm.kind} {alarm.observed:{as_text}} in {alarm.facts['hours']} h "
        f"(usual {alarm.expected:{as_text}}, {alarm.low:{as_text}} to {alarm.high:{as_text}})"
    )


def rate(alarms: int, hours: int) -> float:
    return 720 * alarms / hours if hours else 0.0


def seconds(act, times: int) -> float:  # type: ignore[no-untyped-def]
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times


def verdict(name: str, is_met: bool) -> bool:
    print(f"  {name}: {'met' if is_met else 'MISSED'}")
    return is_met


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    seeds = 1 if parser.parse_args().quick else 8
    met = [cost(), airlines()]
    telecom()
    delays(seeds if seeds == 1 else 12)
    met.append(false_alarms(seeds))
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
