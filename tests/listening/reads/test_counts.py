from datetime import date, timedelta

import pytest
from django.utils import timezone

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import Selection
from parvis.listening.reads.counts import (
    authors_most_heard,
    choices_of,
    counts_of,
    counts_over_time,
    facets_of,
)
from parvis.listening.reads.mentions import mentions_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import make_mention
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db


def selection(first=date(2026, 3, 1), last=date(2026, 3, 4), **filters):
    return Selection(Period(first, last, timezone.get_current_timezone()), **filters)


@pytest.fixture
def reader():
    return make_user(roles=("marketer",))


def test_days_without_mentions_are_zero_and_the_parts_add_up(reader):
    make_mention(sentiment="negative")
    make_mention(sentiment="")
    make_mention(sentiment="positive", published_at=NOON + timedelta(days=2))
    over_time = counts_over_time(reader, selection())
    assert over_time == [
        SentimentCounts(),
        SentimentCounts(negative=1, not_analysed=1),
        SentimentCounts(),
        SentimentCounts(positive=1),
    ]
    assert sum(over_time, SentimentCounts()) == counts_of(reader, selection())


def test_weeks_and_months_hold_the_same_mentions(reader):
    for days in (0, 3, 20, 45, 200, 400):
        make_mention(published_at=NOON - timedelta(days=days))
    for first in (date(2026, 1, 1), date(2025, 9, 1), date(2025, 1, 1), date(2020, 1, 1)):
        chosen = selection(first)
        over_time = counts_over_time(reader, chosen)
        assert len(over_time) == len(chosen.period.buckets)
        assert sum(over_time, SentimentCounts()).total == mentions_of(reader, chosen).count()


def test_divisions_of_one_scan(reader):
    one, other = make_connection(name="Forum", channel="forum"), make_connection(name="Feed", channel="rss")
    make_mention("a", connection=one, brand="North", sentiment="negative")
    make_mention("b", connection=one, brand="North", sentiment="positive", language="fr")
    make_mention("c", connection=other, brand="", sentiment="", language="")

    def told(parts):
        return [(part.value, part.label, part.counts) for part in parts]

    found = facets_of(reader, selection())
    both, silent = SentimentCounts(negative=1, positive=1), SentimentCounts(not_analysed=1)
    assert told(found.channels) == [("forum", "forum", both), ("rss", "rss", silent)]
    assert told(found.sources) == [(str(one.pk), "Forum", both), (str(other.pk), "Feed", silent)]
    assert told(found.brands) == [("North", "North", both), ("", "", silent)]
    assert [part.value for part in found.languages] == ["", "en", "fr"]


def test_divisions_follow_the_words_searched_for(reader):
    make_mention("late train", brand="North")
    make_mention("early train", brand="South")
    found = facets_of(reader, selection(typed="late % ' train"))
    assert [part.value for part in found.brands] == ["North"]


def test_the_authors_most_heard(reader):
    anna, ben = make_identity("anna", display_name="Anna A."), make_identity("ben")
    make_mention(identity=ben)
    make_mention(identity=anna, sentiment="negative")
    make_mention(identity=anna, sentiment="positive")
    for _number in range(3):
        make_mention(author="")
    found = authors_most_heard(reader, selection(), most=1)
    assert [(part.value, part.label, part.counts) for part in found] == [
        (str(anna.pk), "Anna A.", SentimentCounts(negative=1, positive=1))
    ]


def test_choices_come_from_the_newest_mentions(reader, monkeypatch):
    source = make_connection()
    for number, brand in enumerate(("Old", "Newer", "Newest")):
        make_mention(connection=source, brand=brand, published_at=NOON + timedelta(hours=number))
    assert {part.value for part in choices_of(reader, selection().period).brands} == {"Old", "Newer", "Newest"}
    monkeypatch.setattr("parvis.listening.reads.counts.MENTIONS_CHOSEN_FROM", 2)
    assert {part.value for part in choices_of(reader, selection().period).brands} == {"Newer", "Newest"}
