"""Relationship health: the parts with their arithmetic, the rank among others, and when there is no figure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parvis.people.logic.health import PARTS, health, measured, quantiles_of, rank
from parvis.people.logic.touches import BOUGHT, MENTIONED, SAID, TOLD, Touch

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def said(days: float, mood: str = "", thread: int = 1, settled: float | None = None) -> Touch:
    return Touch(
        days_ago(days), SAID, "email", thread, mood, settled_at=None if settled is None else days_ago(settled)
    )


def told(days: float, thread: int = 1) -> Touch:
    return Touch(days_ago(days), TOLD, "email", thread)


@pytest.mark.parametrize(
    ("touches", "key", "value", "n"),
    [
        # contacts 100, 70, 40 and 10 days ago: usual gap 30 days, silent for 10: 10/30
        ([said(100), said(70), said(40), said(10)], "silence", 1 / 3, 4),
        # three contacts make no rhythm
        ([said(100), said(70), said(40)], "silence", None, 0),
        # bought every 50 days, the last time 75 days ago: 75/50
        ([Touch(days_ago(d), BOUGHT, "web") for d in (175, 125, 75)], "buying", 1.5, 3),
        # of four labelled in half a year one good, two bad: (1 − 2) / 4; the one before does not count
        ([said(300, "positive"), said(80, "negative"), said(70, "negative"), said(60, "neutral"),
          said(50, "positive")], "mood", -0.25, 4),
        # thread 1 was settled, thread 2 waits for 20 days, thread 3 for 3 only
        ([said(90, thread=1, settled=80), said(20, thread=2), said(3, thread=3)], "open", 1.0, 3),
        # two threads began in a year, one of them badly
        ([said(90, "negative", 1), said(20, "neutral", 2)], "trouble", 0.5, 2),
        ([said(90, thread=1), told(89, 1), said(20, thread=2)], "answered", 0.5, 2),
        # waited 24 h and 48 h: median 36 h
        ([said(90, thread=1), told(89, 1), said(20, thread=2), told(18, 2)], "wait", 36.0, 2),
        ([said(730)], "tenure", 2.0, 1),
    ],
)  # fmt: skip
def test_each_part(touches, key, value, n):
    found = measured(sorted(touches, key=lambda one: one.at), agreed=None, at=NOW).get(key)
    if value is None:
        assert found is None
    else:
        assert (found.value, found.n) == (pytest.approx(value), n)


def test_parts_are_of_their_time():
    """What happened later is not known at an earlier time: the trend is not rewritten."""
    touches = [said(100), said(70), said(40), said(35, "negative"), said(10, "negative")]
    assert "mood" not in measured(touches, agreed=None, at=days_ago(30))
    assert measured(touches, agreed=None, at=NOW)["mood"].value == -1.0
    assert measured(touches, agreed=(1, 4), at=NOW)["allows"].value == 0.25


def test_a_mention_is_no_conversation():
    found = measured([Touch(days_ago(9), MENTIONED, "mastodon", sentiment="negative")], agreed=None, at=NOW)
    assert set(found) == {"tenure"}


@pytest.mark.parametrize(
    ("value", "more_is_better", "expected"),
    [(0, True, 10.0), (2, True, 50.0), (2, False, 50.0), (4, True, 90.0), (9, False, 0.0), (-1, True, 0.0)],
)
def test_rank_is_the_middle_of_its_equals(value, more_is_better, expected):
    assert rank(value, [0, 1, 2, 3, 4], more_is_better=more_is_better) == pytest.approx(expected)


def test_the_figure_is_the_weighted_mean_of_ranks():
    parts = measured([said(100), said(70), said(40), said(10), told(9)], agreed=(1, 1), at=NOW)
    scales = {part.key: [0.0, 0.5, 1.0] for part in PARTS}
    found = health(parts, scales, compared=50)
    weights = {part.key: part.weight for part in PARTS}
    expected = sum(weights[k] * r for k, r in found.ranks.items()) / sum(weights[k] for k in found.ranks)
    assert found.figure == pytest.approx(expected)
    assert set(found.ranks) == set(parts)


def test_too_few_to_compare_with_or_too_few_parts_make_no_figure():
    parts = measured([said(10)], agreed=None, at=NOW)
    scales = {part.key: [0.0, 1.0] for part in PARTS}
    assert health(parts, scales, compared=49).figure is None
    assert health({"tenure": parts["tenure"]}, scales, compared=500).figure is None


def test_a_scale_names_nobody():
    assert len(quantiles_of([float(n) for n in range(10_000)])) == 101
    assert quantiles_of([]) == []
