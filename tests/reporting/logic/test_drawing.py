"""Charts as shapes: inside the sheet, with gaps, round ticks, nothing drawn that is not there."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parvis.reporting.logic.content import Line, ShownChart
from parvis.reporting.logic.drawing import Area, Stroke, Words, chart_drawing, shares_drawing, ticks_between

values = st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=60)


def chart(lines, kind="line"):
    points = [date(2026, 1, 1) + timedelta(days=step) for step in range(len(lines[0].values))]
    return ShownChart("k", "t", "u", kind, points, lines, 1, 0)


def drawn(found):
    return chart_drawing(found, number=str, day=str)


def points_of(drawing):
    for shape in drawing.shapes:
        yield from [shape.at] if isinstance(shape, Words) else shape.points


@given(values, st.sampled_from(["line", "bars"]))
def test_everything_lies_on_the_sheet(found, kind):
    drawing = drawn(chart([Line("a", found, [], [], "subject")], kind))
    assert all(0 <= x <= drawing.width and -5 <= y <= drawing.height for x, y in points_of(drawing))


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=5, max_size=5), min_size=1, max_size=4))
def test_stacks_lie_on_the_sheet(layers):
    drawing = drawn(
        chart([Line(str(i), layer, [], [], "neutral") for i, layer in enumerate(layers)], "stacked")
    )
    assert all(0 <= x <= drawing.width and -5 <= y <= drawing.height for x, y in points_of(drawing))


def test_a_gap_breaks_the_line_and_is_no_zero():
    drawing = drawn(chart([Line("a", [5.0, 6.0, None, 7.0, 8.0, None, 9.0], [], [], "subject")]))
    strokes = [one for one in drawing.shapes if isinstance(one, Stroke) and one.tone == "subject"]
    assert [len(one.points) for one in strokes] == [2, 2, 2]


def test_the_interval_is_a_band_round_the_line():
    drawing = drawn(chart([Line("a", [5.0, 6.0], [4.0, 5.0], [6.0, 7.0], "subject")]))
    (band,) = [one for one in drawing.shapes if isinstance(one, Area)]
    assert band.is_faint and len(band.points) == 4


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_ticks_are_few_and_reach_over_everything(low, span):
    ticks = ticks_between(low, low + span)
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= low + span * 1e-6 and ticks[-1] >= low + span * (1 - 1e-6)


def test_shares_have_bars_as_long_as_they_are():
    drawing = shares_drawing(["a", "b", "c"], [(0.5, 0.4, 0.6), (0.25, None, None), None], percent=str)
    bars = [one for one in drawing.shapes if isinstance(one, Area)]
    lengths = [bar.points[1][0] - bar.points[0][0] for bar in bars]
    assert len(bars) == 2
    assert abs(lengths[0] - 2 * lengths[1]) < 0.05
