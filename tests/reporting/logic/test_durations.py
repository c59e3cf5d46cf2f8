import pytest

from parvis.reporting.logic.durations import common_unit, parts_of


@pytest.mark.parametrize(
    ("seconds", "parts"),
    [
        (0, [(0, "second")]),
        (42.4, [(42, "second")]),
        (59.6, [(1, "minute")]),
        (3600, [(1, "hour")]),
        (11_520, [(3, "hour"), (12, "minute")]),
        (3599, [(1, "hour")]),  # rounded to the minute
        (86_400, [(1, "day")]),
        (90_000, [(1, "day"), (1, "hour")]),
        (200_000, [(2, "day"), (8, "hour")]),  # 55.6 h → 56 h
    ],
)
def test_parts(seconds, parts):
    assert parts_of(seconds) == parts


@pytest.mark.parametrize(
    ("values", "unit"),
    [([], "second"), ([None, 30], "second"), ([90], "minute"), ([7199, None], "minute"), ([7200], "hour"),
     ([60, 172_800], "day")],
)  # fmt: skip
def test_the_unit_of_an_axis(values, unit):
    assert common_unit(values) == unit
