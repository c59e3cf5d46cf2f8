"""Series: what is refused, gaps, clocks that change, sources put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from parvis.listening.logic.detection import Series, Settings, sum_of_sources
from parvis.listening.logic.detection.seasons import slots_of
from parvis.listening.logic.detection.series import by_day, whole_hour

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    [
        {"start": datetime(2026, 1, 5, 0, 30, tzinfo=UTC), "counts": (1,)},
        {"start": datetime(2026, 1, 5), "counts": (1,)},  # noqa: DTZ001
        {"start": MONDAY, "counts": (-1,)},
        {"start": MONDAY, "counts": (1, 2), "analysed": (1,), "negatives": (0,)},
        {"start": MONDAY, "counts": (1,), "analysed": (1,)},
        {"start": MONDAY, "counts": (1,), "analysed": (1,), "negatives": (2,)},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Series(**given)  # type: ignore[arg-type]


def test_hours_are_those_of_utc() -> None:
    # Noon in Kolkata is half past six: the half hour belongs to no series of whole hours.
    local = timezone(timedelta(hours=2))
    series = Series(datetime(2026, 1, 5, 2, tzinfo=local), (1, 2, 3))
    assert series.at(2) == datetime(2026, 1, 5, 2, tzinfo=UTC)
    assert series.index(datetime(2026, 1, 5, 1, 59, tzinfo=UTC)) == 1


def test_slots_follow_the_clock_of_the_readers() -> None:
    # Paris, Sunday 29 March 2026: after 1:00 (0:00 UTC) comes 3:00 (1:00 UTC). Sunday is weekday 6.
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert list(slots_of(start, 4, zone="Europe/Paris") - 6 * 24) == [0, 1, 3, 4]
    # Sunday 25 October 2026: 2:00 comes twice.
    start = datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert list(slots_of(start, 4, zone="Europe/Paris") - 6 * 24) == [1, 2, 2, 3]
    every = slots_of(MONDAY, 24 * 400, zone="Europe/Paris")
    expected = [
        moment.weekday() * 24 + moment.hour
        for moment in ((MONDAY + timedelta(hours=hour)).astimezone(_paris()) for hour in range(24 * 400))
    ]
    assert list(every) == expected


def _paris() -> object:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Paris")


def test_days_are_counted_back_from_the_end() -> None:
    import numpy as np

    rows = by_day(np.arange(30, dtype=float), -1.0)
    assert rows.shape == (2, 24)
    assert list(rows[0, :19]) == [-1.0] * 18 + [0.0]
    assert rows[1, -1] == 29


def test_new_sources_are_left_out_until_they_settle() -> None:
    old = Series(MONDAY, (5,) * 200, (5,) * 200, (1,) * 200)
    late = MONDAY + timedelta(hours=150)
    new = Series(late, (90,) * 50, (90,) * 50, (0,) * 50)
    at = MONDAY + timedelta(hours=200)
    total, left_out = sum_of_sources({"old": old, "new": new}, at=at, settings=Settings())
    assert (total.counts, left_out) == (old.counts, ["new"])
    total, left_out = sum_of_sources({"old": old, "new": new}, at=at, settings=Settings(settling_hours=40))
    assert left_out == []
    assert (total.counts[149], total.counts[150], total.source_starts) == (5, 95, (late,))
    assert sum_of_sources({}, at=at, settings=Settings())[0].counts == ()


def test_a_gap_in_one_source_is_a_gap() -> None:
    one, other = Series(MONDAY, (1, 2, 3)), Series(MONDAY, (1, None))
    total, _ = sum_of_sources(
        {"one": one, "other": other}, at=MONDAY + timedelta(days=9), settings=Settings()
    )
    assert total.counts == (2, None, None)


def test_whole_hour() -> None:
    assert whole_hour(datetime(2026, 1, 5, 7, 59, 59, 9, tzinfo=UTC)) == datetime(2026, 1, 5, 7, tzinfo=UTC)
