import pytest

from parvis.foundation.logic.intervals import net_share, share
from parvis.foundation.logic.metrics import Figure
from parvis.reporting.logic.changes import Change, change


def figure(value, low=None, high=None, n=100):
    return Figure(value, n, low, high)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        # 130 against 100: 30 / √230 = 1.978 > 1.96; 129: 29 / √229 = 1.916.
        (130, 100, Change(30, 0.3, "up", True)),
        (129, 100, Change(29, 0.29, "up", False)),
        (60, 100, Change(-40, -0.4, "down", True)),
        (100, 100, Change(0, 0.0, "", False)),
        (5, 0, None),
        (None, 5, None),
    ],
)
def test_counts(now, before, expected):
    found = change(figure(now), figure(before), is_count=True)
    assert found == expected if expected is None else (found.difference, round(found.share, 9), *_rest(found)) == (
        expected.difference, expected.share, expected.direction, expected.is_sure,
    )  # fmt: skip


def _rest(found):
    return found.direction, found.is_sure


def test_two_waves_of_a_net_figure():
    # z = (N1 − N2) / √(SE1² + SE2²), the published comparison of two waves of a net promoter score.
    one, other = net_share(500, 300, 1000), net_share(400, 400, 1000)
    assert change(
        figure(one.value, one.low, one.high), figure(other.value, other.low, other.high), is_count=False
    ).is_sure
    one, other = net_share(5, 3, 10), net_share(4, 4, 10)
    assert not change(
        figure(one.value, one.low, one.high), figure(other.value, other.low, other.high), is_count=False
    ).is_sure


def test_a_value_without_an_interval_is_never_sure():
    with_interval = share(50, 100)
    found = change(figure(0.9), figure(0.5, with_interval.low, with_interval.high), is_count=False)
    assert (found.direction, found.is_sure) == ("up", False)


def test_from_zero_there_is_a_difference_but_no_share():
    found = change(figure(12.0, 10, 14), figure(0.0, -2, 2), is_count=False)
    assert (found.difference, found.share, found.is_sure) == (12.0, None, True)
