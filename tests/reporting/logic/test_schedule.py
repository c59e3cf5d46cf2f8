"""When reports are due, and about which days, over the two nights on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from parvis.reporting.logic.schedule import next_due, period_of

PARIS = ZoneInfo("Europe/Paris")


def due(frequency="weekly", weekday=0, hour=8, after=datetime(2026, 3, 18, 12, tzinfo=UTC)):
    return next_due(frequency, weekday=weekday, hour=hour, after=after, zone=PARIS)


def test_it_is_the_hour_of_the_wall_clock_in_winter_and_in_summer():
    assert due() == datetime(2026, 3, 23, 7, tzinfo=UTC)
    assert due(after=datetime(2026, 3, 23, 7, tzinfo=UTC)) == datetime(2026, 3, 30, 6, tzinfo=UTC)


def test_an_hour_that_spring_leaves_out_is_the_one_after_it():
    # On Sunday 29 March 2026 the clock goes from 2:00 to 3:00.
    assert due(weekday=6, hour=2, after=datetime(2026, 3, 28, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, tzinfo=UTC
    )


def test_an_hour_that_comes_twice_in_autumn_is_the_first_and_comes_once():
    first = due(weekday=6, hour=2, after=datetime(2026, 10, 24, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert due(weekday=6, hour=2, after=first) == datetime(2026, 11, 1, 1, tzinfo=UTC)


def test_a_monthly_report_is_due_on_the_first():
    assert due("monthly", after=datetime(2026, 12, 1, 7, tzinfo=UTC)) == datetime(2027, 1, 1, 7, tzinfo=UTC)
    assert due("monthly", after=datetime(2026, 12, 1, 6, 59, tzinfo=UTC)) == datetime(
        2026, 12, 1, 7, tzinfo=UTC
    )


def test_without_a_schedule_it_is_never_due():
    assert due("") is None


@given(
    st.integers(1_577_836_800, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(["weekly", "monthly"]),
    st.integers(0, 6),
    st.integers(0, 23),
)
def test_the_next_time_is_later_and_none_lies_between(after, frequency, weekday, hour):
    found = due(frequency, weekday, hour, after)
    assert after < found <= after + timedelta(days=7 if frequency == "weekly" else 31, hours=1)
    assert due(frequency, weekday, hour, found - timedelta(seconds=1)) == found


def test_periods_are_whole_and_over():
    def days(kind, today=date(2026, 3, 18)):
        period = period_of(kind, today=today, zone=PARIS)
        return period.first, period.last

    assert days("week") == (date(2026, 3, 9), date(2026, 3, 15))
    assert days("week", date(2026, 3, 16)) == (date(2026, 3, 9), date(2026, 3, 15))
    assert days("month") == (date(2026, 2, 1), date(2026, 2, 28))
    assert days("month", date(2026, 1, 1)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert days("quarter") == (date(2025, 10, 1), date(2025, 12, 31))
    assert days("quarter", date(2026, 4, 1)) == (date(2026, 1, 1), date(2026, 3, 31))
    assert days("days_30") == (date(2026, 2, 16), date(2026, 3, 17))
