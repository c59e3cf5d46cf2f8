"""A chart as shapes on a sheet of 640 points' width: the same ones become SVG on a page and strokes in a PDF.

y grows downwards. Tones are those of charts everywhere (foundation/logic/metrics.py) and `grid`, `text`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import ceil, floor, log10
from typing import Literal

from parvis.reporting.logic.content import Line, ShownChart

WIDTH, HEIGHT = 640.0, 210.0
LEAST_STEP = 1e-9  # below it, two values are one
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 10.0, 22.0
ROW, NAMES = 22.0, 170.0
# Distances of day labels, in points of the chart; the smallest that leaves them room is taken.
MOST_DAY_LABELS = 7
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    points: tuple[Point, ...]
    tone: str
    width: float = 1.6


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon; faint for an interval."""

    points: tuple[Point, ...]
    tone: str
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    at: Point
    text: str
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Stroke | Area | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """legend: (tone, label) of what is drawn, empty where one line explains itself."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[tuple[str, str], ...] = field(default=())


def chart_drawing(
    chart: ShownChart, *, number: Callable[[float], str], day: Callable[[date], str]
) -> Drawing:
    """number and day write values and days in the reader's language."""
    is_stacked = chart.kind == "stacked"
    low, high = _bounds(chart.lines, is_stacked=is_stacked)
    ticks = ticks_between(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    span = high - low or 1.0

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / span, 2)

    slot = (WIDTH - LEFT - RIGHT) / max(1, len(chart.points))

    def x(place: float) -> float:
        return round(LEFT + slot * place, 2)

    shapes: list[Shape] = []
    for tick in ticks:
        shapes.append(Stroke(((LEFT, y(tick)), (WIDTH - RIGHT, y(tick))), "grid", 1.2 if tick == 0 else 0.6))
        shapes.append(Words((LEFT - 6, y(tick) + 3.5), number(tick), "end"))
    step = ceil(len(chart.points) / MOST_DAY_LABELS)
    for place in range(0, len(chart.points), step):
        shapes.append(Words((x(place + 0.5), HEIGHT - 6), day(chart.points[place]), "middle"))
    if is_stacked:
        shapes += _stacks(chart.lines, x, y, slot)
    elif chart.kind == "bars":
        for line in chart.lines[:1]:
            for place, value in enumerate(line.values):
                if value:
                    shapes.append(_bar(x(place), slot, y(0), y(value), line.tone))
    else:
        for line in chart.lines:
            shapes += _course(line, x, y)
    legend = tuple((line.tone, line.label) for line in chart.lines) if len(chart.lines) > 1 else ()
    return Drawing(WIDTH, HEIGHT, tuple(shapes), legend)


def shares_drawing(
    names: Sequence[str],
    shares: Sequence[tuple[float, float | None, float | None] | None],
    *,
    percent: Callable[[float], str],
) -> Drawing:
    """A bar for each share with its interval as a whisker, from 0 to the first round share above all of them."""
    ends = [max(share[0], share[2] or 0) for share in shares if share]
    ticks = ticks_between(0, max(ends, default=1.0))
    most = ticks[-1] or 1.0
    height = ROW * len(names) + 18

    def x(share: float) -> float:
        return round(NAMES + (WIDTH - NAMES - 24) * share / most, 2)

    shapes: list[Shape] = []
    for tick in ticks:
        shapes.append(Stroke(((x(tick), 2), (x(tick), height - 16)), "grid", 0.6))
        shapes.append(Words((x(tick), height - 4), percent(tick), "middle"))
    for place, (name, share) in enumerate(zip(names, shares, strict=True)):
        middle = ROW * place + ROW / 2 + 2
        shapes.append(Words((NAMES - 8, middle + 3.5), shortened(name), "end"))
        if share is None:
            continue
        value, low, high = share
        corners = ((x(0), middle - 6), (x(value), middle - 6), (x(value), middle + 6), (x(0), middle + 6))
        shapes.append(Area(corners, "subject"))
        if low is not None and high is not None:
            shapes.append(Stroke(((x(low), middle), (x(high), middle)), "text", 1.2))
            for end in (low, high):
                shapes.append(Stroke(((x(end), middle - 3), (x(end), middle + 3)), "text", 1.2))
    return Drawing(WIDTH, height, tuple(shapes))


def shortened(name: str, most: int = 26) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def ticks_between(low: float, high: float, *, about: int = 4) -> list[float]:
    """Round numbers from at most low to at least high, at steps of 1, 2 or 5 times a power of ten."""
    if (high - low) / about < LEAST_STEP:
        high = low + 1
    raw = (high - low) / about
    size = 10.0 ** floor(log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * place, 10) for place in range(first, last + 1)]


def _bounds(lines: Sequence[Line], *, is_stacked: bool) -> tuple[float, float]:
    if is_stacked:
        sums = [
            sum(value or 0 for value in values)
            for values in zip(*(line.values for line in lines), strict=True)
        ]
        return 0.0, max(sums, default=1.0)
    every = [
        value for line in lines for values in (line.values, line.low, line.high) for value in values
        if value is not None
    ]  # fmt: skip
    return min(0.0, *every, 0.0), max(0.0, *every, 0.0)


def _stacks(
    lines: Sequence[Line], x: Callable[[float], float], y: Callable[[float], float], slot: float
) -> list[Shape]:
    shapes: list[Shape] = []
    for place in range(len(lines[0].values) if lines else 0):
        below = 0.0
        for line in lines:
            if value := line.values[place]:
                shapes.append(_bar(x(place), slot, y(below), y(below + value), line.tone))
                below += value
    return shapes


def _bar(left: float, slot: float, bottom: float, top: float, tone: str) -> Area:
    gap = min(3.0, slot * 0.15)
    a, b = round(left + gap, 2), round(left + slot - gap, 2)
    return Area(((a, top), (b, top), (b, bottom), (a, bottom)), tone)


def _course(line: Line, x: Callable[[float], float], y: Callable[[float], float]) -> list[Shape]:
    """Pieces between gaps; what stands alone is a dot."""
    shapes: list[Shape] = []
    places = range(len(line.values))
    for is_there, group in groupby(places, key=lambda place: line.values[place] is not None):
        if not is_there:
            continue
        piece = list(group)
        band = [place for place in piece if line.low and line.high and line.low[place] is not None]
        if len(band) > 1:
            upper = [(x(place + 0.5), y(line.high[place] or 0)) for place in band]
            lower = [(x(place + 0.5), y(line.low[place] or 0)) for place in reversed(band)]
            shapes.append(Area((*upper, *lower), line.tone, is_faint=True))
        points = tuple((x(place + 0.5), y(line.values[place] or 0)) for place in piece)
        if len(points) == 1:
            [(across, down)] = points
            points = ((across - 1.5, down), (across + 1.5, down))
            shapes.append(Stroke(points, line.tone, 3.0))
        else:
            shapes.append(Stroke(points, line.tone))
    return shapes
