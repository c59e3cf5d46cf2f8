from datetime import date, timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.marks import BEGIN
from parvis.listening.logic.selection import Selection
from parvis.listening.reads.counts import counts_of
from parvis.listening.reads.mentions import (
    mentions_of,
    others_by_author,
    page_of_mentions,
    time_spanned,
)
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import copy_mentions, make_mention
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db


def selection(first=date(2026, 3, 1), last=date(2026, 3, 31), **filters):
    return Selection(Period(first, last, timezone.get_current_timezone()), **filters)


@pytest.fixture
def reader():
    return make_user(roles=("marketer",))


def texts(user, chosen):
    return [row.mention.text for row in page_of_mentions(user, chosen).rows]


def test_every_filter_keeps_what_it_names(reader):
    airline, forum = make_connection(channel="twitter"), make_connection(channel="forum")
    anna = make_identity("anna")
    make_mention("one", connection=airline, identity=anna, brand="North", language="en", sentiment="negative")
    make_mention("two", connection=airline, brand="South", language="fr", sentiment="neutral")
    make_mention("three", connection=forum, language="", sentiment="")
    make_mention("four", connection=forum, language="unknown", sentiment="positive")
    make_mention("old", published_at=NOON - timedelta(days=40))

    def found(**filters):
        return set(texts(reader, selection(**filters)))

    assert found() == {"one", "two", "three", "four"}
    assert found(source=forum.pk) == {"three", "four"}
    assert found(channel="twitter") == {"one", "two"}
    assert found(brand="North") == {"one"}
    assert found(brand="none") == {"three", "four"}
    assert found(sentiment="negative") == {"one"}
    assert found(sentiment="analysed") == {"one", "two", "four"}
    assert found(sentiment="none") == {"three"}
    assert found(language="fr") == {"two"}
    assert found(language="unknown") == {"four"}
    assert found(language="none") == {"three"}
    assert found(author=anna.pk) == {"one"}
    assert found(sentiment="negative", channel="forum") == set()


def test_a_period_is_whole_days_of_the_reader(reader):
    # Paris is an hour ahead of UTC in early March: 23:30 UTC on the 1st is already the 2nd.
    make_mention("late on the 1st, UTC", published_at=NOON.replace(day=1, hour=23, minute=30))
    assert texts(reader, selection(date(2026, 3, 1), date(2026, 3, 1))) == []
    assert texts(reader, selection(date(2026, 3, 2), date(2026, 3, 2))) == ["late on the 1st, UTC"]


def test_words_are_found_by_stem_without_accents_and_marked_in_the_text_as_written(reader):
    make_mention("Ma demande a été réglée, bravo", language="fr", sentiment="positive")
    make_mention("<b>Trains</b> & more trains", language="en")
    make_mention("Nothing of the kind")

    def marked(typed):
        return [
            [piece for piece, is_match in row.pieces if is_match]
            for row in page_of_mentions(reader, selection(typed=typed)).rows
        ]

    assert marked("reglee") == marked("réglées") == [["réglée"]]
    assert marked("TRAIN") == [["Trains", "trains"]]
    assert marked("absent") == []
    assert marked("the") == []


def test_a_text_with_the_marks_themselves_is_shown_whole_and_unmarked(reader):
    make_mention(f"a {BEGIN}late train")
    (row,) = page_of_mentions(reader, selection(typed="late")).rows
    assert row.pieces == [(f"a {BEGIN}late train", False)]


@pytest.mark.parametrize("typed", ["'", '"', "a & | ! ( b", "\\", "%", "-late", 'late "', "🚂", "‮late"])
def test_whatever_is_typed_is_an_answer(reader, typed):
    make_mention("late")
    assert len(page_of_mentions(reader, selection(typed=typed)).rows) in (0, 1)


def test_pages_hold_every_row_once_in_both_directions(reader):
    source = make_connection()
    # Three of one moment, so that the id decides.
    for number in range(7):
        make_mention(str(number), connection=source, published_at=NOON + timedelta(minutes=number // 3))
    seen, after, pages = [], "", []
    while True:
        page = page_of_mentions(reader, selection(), after=after, most=2)
        pages.append(page)
        seen += [row.mention.text for row in page.rows]
        if not page.next_key:
            break
        after = page.next_key
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]
    back = page_of_mentions(reader, selection(), before=pages[2].previous_key, most=2)
    assert [row.mention.text for row in back.rows] == [row.mention.text for row in pages[1].rows]
    first = page_of_mentions(reader, selection(), before=back.previous_key, most=2)
    assert [row.mention.text for row in first.rows] == ["6", "5"]
    assert first.previous_key == ""


def test_a_stranger_reads_nothing():
    make_mention("secret of the market")
    stranger = make_user(roles=("partner",))
    assert texts(stranger, selection()) == []
    assert counts_of(stranger, selection()).total == 0
    assert time_spanned(stranger) is None


def test_what_the_author_said_elsewhere(reader):
    anna = make_identity("anna")
    first = make_mention("first", identity=anna)
    make_mention("second", identity=anna, published_at=NOON + timedelta(days=1))
    make_mention("somebody else's")
    nobody = make_mention("nobody's", author="")
    make_mention("nobody's either", author="")
    assert [one.text for one in others_by_author(reader, first)] == ["second"]
    assert others_by_author(reader, nobody) == []


def test_a_hundred_thousand_rows_read_only_the_months_asked_for_and_only_one_page(reader):
    source = make_connection()
    # One a minute for 70 days: from 1 January to 11 March.
    copy_mentions(100_000, connection=source, first_at=NOON.replace(month=1, day=1), step=timedelta(minutes=1))
    with database.cursor() as cursor:
        # Through the parent: the application has no right to a partition of its own accord.
        cursor.execute(
            "SELECT count(*) FROM listening_mention WHERE tableoid = 'listening_mention_2026_02'::regclass"
        )
        assert cursor.fetchone()[0] == 28 * 24 * 60
    chosen = selection(date(2026, 2, 10), date(2026, 2, 12))
    plan = mentions_of(reader, chosen).order_by("-published_at", "-id")[:51].explain(analyze=True, timing=False)
    assert "listening_mention_2026_02" in plan
    assert "listening_mention_2026_01" not in plan
    assert "listening_mention_2026_03" not in plan
    assert "Index Scan" in plan
    assert counts_of(reader, chosen).total == 3 * 24 * 60
    assert len(page_of_mentions(reader, chosen).rows) == 50
