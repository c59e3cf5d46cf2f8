"""Dates as the world writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.channels.logic.dates import DateOrder, guess_date_order, parse_date, refuse_date

DAY = datetime(2020, 12, 28, 7, 26, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2020-12-28T07:26:23Z", "2020-12-28 07:26:23+00:00", "2020-12-28T08:26:23+01:00", "2020-12-28 07:26:23 UTC",
        "2020-12-28T07:26:23.000Z", "20201228072623", "1609140383", "1609140383000", "1609140383000000",
        "1609140383.0", "Mon, 28 Dec 2020 07:26:23 +0000", "Mon, 28 Dec 2020 07:26:23 GMT",
        "28 Dec 2020 02:26:23 EST", "Mon Dec 28 07:26:23 +0000 2020", "28/12/2020 07:26:23", "28.12.2020 07:26:23",
        "28/12/2020 à 07:26:23", "28-12-2020 07:26:23", "lundi 28 décembre 2020 à 07:26:23",
        "lun., 28 déc. 2020 07:26:23 GMT", "December 28, 2020 7:26:23 AM", "28/12/2020 7:26:23 AM",
        " 2020-12-28 07:26:23 ",
    ],
)  # fmt: skip
def test_the_same_moment_in_many_forms(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-12-28", datetime(2020, 12, 28, tzinfo=UTC)),
        ("20201228", datetime(2020, 12, 28, tzinfo=UTC)),
        ("3/4/25", datetime(2025, 4, 3, tzinfo=UTC)),
        ("1er mars 2026", datetime(2026, 3, 1, tzinfo=UTC)),
        ("le 3 août 2021 à 14h05", datetime(2021, 8, 3, 14, 5, tzinfo=UTC)),
        ("December 28, 2020 7:26 PM", datetime(2020, 12, 28, 19, 26, tzinfo=UTC)),
        ("12/28/2020 12:05 am", None),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_other_forms(text: str, moment: datetime | None) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "10", "may", "août 2020", "2020-02-30", "0001-01-01T00:00:00+14:00", "99999999999999999999",
     "9999-12-31T23:59:59-23:00", "12:30", "v1.2.3", "x" * 1000, "1e9", "nan", "²", "٢٠٢٠"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_zone_holds_for_texts_without_one() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert parse_date("2020-07-01 12:00", zone=paris) == datetime(2020, 7, 1, 10, tzinfo=UTC)
    assert parse_date("2020-07-01 12:00Z", zone=paris) == datetime(2020, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("samples", "order"),
    [
        (["01/02/2025"], "dmy"),
        (["01/02/2025", "12/28/2025"], "mdy"),
        (["28/12/2025", "01/02/2025"], "dmy"),
        (["28/12/2025", "12/28/2025"], "dmy"),
        ([], "dmy"),
    ],
)
def test_month_first_needs_a_proof(samples: list[str], order: DateOrder) -> None:
    assert guess_date_order(samples) == order


def test_impossible_times_have_a_reason() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    assert refuse_date(datetime(1994, 12, 31, tzinfo=UTC), now=now) == "date-too-old"
    assert refuse_date(now + timedelta(days=1, seconds=1), now=now) == "date-in-future"
    assert refuse_date(now + timedelta(days=1), now=now) == ""


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-720, 840))  # noqa: DTZ001
def test_every_iso_moment_is_read_back(naive: datetime, offset_minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
    assert parse_date(moment.isoformat()) == moment


@given(st.text(max_size=70))
def test_no_text_raises(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is not None
