"""Campaign impact: published series, coverage of the interval, effects seen where there are none, time.

python -m bench.impact    about a minute
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from parvis.listening.logic.impact import Impact, campaign_impact, plain, share, volume
from parvis.listening.logic.impact.structural import draw_paths, fit

PUBLISHED = Path(__file__).resolve().parents[1] / "tests/listening/impact"
DAYS, START, TIMES = 104, 90, 120


def published() -> bool:
    arma, comparison = (columns_of(name) for name in ("arma_data.csv", "comparison_data.csv"))
    y = [value + (5 if day >= 70 else 0) for day, value in enumerate(arma["y"])]
    one = campaign_impact(plain(y), start=70, controls=[plain(arma["X"])])
    controls = [plain(comparison[f"NOT_CHANGED_{number}"]) for number in (1, 2, 3)]
    other = campaign_impact(plain(comparison["CHANGED"]), start=90, controls=controls)
    print(f"arma, truth 5, published 4.89 [4.26, 5.47]: {told(one)}")
    print(f"comparison, published −657 [−2076, 832] and −709 [−2127, 725]: {told(other)}")
    return (one.answer, other.answer) == ("raised", "none_seen")


def coverage() -> bool:
    print(f"\n{TIMES} simulated campaigns each, {START} days before, {DAYS - START} days long, one control")
    print(f"{'':44}{'truth in 95 %':>14}{'effect seen':>13}{'cannot tell':>13}{'half width':>12}")
    worst = 1.0
    false = []
    for name, walk, lift, is_share in (
        ("volume, level steady, no effect", 0.0, 1.0, False),
        ("volume, level walks 3 % a day, no effect", 0.03, 1.0, False),
        ("volume, level walks 3 % a day, + 15 %", 0.03, 1.15, False),
        ("volume, level walks 3 % a day, + 30 %", 0.03, 1.3, False),
        ("volume, level walks 10 % a day, no effect", 0.1, 1.0, False),
        ("volume, a jump in the past, no effect", -1.0, 1.0, False),
        ("negative share of 80 a day, no effect", 0.03, 1.0, True),
        ("negative share of 80 a day, 25 to 33 %", 0.03, 1.32, True),
    ):
        inside, seen, unsure, widths = 0, 0, 0, []
        for seed in range(TIMES):
            impact, truth = campaign(seed, walk=walk, lift=lift, is_share=is_share)
            effect = impact.average if is_share else impact.relative
            if effect is None:
                unsure += 1
                continue
            inside += effect.low <= truth <= effect.high
            seen += impact.answer in ("raised", "lowered")
            unsure += impact.answer == "cannot_tell"
            widths.append((effect.high - effect.low) / 2)
        share_inside = inside / len(widths)
        worst = min(worst, share_inside)
        if lift == 1.0:
            false.append(seen / TIMES)
        print(
            f"{name:44}{share_inside:>14.0%}{seen / TIMES:>13.0%}{unsure / TIMES:>13.0%}{np.mean(widths):>12.1%}"
        )
    print(f"effects seen where there is none: {np.mean(false):.1%} (5 % would be chance)")
    return worst >= 0.88 and float(np.mean(false)) <= 0.06


def grid_beside_best() -> None:
    """How often the truth lies in the interval of 14 days after 60, drawn from all q and from the likeliest alone."""
    print(f"\n{'true q':>8}{'from the grid':>16}{'from the best q':>18}   (150 series each)")
    for walk in (0.0, 0.01, 0.1, 1.0):
        rng = np.random.default_rng(3)
        inside = [0, 0]
        for seed in range(150):
            level = np.cumsum(rng.standard_normal(74) * np.sqrt(walk))
            x = rng.standard_normal((74, 1))
            y = level + x[:, 0] + rng.standard_normal(74)
            fitted = fit(y[:60], x[:60])
            assert fitted is not None
            only = np.zeros_like(fitted.weights)
            only[fitted.best] = 1
            for index, one in enumerate((fitted, replace(fitted, weights=only))):
                mean = (y[60:] - draw_paths(one, x[60:], draws=400, seed=seed)).mean(axis=1)
                low, high = np.quantile(mean, (0.025, 0.975))
                inside[index] += bool(low <= 0 <= high)
        print(f"{walk:>8}{inside[0] / 150:>16.0%}{inside[1] / 150:>18.0%}")


def campaign(seed: int, *, walk: float, lift: float, is_share: bool) -> tuple[Impact, float]:
    """A brand and another market with a mood in common; the brand also walks on its own. walk −1: a jump."""
    rng = np.random.default_rng(seed)
    common = np.cumsum(0.02 * rng.standard_normal(DAYS))
    own = np.cumsum(max(walk, 0.0) * rng.standard_normal(DAYS))
    if walk < 0:
        own[rng.integers(25, 75) :] += 0.5
    week = np.array([1.1, 1.1, 1.1, 1.1, 1.0, 0.8, 0.8])[np.arange(DAYS) % 7]
    after = np.arange(DAYS) >= START
    if is_share:
        odds = -1.1 + common + own + 0.1 * rng.standard_normal(DAYS)
        chance = 1 / (1 + np.exp(-odds))
        moved = np.where(after, np.clip(chance * lift, 0, 0.95), chance)
        wholes, parts = rng.poisson(80 * week), np.zeros(DAYS, dtype=np.int64)
        parts = rng.binomial(wholes, moved)
        other = rng.binomial(200, 1 / (1 + np.exp(-(-1.1 + common))), DAYS)
        impact = campaign_impact(
            share([*map(int, parts)], [*map(int, wholes)]),
            start=START,
            controls=[share([*map(int, other)], [200] * DAYS)],
            first_weekday=0,
        )
        return impact, float((moved - chance)[after].mean())
    level = 200 * week * np.exp(common + own + 0.08 * rng.standard_normal(DAYS))
    other = rng.poisson(500 * week * np.exp(common + 0.08 * rng.standard_normal(DAYS)))
    counts = rng.poisson(np.where(after, level * lift, level))
    impact = campaign_impact(
        volume([*map(int, counts)]), start=START, controls=[volume([*map(int, other)])], first_weekday=0
    )
    return impact, lift - 1


def duration() -> bool:
    began = time.process_time()
    rng = np.random.default_rng(1)
    rows = [[*map(int, rng.poisson(200, 120))] for _ in range(4)]
    controls = [volume(row) for row in rows[1:]]
    campaign_impact(volume(rows[0]), start=106, controls=controls, first_weekday=0)
    took = time.process_time() - began
    print(f"\n120 days, three controls, weekdays, eight placebo dates: {took:.2f} s of CPU")
    return took <= 1


def columns_of(name: str) -> dict[str, list[float]]:
    with (PUBLISHED / name).open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {key: [float(row[key]) for row in rows] for key in rows[0] if key != "DATE"}


def told(impact: Impact) -> str:
    assert impact.average is not None
    one = impact.average
    return f"{one.value:.2f} [{one.low:.2f}, {one.high:.2f}], {impact.answer}"


def main() -> int:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    grid_beside_best()
    met = {
        "published conclusions": published(),
        "coverage and false effects": coverage(),
        "≤ 1 s": duration(),
    }
    for name, is_met in met.items():
        print(f"  {name}: {'met' if is_met else 'MISSED'}")
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
