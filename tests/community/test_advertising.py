"""Points towards advertising: held against sixty advertisements of our own, and against what only sounds like one."""

from __future__ import annotations

import time

import pytest

from bench.advertising import POSES, advertisements, score
from parvis.community.logic.markdown import MOST_CHARACTERS
from parvis.community.logic.spam import HOLD, Circumstances, spam_points
from parvis.community.web.moderation_words import POINTS

PLAIN = [one["text"] for one in advertisements() if one["kind"] not in POSES]


def test_most_plain_advertising_of_a_new_account_waits_for_a_person():
    held = [text for text in PLAIN if score(text, hours=0.5) >= HOLD]
    assert len(PLAIN) == 40
    assert len(held) >= 32, "of forty; it was one before trades, calls and offers counted"


@pytest.mark.parametrize(
    "text",
    [
        "I paid 2,400 euros and the battery is at 80 % after a month. Never again, contact me if you want mine.",
        "Je suis médium en patience : trois appels, 45 € de facture, et toujours rien. Honte à vous !",
        "Where do I register the warranty? The shop says visit your dealer, the dealer says call us. 100 % useless.",
        "My doctor says no cycling without prescription of the right saddle, ha. Is the gel one worth $90?",
        "Your casino of an app crashed again, see https://status.velostral.example: the third time this week.",
    ],
)
def test_a_customer_who_speaks_of_money_is_not_held(text):
    assert score(text, hours=5) < HOLD


def test_every_point_has_its_words():
    shout = "CONTACT ME TODAY FOR LOANS AT 2 %: +33 6 39 98 12 34 https://a.example https://b.example https://c.example"
    known = Circumstances(
        hours_here=0, last_ten_minutes=9, said_by_them_before=True, withheld_before=True, watched=1
    )
    given = spam_points(shout, known).keys() | spam_points("https://a.example", known).keys()
    assert given | {"learnt"} == POINTS.keys()


@pytest.mark.parametrize(
    "words",
    ["abonnés ", "+1 ((", "00 (", "contact ", "1 % €", "aaaa@", "likes aaaa instagra ", "t.m", "lost 1"],
)
def test_no_text_makes_the_points_slow(words):
    text = (words * MOST_CHARACTERS)[:MOST_CHARACTERS]
    begun = time.process_time()
    spam_points(f"{text} https://a.example", Circumstances())
    assert time.process_time() - begun < 0.5
