"""Channel appetence: published worked examples to the digit, decay, and what counts as an answer."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from parvis.people.logic.appetence import FLAT, Tried, appetence, beta_quantile, prior_of, tried
from parvis.people.logic.touches import SAID, TOLD, WROTE, Touch

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def at(days: float, kind: str, channel: str = "email", thread: int = 1) -> Touch:
    return Touch(NOW - timedelta(days=days), kind, channel, thread)


@pytest.mark.parametrize(("answers", "attempts", "score"), [(4, 10, 0.264), (300, 1000, 0.289)])
def test_the_published_example(answers, attempts, score):
    """Robinson (2017): α₀ 101.4, β₀ 287.3; 4 of 10 → .264, 300 of 1000 → .289."""
    found = appetence("email", Tried(attempts, answers, 0), prior=(101.4, 287.3))
    assert round(found.score, 3) == score
    assert found.low < found.score < found.high


@pytest.mark.parametrize(
    ("p", "a", "b", "value"),
    [
        (0.025, 105.4, 293.3, 0.222279843),
        (0.975, 0.5, 3.0, 0.594953133),
        (0.5, 1.0, 1.0, 0.5),
        (0.3, 2.0, 1.0, 0.3**0.5),
    ],
)
def test_points_of_the_beta_distribution(p, a, b, value):
    """Reference: scipy.stats.beta.ppf 1.17; Beta(1, 1) is uniform, Beta(2, 1) has x² below x."""
    assert beta_quantile(p, a, b) == pytest.approx(value, abs=1e-8)


def test_an_attempt_ninety_days_ago_counts_half():
    found = tried([at(90, WROTE), at(89, SAID)], now=NOW)["email"]
    assert (found.attempts, found.answers) == (pytest.approx(0.5), pytest.approx(0.5))


def test_what_counts_as_an_answer():
    late = tried([at(90, WROTE), at(80, SAID)], now=NOW)["email"]
    assert late.answers == 0  # ten days are not a week
    twice = tried([at(90, WROTE), at(88, TOLD), at(87, SAID)], now=NOW)["email"]
    assert twice.attempts == pytest.approx(0.5)  # one attempt: the first
    begun = tried([at(90, SAID)], now=NOW)["email"]
    assert (begun.attempts, begun.begun) == (0, pytest.approx(0.5))
    fresh = tried([at(2, WROTE)], now=NOW)["email"]
    assert fresh.attempts == 0  # may still answer
    other = tried([at(90, WROTE, "sms", 2), at(89, SAID, "email", 2)], now=NOW)
    assert (other["sms"].answers, other["email"].begun) == (0, pytest.approx(0.5 ** (89 / 90)))


def test_the_prior_finds_the_distribution_that_was_planted():
    chance = random.Random(7)
    population = []
    for _ in range(4000):
        share = chance.betavariate(3, 7)
        population.append((sum(chance.random() < share for _ in range(12)), 12))
    alpha, beta = prior_of(population)
    assert alpha / (alpha + beta) == pytest.approx(0.3, abs=0.02)
    assert alpha + beta == pytest.approx(10, rel=0.25)


def test_too_few_persons_say_nothing_of_a_channel():
    assert prior_of([(1, 2)] * 19) == FLAT
