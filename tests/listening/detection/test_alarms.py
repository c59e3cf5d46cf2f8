"""The budget over all series, the cool-down, verdicts; topics and authors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from parvis.listening.logic.detection import (
    Evaluation,
    Finding,
    Seen,
    Settings,
    TermCounts,
    alarm_of,
    influential_author,
    raise_alarms,
    reach_of,
    realised_precision,
    rising_topics,
)
from parvis.listening.logic.detection.alarms import threshold
from parvis.listening.logic.detection.topics import dispersion_of, g_squared

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
FINDING = Finding(NOW, "volume_up", 1e-3, 50, 10, 4, 18, "far_above_usual")


def hour(*chances: float, at: datetime = NOW) -> dict[str, Evaluation]:
    return {
        str(index): Evaluation(at, "seasonal", (replace(FINDING, chance=chance, at=at),))
        for index, chance in enumerate(chances)
    }


def test_benjamini_hochberg_by_hand() -> None:
    # 10 tests at 0.05: steps 0.005, 0.010, 0.015, 0.020 … The third fails its step, the fourth
    # passes and takes it along.
    assert threshold([0.001, 0.009, 0.017, 0.019, 0.9], tests=10, rate=0.05) == pytest.approx(0.020)
    assert threshold([0.03], tests=10, rate=0.05) == pytest.approx(0.005)
    assert threshold([], tests=10, rate=0.05) == pytest.approx(0.005)


def test_the_budget_is_shared() -> None:
    settings = Settings(false_alarms_a_month=3, kinds=("volume_up",))
    alone, _ = raise_alarms(hour(0.01), settings, seen={})
    assert list(alone) == ["0"]
    # The same finding among a hundred series is chance; beside others as rare it is not.
    among, _ = raise_alarms(hour(0.01), replace(settings, monitored=100), seen={})
    assert among == {}
    storm, _ = raise_alarms(hour(*[0.01] * 30), replace(settings, monitored=100), seen={})
    assert len(storm) == 30


def test_told_once_until_it_was_quiet_or_grows() -> None:
    settings = Settings(kinds=("volume_up",), cool_down_hours=24)
    seen: dict[tuple[str, str, str], Seen] = {}
    told = []
    chances = {0: 1e-3, 1: 1e-3, 20: 1e-3, 30: 1e-12, 40: 1e-12, 70: 1e-3}
    for step, chance in chances.items():
        alarms, kept = raise_alarms(hour(chance, at=NOW + timedelta(hours=step)), settings, seen=seen)  # type: ignore[arg-type]
        seen |= kept
        told += [(step, alarm.severity) for alarm in alarms.get("0", [])]
    # 30 h: still the same event, but now severe. 70 h: 30 hours after it was last seen.
    assert told == [(0, "notable"), (30, "severe"), (70, "notable")]


def test_severity_is_how_much_rarer_than_the_limit() -> None:
    rare = [alarm_of(replace(FINDING, chance=chance), limit=0.01).severity for chance in (0.01, 1e-4, 1e-6)]
    assert rare == ["notable", "strong", "severe"]


def test_realised_precision() -> None:
    estimate = realised_precision([True] * 8 + [False] * 2)
    assert estimate is not None
    # Wilson for 8 of 10: 0.490 to 0.943.
    assert (estimate.value, round(estimate.low or 0, 3), round(estimate.high or 0, 3)) == (0.8, 0.49, 0.943)
    assert realised_precision([]) is None


def test_g_squared_by_hand() -> None:
    # 20 of 100 now, 10 of 200 before. Expected: 10, 20, 90, 180.
    # 2 (20 ln 2 + 10 ln ½ + 80 ln (8/9) + 190 ln (19/18)) = 2 (13.863 − 6.931 − 9.423 + 10.273) = 15.563
    assert g_squared(20, 100, 10, 200) == pytest.approx(15.563, abs=0.001)
    assert g_squared(5, 100, 20, 200) == 0.0
    assert g_squared(0, 0, 0, 0) == 0.0


def test_new_topics_need_people_and_novelty() -> None:
    terms = [
        TermCounts("panne", 25, 3, daily=(0, 0, 1, 0, 0, 0, 30)),
        TermCounts("bonjour", 60, 900),  # always there
        TermCounts("promo", 4, 0),  # too few people
        TermCounts("prix", 12, 80),  # louder, but known
    ]
    found = rising_topics(
        terms, at=NOW, authors_now=200, authors_before=4000, daily_posts=(100, 90, 110, 100, 95, 105, 220)
    )
    assert [one.subject for one in found] == ["panne"]
    assert found[0].facts["days_in_burst"] == 1
    assert found[0].chance < 1e-9
    assert rising_topics(terms, at=NOW, authors_now=0, authors_before=4000) == []


def test_words_that_wander_together_raise_the_bar() -> None:
    assert dispersion_of([5.0] * 10) == 1.0
    assert dispersion_of([0.91] * 30) == pytest.approx(2.0)
    ordinary = [TermCounts(f"w{index}", 30, 400) for index in range(100)]
    new = TermCounts("panne", 12, 2)
    alone = rising_topics([new], at=NOW, authors_now=200, authors_before=4000)
    among = rising_topics([new, *ordinary], at=NOW, authors_now=200, authors_before=4000)
    assert among[0].chance > alone[0].chance


def test_who_is_influential_depends_on_the_installation() -> None:
    bakery = reach_of([20 + index for index in range(500)], days=90)
    airline = reach_of([200 * (1 + index) for index in range(500)], days=90)
    asked = {"reach": 5000, "at": NOW, "most_a_month": 2.0}
    found = influential_author("anna", usual=bakery, **asked)  # type: ignore[arg-type]
    assert found is not None
    assert (found.subject, found.facts["share_smaller"]) == ("anna", 1.0)
    assert influential_author("anna", usual=airline, **asked) is None  # type: ignore[arg-type]
    assert influential_author("anna", usual=bakery, told=("anna",), **asked) is None  # type: ignore[arg-type]
    assert reach_of([10] * 49, days=90) is None
    assert influential_author("anna", usual=None, **asked) is None  # type: ignore[arg-type]


def test_reach_beyond_what_was_seen_falls_off_as_a_power() -> None:
    # Pareto with exponent 1: 1,000 authors, the i-th largest has 10^6 / i. Twice the largest is half as rare.
    usual = reach_of([10**6 // rank for rank in range(1, 1001)], days=30)
    assert usual is not None
    assert usual.exceeding_a_month(10**4) == pytest.approx(100)
    assert usual.exceeding_a_month(4 * 10**6) == pytest.approx(0.25, rel=0.25)
    flat = reach_of([500] * 100, days=30)
    assert flat is not None
    assert flat.exceeding_a_month(501) == 0.0
