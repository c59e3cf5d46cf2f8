import pytest

from parvis.listening.logic.net_sentiment import SentimentCounts, has_changed, net_sentiment, standard_error


def test_both_denominators_of_one_sample():
    # 15 positive, 2 negative of 36 analysed: (15 − 2) / 36 = 36.11, over the polar ones 13 / 17 = 76.47;
    # the interval is that of Rocks' example for 15 promoters and 2 detractors of 36.
    found = net_sentiment(SentimentCounts(negative=2, neutral=19, positive=15, not_analysed=500))
    assert [round(x, 2) for x in (found.value, found.low, found.high, found.over_polar)] == [
        36.11, 14.42, 52.25, 76.47,
    ]  # fmt: skip
    assert found.n == 36


def test_nothing_analysed_is_no_figure_and_only_neutral_has_no_polar_one():
    assert net_sentiment(SentimentCounts(not_analysed=12)) is None
    found = net_sentiment(SentimentCounts(neutral=4))
    assert (found.value, found.over_polar) == (0.0, None)


def test_a_single_complaint_stays_inside_its_interval():
    found = net_sentiment(SentimentCounts(negative=1))
    assert found.low == -100.0 == found.value
    assert 40 < found.high < 60


def test_the_standard_error_of_the_adjusted_estimate():
    # (15.75, 2.75) of 39: p = .40385, d = .07051; √((.47436 − .11111) / 39) = .09651
    assert round(standard_error(SentimentCounts(negative=2, neutral=19, positive=15)), 3) == 9.651


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        # −20 against 0 over a thousand each: SE ≈ 2.9 and 2.8 points, z ≈ 5.
        (SentimentCounts(500, 200, 300), SentimentCounts(400, 200, 400), True),
        # The same shares over ten each: z ≈ 0.5.
        (SentimentCounts(5, 2, 3), SentimentCounts(4, 2, 4), False),
        # Two cheers, then two complaints of three: −133 points of headline, −57 of the adjusted estimate.
        (SentimentCounts(2, 0, 1), SentimentCounts(0, 0, 2), False),
        (SentimentCounts(500, 200, 300), SentimentCounts(), False),
        (SentimentCounts(), SentimentCounts(), False),
    ],
)
def test_a_change_is_told_from_chance(now, before, expected):
    assert has_changed(now, before) is expected


def test_counts_add_up():
    total = sum([SentimentCounts(1, 2, 3, 4), SentimentCounts(10, 20, 30, 40)], SentimentCounts())
    assert total == SentimentCounts(11, 22, 33, 44)
    assert (total.analysed, total.total) == (66, 110)
