from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from parvis.foundation.logic.periods import Bucket, Period, last_days, period_asked

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("given", "first", "last", "preset"),
    [
        ({}, date(2025, 3, 2), TODAY, 30),
        ({"days": "7"}, date(2025, 3, 25), TODAY, 7),
        ({"days": "90"}, date(2025, 1, 1), TODAY, 90),
        ({"days": "12"}, date(2025, 3, 2), TODAY, 30),
        ({"days": "ten"}, date(2025, 3, 2), TODAY, 30),
        ({"from": "2015-02-16", "to": "2015-02-24"}, date(2015, 2, 16), date(2015, 2, 24), 0),
        ({"from": "2015-02-24", "to": "2015-02-16"}, date(2015, 2, 16), date(2015, 2, 24), 0),
        ({"from": "2025-03-01"}, date(2025, 3, 1), TODAY, 0),
        ({"from": "2025-03-25", "to": "2025-03-31"}, date(2025, 3, 25), TODAY, 7),
        ({"from": "2026-01-01"}, date(2026, 1, 1), date(2026, 1, 1), 0),
        ({"to": "2025-01-30"}, date(2025, 1, 1), date(2025, 1, 30), 0),
        ({"from": "<script>", "to": "0001-01-01"}, date(2025, 3, 2), TODAY, 30),
        ({"from": "2015-02-16", "to": "2015-02-16", "days": "7"}, date(2015, 2, 16), date(2015, 2, 16), 0),
    ],
)
def test_the_period_of_an_address(given, first, last, preset):
    assert period_asked(given, today=TODAY, zone=PARIS) == Period(first, last, PARIS, preset)


def test_a_day_is_the_readers_day_also_when_the_clock_changes():
    # On 30 March 2025 Paris goes from UTC+1 to UTC+2: that day has 23 hours.
    day = Period(date(2025, 3, 30), date(2025, 3, 30), PARIS)
    assert day.start_at == datetime.fromisoformat("2025-03-29T23:00:00+00:00")
    assert day.end_at == datetime.fromisoformat("2025-03-30T22:00:00+00:00")


def test_the_period_before_is_as_long_and_ends_the_day_before():
    period = last_days(7, today=TODAY, zone=PARIS)
    assert period.before == Period(date(2025, 3, 18), date(2025, 3, 24), PARIS)
    assert period.before.end_at == period.start_at
    assert period.days == [date(2025, 3, day) for day in range(25, 32)]


def test_a_century_is_cut_to_ten_years():
    period = period_asked({"from": "1970-01-02", "to": "2100-01-01"}, today=TODAY, zone=PARIS)
    assert (period.length_days, period.last) == (3660, date(2100, 1, 1))


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="ends on or after"):
        Period(TODAY, date(2025, 3, 30), PARIS)


def test_buckets_are_days_then_weeks_then_months_and_cover_every_day_once():
    def buckets(first, last):
        period = Period(first, last, PARIS)
        found = period.buckets
        assert sum((bucket.last - bucket.first).days + 1 for bucket in found) == period.length_days
        return period.grain, len(found), found[0]

    # 1 January 2025 is a Wednesday: its week began on 30 December.
    january = date(2025, 1, 1)
    assert buckets(january, date(2025, 4, 30)) == ("day", 120, Bucket(january, january, january))
    assert buckets(january, date(2025, 5, 1)) == (
        "week", 18, Bucket(date(2024, 12, 30), january, date(2025, 1, 5)),
    )
    assert buckets(date(2020, 12, 15), date(2025, 6, 30)) == (
        "month", 55, Bucket(date(2020, 12, 1), date(2020, 12, 15), date(2020, 12, 31)),
    )
