"""The figures of listening: by hand on small numbers, and from cells the same as from the rows."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from parvis.foundation.audit import SYSTEM
from parvis.foundation.logic.periods import Period
from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
from parvis.listening.actions.markets import save_market
from parvis.listening.actions.month_authors import refresh_month_authors
from parvis.listening.actions.queries import save_query
from parvis.listening.logic.estimates import change_of_means, notoriety, share_over_days, shares_of_sketches
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import Selection
from parvis.listening.models import DayAuthors, Match, Mention, MonthAuthors
from parvis.listening.reads import cells, figures
from parvis.people.models import Identity
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import make_mention
from tests.factories.people import make_identity

PARIS = ZoneInfo("Europe/Paris")
MARCH = Period(date(2026, 3, 1), date(2026, 3, 10), PARIS)


@pytest.fixture
def reader():
    return make_user(roles=("marketer",))


def make_query(name, text="x"):
    return save_query(None, name=name, text=text, by=SYSTEM, now=NOON)


def cut_lists(query):
    """As if the month's list had grown stale, and one day's been too short for the second."""
    MonthAuthors.objects.filter(query_id=query.pk).update(is_stale=True)
    second = Identity.objects.get(handle="b")
    day = DayAuthors.objects.filter(query_id=query.pk, top_ids__contains=[second.pk]).order_by("day").first()
    DayAuthors.objects.filter(pk=day.pk).update(top_ids=[], top_mentions=[])


def come_late():
    """One more of the first, in no list yet."""
    make_mention(identity=Identity.objects.get(handle="a"), published_at=NOON + timedelta(days=1))


def found(query, *mentions):
    Match.objects.bulk_create(
        Match(query=query, published_at=m.published_at, mention_id=m.pk, version=1) for m in mentions
    )


@pytest.mark.django_db
def test_a_share_of_voice_by_mentions_authors_engagement_and_mood(reader):
    ours, theirs = make_query("Vélostral"), make_query("Cyclonaute")
    market = save_market(
        None, name="Bicycles", query_ids=[ours.pk, theirs.pk], ours=[ours.pk], by=SYSTEM, now=NOON
    )
    source = make_connection()
    authors = [make_identity("a0"), make_identity("a1"), make_identity("b")]
    mine = [
        make_mention(
            connection=source,
            identity=authors[n % 2],
            engagement=n,
            sentiment=("negative", "positive", "positive")[n % 3],
            published_at=NOON + timedelta(days=n),
        )
        for n in range(6)
    ]
    other = [
        make_mention(connection=source, identity=authors[2], engagement=5, sentiment="negative")
        for _ in range(2)
    ]
    found(ours, *mine)
    found(theirs, *other, mine[0])
    for is_folded in (False, True):
        if is_folded:
            fold_deltas()
        told = figures.share_of_voice(reader, market, MARCH, once=False)
        one, two = told.brands
        assert (one.name, one.is_ours, one.counts) == ("Vélostral", True, SentimentCounts(2, 0, 4))
        assert two.counts.total == 3
        assert (
            one.share_of_mentions.value == 6 / 9
            and one.share_of_mentions.low < 6 / 9 < one.share_of_mentions.high
        )
        assert (one.engagement, two.engagement) == (15, 10)
        assert one.share_of_engagement.value == 15 / 25
        assert [brand.authors.estimate.value for brand in told.brands] == [2, 2]
        assert one.share_of_authors.value == pytest.approx(0.5, abs=0.001)
        assert one.by_sentiment["negative"].value == 2 / 5 and one.by_sentiment["positive"].value == 1
        assert one.net.value == pytest.approx(100 * 2 / 6) and one.net.over_polar == pytest.approx(
            100 * 2 / 6
        )
        # 1 March and the days from 8 March on: nobody listened.
        assert one.over_time == (None, 1, 1, 1, 1, 1, 1, None, None, None)
        assert told.coverage.gaps == 4
        assert [state.version for state in told.queries] == [1, 1]


@pytest.mark.django_db
def test_a_silent_day_that_was_listened_to_is_zero_and_no_gap(reader):
    make_mention(published_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO listening_heard_day (day, connection_id) VALUES ('2026-03-04', %s)",
                       [make_connection().pk])  # fmt: skip
    over_time = figures.volume(reader, Selection(MARCH)).over_time
    assert [count and count.total for count in over_time[:5]] == [None, 1, None, 0, None]


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC"])
def test_cells_hours_and_rows_say_the_same_in_any_zone(reader, zone):
    sources = [make_connection(), make_connection(channel="forum")]
    query = make_query("q")
    for n in range(40):
        mention = make_mention(
            connection=sources[n % 2],
            brand=("", "North")[n % 2],
            language=("fr", "en", "")[n % 3],
            sentiment=("negative", "neutral", "positive", "")[n % 4],
            published_at=NOON + timedelta(hours=n * 5.3),
            engagement=n,
            followers=n * 2,
            is_repost=n % 5 == 0,
            is_repeat=n % 7 == 0,
        )
        if n % 3 == 0:
            found(query, mention)
    fold_deltas()
    make_mention(connection=sources[0], published_at=NOON)  # and one that no cell holds yet
    period = Period(date(2026, 3, 2), date(2026, 3, 8), ZoneInfo(zone))
    for filters in (
        {},
        {"source": sources[1].pk},
        {"channel": "forum"},
        {"brand": "none"},
        {"language": "none"},
        {"sentiment": "analysed"},
        {"sentiment": "none", "found_by": query.pk},
        {"found_by": query.pk, "language": "fr"},
    ):
        selection = Selection(period, **filters)
        chosen = [selection.found_by]
        by = ("query_id", "day", *cells.KEY)
        told = {(one.key, one.mentions, one.repeats, one.reposts, one.engagement, one.reach)
                for one in cells.sums(selection, by)}  # fmt: skip
        given = {"start": period.start_at, "end": period.end_at, "zone": zone, "queries": chosen}
        where = cells._conditions(selection, given)
        source = cells._rows(where, with_matches=any(chosen), with_all=0 in chosen)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(by)}, {', '.join(f'sum({name})::bigint' for name in cells.SUMS)} "
                f"FROM ({source}) AS c GROUP BY {', '.join(by)}",
                given,
            )
            raw = {(row[: len(by)], *row[len(by) :]) for row in cursor.fetchall()}
        assert told == raw and raw, filters


@pytest.mark.django_db
def test_the_loudest_are_counted_exactly_and_named_to_readers_only(reader):
    authors = {name: make_identity(name) for name in "abc"}
    for n, author in enumerate("aaabbc"):
        make_mention(identity=authors[author], published_at=NOON + timedelta(days=n))
    make_mention(author="")
    query = make_query("all")
    found(query, *Mention.objects.all())
    spring = Period(date(2026, 2, 20), date(2026, 4, 10), PARIS)
    months = partial(refresh_month_authors, today=date(2026, 5, 1))
    # From differences, lists of days and of months, rows for those whom a list left out, and after somebody came late.
    for step in (
        lambda: None,
        fold_deltas,
        refresh_top_authors,
        months,
        partial(cut_lists, query),
        come_late,
    ):
        step()
        for selection in (Selection(MARCH), Selection(spring), Selection(spring, found_by=query.pk)):
            told = figures.loudest_authors(reader, selection, most=2)
            late = step is come_late and not selection.found_by
            assert [(row.name, row.mentions) for row in told.rows] == [("a", 3 + late), ("b", 2)], step
    assert figures.loudest_authors(make_user(roles=("data_protection_officer",)), Selection(MARCH)).rows == ()
    assert figures.distinct_authors(reader, Selection(MARCH)).estimate.value == 3
    assert figures.distinct_authors(reader, Selection(MARCH), exact=True).is_exact


@pytest.mark.django_db
def test_tallies_from_cells_and_from_rows_agree(reader):
    for n in range(9):
        make_mention(
            site=f"s{n % 2}.example",
            emotion=("anger", "none")[n % 2],
            intents=["question", "praise"][: n % 3],
            country="FR",
            channel="twitter",
        )
    fold_deltas()
    for kind in ("site", "emotion", "intent", "country"):
        quick = figures.tallied(reader, Selection(MARCH), kind)
        slow = figures.tallied(reader, Selection(MARCH, channel="twitter"), kind)
        assert quick == slow and quick, kind
    assert figures.languages(reader, Selection(MARCH))[0].value == "en"


@pytest.mark.django_db
def test_hours_are_the_readers(reader):
    make_mention(published_at=NOON)  # Monday, 13 h in Paris
    told = figures.heat_map(reader, Selection(MARCH))
    assert told.mentions[0][13] == 1 and sum(map(sum, told.mentions)) == 1
    assert told.a_day(0, 13) == 1 and told.a_day(6, 13) is None


@pytest.mark.django_db
def test_periods_are_compared_by_heard_days(reader):
    for n in range(20):
        for _ in range(2 if n < 10 else 5):
            make_mention(published_at=NOON + timedelta(days=n), author="")
    later = Period(date(2026, 3, 12), date(2026, 3, 21), PARIS)
    told = figures.comparison(reader, Selection(later))
    assert told.change.value == pytest.approx(2.5) and told.is_sure
    assert told.change.low < 2.5 < told.change.high
    nobody = figures.comparison(make_user(roles=("employee",)), Selection(later))
    assert nobody.change is None and nobody.now.total == 0


def test_what_days_say_of_a_share():
    assert share_over_days([], []) is None
    steady = share_over_days([5] * 10, [10] * 10)
    bursts = share_over_days([50] + [0] * 9, [50] + [50 / 9] * 9)
    assert steady.value == pytest.approx(bursts.value) == 0.5
    assert bursts.high - bursts.low > 2 * (steady.high - steady.low)  # one day is one event
    few = share_over_days([1, 2], [2, 3], is_count=False)
    assert few.low is None


def test_shares_and_notoriety_of_sketches():
    shares = shares_of_sketches([100, 100, 200])
    assert [each.value for each in shares] == [0.25, 0.25, 0.5]
    assert all(each.low < each.value < each.high for each in shares)
    assert shares_of_sketches([0, 0]) == [None, None]
    one, _, three = notoriety([100, 100, 400])
    assert (one.index.value, three.index.value, one.percentile, three.percentile) == (1, 4, 25, 100)
    assert notoriety([5])[0].index is None


def test_a_change_needs_days_on_both_sides():
    assert change_of_means([], [1]) is None
    assert change_of_means([1, 2], [1, 2]).low is None
    assert change_of_means([0] * 9, [1] * 9) is None
    sure = change_of_means([30.0] * 14, [10.0] * 14)
    assert sure.value == 3 and sure.low > 1


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York"])
def test_hours_of_any_zone(reader, zone):
    for hours in (0, 7.5, 30):
        make_mention(published_at=NOON + timedelta(hours=hours))
    fold_deltas()
    told = figures.heat_map(reader, Selection(Period(date(2026, 3, 1), date(2026, 3, 9), ZoneInfo(zone))))
    places = [(NOON + timedelta(hours=hours)).astimezone(ZoneInfo(zone)) for hours in (0, 7.5, 30)]
    assert all(told.mentions[place.weekday()][place.hour] == 1 for place in places)
    assert sum(map(sum, told.mentions)) == 3
