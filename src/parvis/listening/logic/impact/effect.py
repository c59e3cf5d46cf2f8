"""Campaign impact: what happened, less what would have happened without it, with the uncertainty of the latter.

Fitted on the days before the campaign only; the forecast for its days is drawn many times over from the fitted
model and from what controls did meanwhile. A control is a series that the campaign cannot have moved: another
market, another brand that did not advertise; never another share of the same whole.

"Cannot tell" is an answer. It is given where the past is too short, where the same method sees effects on days
on which nothing happened (placebo dates), or where its forecasts of known days miss too often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from parvis.listening.logic.impact.measures import Floats, Measure
from parvis.listening.logic.impact.structural import draw_paths, fit, weekday_columns

Answer = Literal["raised", "lowered", "none_seen", "cannot_tell"]

DRAWS = 4000
PLACEBO_DRAWS = 800
MOST_PLACEBOS = 8
LEAST_DAYS_BEFORE = 21
# The gate. Of days before the campaign forecast as its days were, this many must lie in their 95 % intervals;
# of placebo dates, this many may show an "effect" (5 % would, at two in eight chance is 6 %).
LEAST_COVERAGE, MOST_PLACEBO_SHARE = 0.80, 0.25
_SEED = 20150221


@dataclass(frozen=True, slots=True)
class Effect:
    """In the unit of the measure, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day after the start. seen and effect are None on a day without data; `total` runs up to here."""

    seen: float | None
    expected: Effect
    effect: Effect | None
    total: Effect | None


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same question asked of a day on which nothing began; `excludes_none`: it would have said "an effect"."""

    start: int
    effect: Effect
    excludes_none: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """How well days before the campaign are forecast, as long ahead as the campaign is. Errors: mean of |error|,
    in the measure's unit, and as a share of what was seen (None where that is 0 somewhere, or no volume).
    """

    days_before: int
    coverage: float | None
    error: float | None
    relative_error: float | None


@dataclass(frozen=True, slots=True)
class Impact:
    """average: a day. total: for what adds up. relative: of what was expected. chance: two-sided, that there is no
    effect. suspects: controls that moved themselves when the campaign began.
    """

    answer: Answer
    reasons: tuple[str, ...]
    average: Effect | None
    total: Effect | None
    relative: Effect | None
    chance: float | None
    days: tuple[Day, ...]
    placebos: tuple[Placebo, ...]
    gate: Gate
    suspects: tuple[str, ...]


def campaign_impact(
    measure: Measure,
    *,
    start: int,
    end: int | None = None,
    controls: Sequence[Measure] = (),
    first_weekday: int | None = None,
) -> Impact:
    """The effect on days start … end − 1 of the measure (to its last day by default).

    first_weekday: of day 0, Monday 0; None for a series without a week.
    """
    end = len(measure) if end is None else min(end, len(measure))
    if not 0 <= start < end or any(len(control) != len(measure) for control in controls):
        raise ValueError("A campaign begins within the series, and controls have the days of the measure.")
    y = measure.as_floats()
    columns = _columns(y, controls, first_weekday, start=start)
    before = int((~np.isnan(np.column_stack([y, columns])[:start])).all(axis=1).sum())
    reasons = []
    if before < max(LEAST_DAYS_BEFORE, end - start):
        reasons.append("too_few_days_before")
    paths = _forecast(y, columns, start=start, end=end, draws=DRAWS)
    if paths is None:
        past = y[:start][~np.isnan(y[:start])]
        is_flat = len(past) >= LEAST_DAYS_BEFORE and float(np.ptp(past)) == 0
        code = "never_varies" if is_flat else "too_few_days_before"
        return _cannot_tell((code,), Gate(before, None, None, None))
    placebos, gate = _placebos(measure, y, columns, start=start, length=end - start, before=before)
    if gate.coverage is not None and gate.coverage < LEAST_COVERAGE:
        reasons.append("forecasts_miss")
    if len(placebos) >= 4 and sum(one.excludes_none for one in placebos) > MOST_PLACEBO_SHARE * len(placebos):
        reasons.append("placebos_show_effects")
    seen = measure.to_original(y[start:end])
    usual = measure.to_original(paths)
    # A control without data on a day leaves no forecast for it.
    known = ~np.isnan(seen) & ~np.isnan(usual).any(axis=0)
    if not known.any():
        return _cannot_tell(("no_days_after",), gate)
    gained = seen[known] - usual[:, known]
    average = _effect(gained.mean(axis=1))
    chance = 2 * min(float((gained.mean(axis=1) <= 0).mean()), float((gained.mean(axis=1) >= 0).mean()))
    answer: Answer = "none_seen"
    if average.low > 0 or average.high < 0:
        answer = "raised" if average.low > 0 else "lowered"
    expected_sum = usual[:, known].sum(axis=1)
    return Impact(
        answer="cannot_tell" if reasons else answer,
        reasons=tuple(reasons),
        average=average,
        total=_effect(gained.sum(axis=1)) if measure.adds_up else None,
        relative=_effect(gained.sum(axis=1) / expected_sum) if (expected_sum > 0).all() else None,
        chance=min(1.0, max(chance, 1 / DRAWS)),
        days=_days(measure, seen, usual, known),
        placebos=placebos,
        gate=gate,
        suspects=tuple(
            control.name or str(index)
            for index, control in enumerate(controls)
            if _moved(control, first_weekday, start=start, end=end)
        ),
    )


def _columns(y: Floats, controls: Sequence[Measure], first_weekday: int | None, *, start: int) -> Floats:
    """Controls, each centred and scaled by its days before, and the weekdays where the past shows two of each."""
    rows = []
    for control in controls:
        row = control.as_floats()
        past = row[:start][~np.isnan(row[:start])]
        spread = float(past.std()) if len(past) else 0.0
        if spread > 0:
            rows.append((row - past.mean()) / spread)
    if first_weekday is not None and int((~np.isnan(y[:start])).sum()) >= 21:
        rows.extend(weekday_columns(len(y), first_weekday).T)
    return np.column_stack(rows) if rows else np.empty((len(y), 0))


def _forecast(y: Floats, columns: Floats, *, start: int, end: int, draws: int) -> Floats | None:
    fitted = fit(y[:start], columns[:start])
    if fitted is None:
        return None
    ahead = columns[start:end]
    paths = draw_paths(fitted, np.nan_to_num(ahead), draws=draws, seed=_SEED + start)
    paths[:, np.isnan(ahead).any(axis=1)] = np.nan
    return paths


def _placebos(
    measure: Measure, y: Floats, columns: Floats, *, start: int, length: int, before: int
) -> tuple[tuple[Placebo, ...], Gate]:
    """Dates spread over the past, each asked as the campaign is, for as many days as it has (at most 28)."""
    length = min(length, 28, max(3, before // 4))
    first = max(LEAST_DAYS_BEFORE, columns.shape[1] + 8)
    dates: list[int] = []
    if start - length >= first:
        dates = sorted({int(date) for date in np.linspace(first, start - length, MOST_PLACEBOS)})
    found, inside, errors, relatives = [], [], [], []
    for date in dates:
        paths = _forecast(y, columns, start=date, end=date + length, draws=PLACEBO_DRAWS)
        if paths is None:
            continue
        seen, usual = measure.to_original(y[date : date + length]), measure.to_original(paths)
        known = ~np.isnan(seen) & ~np.isnan(usual).any(axis=0)
        if not known.any():
            continue
        effect = _effect((seen[known] - usual[:, known]).mean(axis=1))
        found.append(Placebo(date, effect, effect.low > 0 or effect.high < 0))
        low, middle, high = np.quantile(usual[:, known], (0.025, 0.5, 0.975), axis=0)
        inside.extend((low <= seen[known]) & (seen[known] <= high))
        errors.extend(np.abs(seen[known] - middle))
        if measure.adds_up and (seen[known] > 0).all():
            relatives.extend(np.abs(seen[known] - middle) / seen[known])
    gate = Gate(
        days_before=before,
        coverage=float(np.mean(inside)) if inside else None,
        error=float(np.mean(errors)) if errors else None,
        relative_error=float(np.mean(relatives)) if len(relatives) == len(errors) and relatives else None,
    )
    return tuple(found), gate


def _moved(control: Measure, first_weekday: int | None, *, start: int, end: int) -> bool:
    """Whether the control itself did what its own past does not explain: then it may have been touched."""
    y = control.as_floats()
    columns = _columns(y, (), first_weekday, start=start)
    paths = _forecast(y, columns, start=start, end=end, draws=PLACEBO_DRAWS)
    known = ~np.isnan(y[start:end])
    if paths is None or not known.any():
        return False
    low, high = np.quantile((y[start:end][known] - paths[:, known]).mean(axis=1), (0.005, 0.995))
    return bool(low > 0 or high < 0)


def _days(measure: Measure, seen: Floats, usual: Floats, known: np.ndarray) -> tuple[Day, ...]:
    rows = []
    running = np.zeros(len(usual))
    for index in range(len(seen)):
        if np.isnan(usual[:, index]).any():
            rows.append(Day(_or_none(seen[index]), Effect(np.nan, np.nan, np.nan), None, None))
            continue
        effect = None
        if known[index]:
            gained = seen[index] - usual[:, index]
            running = running + gained
            effect = _effect(gained)
        total = _effect(running) if measure.adds_up else None
        rows.append(Day(_or_none(seen[index]), _effect(usual[:, index]), effect, total))
    return tuple(rows)


def _effect(draws: Floats) -> Effect:
    low, high = np.quantile(draws, (0.025, 0.975))
    return Effect(float(np.mean(draws)), float(low), float(high))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _cannot_tell(reasons: tuple[str, ...], gate: Gate) -> Impact:
    return Impact("cannot_tell", reasons, None, None, None, None, (), (), gate, ())
