from datetime import date
from zoneinfo import ZoneInfo

import pytest

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.selection import Selection, selection_asked

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 3, 31)
DAYS = {"from": "2026-03-01", "to": "2026-03-03"}


def asked(**given):
    return selection_asked(DAYS | given, today=TODAY, zone=PARIS)


def test_a_selection_and_its_address_are_the_same_thing():
    given = DAYS | {
        "source": "7", "channel": "twitter", "brand": "Délta & Co", "sentiment": "none", "language": "fr",
        "author": "12", "q": "train late",
    }  # fmt: skip
    assert asked(**given).query == given
    assert selection_asked(asked(**given).query, today=TODAY, zone=PARIS) == asked(**given)


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({}, {}),
        ({"source": "seven", "author": "-1"}, {}),
        ({"source": "²"}, {}),
        ({"source": "9" * 30}, {}),
        ({"sentiment": "angry"}, {}),
        ({"sentiment": "' OR 1=1"}, {}),
        ({"q": "  \x00late\x00 "}, {"q": "late"}),
        ({"q": "x" * 900}, {"q": "x" * 200}),
        ({"brand": "a\x00b"}, {"brand": "ab"}),
        ({"unknown": "1"}, {}),
    ],
)
def test_what_cannot_be_read_is_ignored(given, query):
    assert asked(**given).query == DAYS | query


def test_narrowed_means_more_than_a_period():
    assert not asked().is_narrowed
    assert asked(q="x").is_narrowed
    period = Period(TODAY, TODAY, PARIS)
    assert asked(q="x").of(period) == Selection(period, typed="x")
