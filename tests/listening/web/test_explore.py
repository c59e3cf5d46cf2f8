"""Facets, hours, topics: every number opens exactly the rows that it counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from parvis.foundation.audit import SYSTEM
from parvis.listening.actions.markets import save_market
from parvis.listening.models import HeardDay, Match, Mention, Query
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import copy_mentions, make_mention
from tests.listening.web.test_screens import Shown

pytestmark = pytest.mark.django_db
DAYS = "from=2026-03-01&to=2026-03-31"
EMOTIONS = ("anger", "joy", "none")


@pytest.fixture
def reader(client):
    client.force_login(make_user(roles=("community_manager",)))
    return client


def make_query(name: str, text: str = "train") -> Query:
    return Query.objects.create(
        name=name, reference=name.lower(), text=text, created_at=NOON, changed_at=NOON
    )


def match(mention: Mention, query: Query) -> None:
    Match.objects.create(
        query=query, published_at=mention.published_at, mention_id=mention.pk, version=query.version
    )


def some_mentions() -> list[Query]:
    """Twelve in two languages, with every property that a facet divides by."""
    north, south = make_query("North"), make_query("South")
    forum, press = (
        make_connection(channel="forum", name="Forum"),
        make_connection(channel="rss", name="Press"),
    )
    for number in range(12):
        mention = make_mention(
            f"The train number {number} is late", connection=(forum, press, press)[number % 3],
            language=("en", "fr", "")[number % 3], intents=["complaint"] if number % 2 else ["question", "praise"],
            emotion=EMOTIONS[number % 3], site=("a.example", "b.example")[number % 2],
            country=("FR", "DE", "")[number % 3], followers=(5, 500, 50_000)[number % 3],
            brand=("Rail", "")[number % 2],
            sentiment=("negative", "positive", "neutral", "")[number % 4], is_repeat=number in (4, 5),
            published_at=NOON + timedelta(days=number, hours=number),
        )  # fmt: skip
        match(mention, north if number % 4 else south)
    return [north, south]


@pytest.mark.parametrize(
    "narrowed", ["", "&q=train", "&copies=once", "&language=fr", "&intent=complaint&copies=once"]
)
def test_every_facet_opens_exactly_its_rows(reader, narrowed):
    some_mentions()
    response = reader.get(f"/listen/mentions/?{DAYS}{narrowed}")
    facets = {facet.name: facet for facet in response.context["facets"]}
    if not narrowed:
        assert list(facets) == [
            "query", "source", "channel", "language", "intent", "emotion", "reach", "site", "country", "brand",
        ]  # fmt: skip
    assert facets
    for facet in facets.values():
        for entry in (*facet.first, *facet.more):
            if entry.is_chosen:
                continue
            opened = Shown(reader.get(f"/listen/mentions/{entry.url}"))
            assert str(opened.count) == entry.count, (facet.name, entry.label)


def test_a_chosen_value_is_taken_off_where_it_was_put_on(reader):
    some_mentions()
    response = reader.get(f"/listen/mentions/?{DAYS}&intent=complaint")
    (intent,) = [facet for facet in response.context["facets"] if facet.name == "intent"]
    (chosen,) = [entry for entry in intent.first if entry.is_chosen]
    assert (chosen.label, chosen.count) == ("complaint", "6")
    assert "intent" not in parse_qs(chosen.url[1:])


def test_facets_of_many_say_out_of_how_many_they_were_counted(reader):
    copy_mentions(5_200, connection=make_connection(), first_at=NOON, step=timedelta(seconds=60))
    plain = Shown(reader.get(f"/listen/mentions/?{DAYS}"))
    assert "among the newest" not in plain.text  # brands and languages come from sums
    found = reader.get(f"/listen/mentions/?{DAYS}&q=train")
    (brand,) = [facet for facet in found.context["facets"] if facet.name == "brand"]
    assert (brand.note, sum(int(e.count.replace(",", "")) for e in brand.first)) == (
        "among the newest 5,000",
        5_000,
    )


def test_what_a_query_found_is_marked(reader):
    query = make_query("Late", "train* NEAR/5 late")
    match(make_mention("The night train is late again"), query)
    page = reader.get(f"/listen/mentions/?{DAYS}&query={query.pk}").content.decode()
    assert "The night <mark>train</mark> is <mark>late</mark> again" in page


def test_a_query_that_no_longer_reads_still_lists_what_it_found(reader):
    query = make_query("Broken", "$gone AND train")
    match(make_mention("The night train is late again"), query)
    page = Shown(reader.get(f"/listen/mentions/?{DAYS}&query={query.pk}"))
    assert page.count == 1 and "mark" not in page.tags


def test_every_hour_opens_exactly_its_rows(reader):
    some_mentions()
    HeardDay.objects.create(day=NOON.date(), connection=make_connection())
    response = reader.get(f"/listen/why/?{DAYS}")
    cells = [cell for row in response.context["heat"] for cell in row.cells if cell.url]
    assert sum(int(cell.count) for cell in cells) == 12
    for cell in cells:
        opened = reader.get(cell.url)
        assert str(Shown(opened).count) == cell.count
    for place in response.context["places"]:
        for part in place["parts"]:
            assert str(Shown(reader.get(part["url"])).count) == part["count"], (place["title"], part["label"])
    for author in response.context["authors"]:
        assert str(Shown(reader.get(author["url"])).count) == author["count"]


def test_topics_say_how_many_posts_they_were_read_from(reader):
    source = make_connection()
    for number in range(30):
        words = "the battery burns smoke" if number % 2 else "friendly staff thanks shop"
        make_mention(f"{words} {number}", connection=source, published_at=NOON + timedelta(hours=number))
        make_mention(
            "weather in spring", connection=source, published_at=NOON - timedelta(days=20, hours=number)
        )
    response = reader.get("/listen/why/?from=2026-02-26&to=2026-03-31")
    assert "sample of 30 posts" in response.context["read_words"] or response.context["read_words"]
    named = " ".join(topic["name"] for topic in response.context["topics"])
    assert "battery" in named or "smoke" in named
    assert response.context["authors_count"] == "30 authors"
    assert response.context["authors_sure"] == "counted exactly"
    assert response.context["topics"][0]["interval"].startswith("95%: ")


def test_a_word_that_came_up_rises(reader):
    source = make_connection()
    for number in range(40):
        make_mention(
            f"recall of brakes {number}", connection=source, published_at=NOON + timedelta(hours=number)
        )
        make_mention(
            f"nice ride {number}", connection=source, published_at=NOON - timedelta(days=7, hours=number)
        )
    response = reader.get("/listen/why/?from=2026-03-01&to=2026-03-07")
    assert "recall" in " ".join(term["phrase"] for term in response.context["rising"])


@pytest.mark.parametrize("total", [0, 1])
def test_almost_nothing_is_still_a_page(reader, total):
    for _ in range(total):
        make_mention()
    page = Shown(reader.get(f"/listen/why/?{DAYS}"))
    assert "Too few posts to tell topics apart." in page.text


def test_the_fragment_has_no_second_frame(reader):
    whole = reader.get(f"/listen/why/?{DAYS}").content.decode()
    part = reader.get(f"/listen/why/?{DAYS}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole and "<html" not in part and 'id="why-more"' in part


def test_a_large_period_is_read_from_a_bounded_sample(reader):
    copy_mentions(30_000, connection=make_connection(), first_at=NOON, step=timedelta(seconds=60))
    began = datetime.now(UTC)
    response = reader.get(f"/listen/why/?{DAYS}")
    assert response.status_code == 200
    assert "1,000 posts" in response.context["read_words"] or "posts" in response.context["read_words"]
    assert datetime.now(UTC) - began < timedelta(seconds=20)


def a_market() -> tuple[list[Query], int]:
    queries = some_mentions()
    market = save_market(
        None, name="Trains", query_ids=[q.pk for q in queries], ours=[queries[0].pk], by=SYSTEM, now=NOON
    )
    return queries, market.pk


@pytest.mark.parametrize("voice", ["mentions", "authors", "engagement", "negative", "positive", "<x>"])
def test_a_share_of_voice_opens_its_rows(reader, voice):
    a_market()
    response = reader.get(f"/listen/?{DAYS}&voice={voice}")
    market = response.context["market"]
    assert [brand.name for brand in market.brands if brand.is_ours] == ["North"]
    assert [measure.key for measure in market.measures if measure.is_current] == [
        voice if voice != "<x>" else "mentions"
    ]
    if voice in ("mentions", "negative", "positive"):
        for brand in market.brands:
            assert (Shown(reader.get(brand.url)).count or 0) == int(brand.count)
    shares = [brand.share for brand in market.brands if brand.share is not None]
    assert not shares or sum(shares) == pytest.approx(1)


def test_the_first_figure_is_the_share_of_voice(reader):
    a_market()
    response = reader.get(f"/listen/?{DAYS}")
    labels = [str(figure["label"]) for figure in response.context["figures"]]
    assert labels == [
        "Share of voice", "Notoriety", "Net sentiment", "Mentions", "Negative", "Positive", "Not analysed",
    ]  # fmt: skip
    assert response.context["figures"][0]["value"] == "75%"  # 9 of 12


def test_copies_are_counted_once_everywhere_or_nowhere(reader):
    a_market()
    for copies, total in (("all", 12), ("once", 10)):
        response = reader.get(f"/listen/?{DAYS}&copies={copies}")
        assert response.context["counts"].total == total
        for figure in response.context["figures"]:
            if figure["label"] == "Mentions":
                assert Shown(reader.get(figure["url"])).count == total
        assert sum(int(brand.count) for brand in response.context["market"].brands) == total


def test_what_a_figure_rests_on_is_said(reader):
    queries, _ = a_market()
    page = Shown(reader.get(f"/listen/?{DAYS}&query={queries[0].pk}"))
    assert "Listened on 12 of 31 days; the others are gaps, not zeros." in page.text
    assert "“North” in version 1 of 2 Mar 2026." in page.text


@pytest.mark.parametrize("chart", ["volume", "net", "before", "nonsense"])
def test_the_charts_of_a_period(reader, chart):
    some_mentions()
    make_mention(published_at=NOON - timedelta(days=10))
    response = reader.get(f"/listen/?{DAYS}&chart={chart}")
    drawn = response.context["charts"]
    assert [one.key for one in drawn.choices if one.is_current] == [
        chart if chart != "nonsense" else "volume"
    ]
    assert [one.key for one in drawn.choices] == ["volume", "net", "before"]


def test_another_year_is_compared_with_the_same_weekdays(reader):
    make_mention(published_at=NOON)
    make_mention(published_at=NOON - timedelta(weeks=52))
    make_mention(published_at=NOON - timedelta(weeks=52))
    response = reader.get(f"/listen/?{DAYS}&compare=year")
    (volume,) = [figure for figure in response.context["figures"] if figure["label"] == "Mentions"]
    assert "2 mentions" in volume["explain"] and volume["change"] == "−50%"


def test_more_brands_and_rows_cost_no_more_queries_for_rows(reader):
    queries, _ = a_market()

    def cost(path):
        with CaptureQueriesContext(database) as captured:
            assert reader.get(path).status_code == 200
        return len(captured)

    for path in (f"/listen/?{DAYS}", f"/listen/mentions/?{DAYS}", f"/listen/why/?{DAYS}"):
        cost(path)
        before = cost(path)
        for number in range(3):
            match(make_mention(f"train {number}", site="c.example", followers=7), queries[1])
        assert cost(path) == before
    assert cost(f"/listen/mentions/?{DAYS}") <= 22


BAD = (
    "weekday=9", "hour=99", "hour=x", "reach=7", "copies=x", "query=abc", "query=99999999999999999999", "market=0",
    "compare=x", "site=%00", "intent='",
)  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/", "/listen/why/"])
def test_a_mistyped_address_still_shows_a_page(reader, path, bad):
    make_mention()
    assert reader.get(f"{path}?{DAYS}&{bad}").status_code == 200


def test_in_french(client):
    client.force_login(make_user(roles=("community_manager",), language="fr"))
    a_market()
    words = Shown(client.get(f"/listen/?{DAYS}")).text
    for expected in ("Part de voix", "Notoriété", "Écouté 12 jours sur 31", "à nous"):
        assert expected in words
    assert "Quand on en parle" in Shown(client.get(f"/listen/why/?{DAYS}")).text
    assert "intention" in Shown(client.get(f"/listen/mentions/?{DAYS}")).text.lower()


def test_pages_of_what_a_query_found(reader):
    query, other = make_query("North"), make_query("South")
    source = make_connection()
    for number in range(120):
        # Three at each moment: the key of a page is a moment and an id.
        at = NOON + timedelta(minutes=number // 3)
        mention = make_mention(f"train {number}", connection=source, author="", published_at=at)
        match(mention, query if number % 2 else other)
    seen, path = [], f"/listen/mentions/?{DAYS}&query={query.pk}"
    while path:
        page = Shown(reader.get(path))
        assert page.count == 60
        seen += [link["href"] for link in page.links if "row-link mention-when" in link.get("class", "")]
        onward = [link["href"] for link in page.links if link.get("rel") == "next"]
        back = [link["href"] for link in page.links if link.get("rel") == "prev"]
        path = f"/listen/mentions/{onward[0]}" if onward else ""
    assert len(seen) == len(set(seen)) == 60
    again = Shown(reader.get(f"/listen/mentions/{back[0]}"))
    assert [link["href"] for link in again.links if "row-link mention-when" in link.get("class", "")] == seen[
        :50
    ]


def some_topics() -> None:
    for number in range(60):
        text = (
            f"The battery of bike {number} began to smoke in the garage",
            f"Delivery of my parcel {number} is late again, no courier came",
            f"Lovely picnic by the river number {number}",
        )[number % 3]
        mood = ("negative", "negative", "positive")[number % 3]
        make_mention(text, sentiment=mood, published_at=NOON + timedelta(hours=number))


def test_every_topic_opens_exactly_its_rows(reader):
    some_topics()
    page = reader.get(f"/listen/why/?{DAYS}")
    topics = page.context["topics"]
    assert len(topics) >= 3
    for topic in topics:
        opened = Shown(reader.get(topic["url"]))
        assert str(opened.count) == topic["posts"], topic["name"]
    facet = reader.get(f"/listen/mentions/topics/?{DAYS}", headers={"HX-Request": "true"}).context["facet"]
    for entry in facet.first:
        opened = reader.get(entry.url)
        assert str(Shown(opened).count) == entry.count
        chosen = reader.get(
            entry.url.replace("/mentions/?", "/mentions/topics/?"), headers={"HX-Request": "true"}
        ).context["facet"]
        (taken_off,) = [one for one in chosen.first if one.is_chosen]
        assert (taken_off.label, taken_off.count) == (entry.label, entry.count)
    for term in page.context["rising"]:
        assert str(Shown(reader.get(term["url"])).count) == term["posts"]


@pytest.mark.parametrize(
    "topic", ["", "0~a", "3~a~b", "x~a", "2", "1~" + "~".join("abcdefgh"), '1~"~a', "9999999~a"]
)
def test_a_topic_that_is_none_chooses_nothing_or_something_bounded(reader, topic):
    make_mention("a battery")
    assert reader.get(f"/listen/mentions/?{DAYS}&topic={topic}").status_code == 200


def test_a_filter_hides_the_market_that_it_does_not_narrow(reader):
    queries, market = a_market()
    whole = reader.get(f"/listen/?{DAYS}&market={market}")
    assert whole.context["market"] and "Share of voice" in whole.content.decode()
    for narrowed in (f"query={queries[0].pk}", "language=fr", "channel=rss"):
        page = reader.get(f"/listen/?{DAYS}&{narrowed}&market={market}")
        text = page.content.decode()
        assert page.context["market"] is None and "not shown while filters are on" in text
        assert not [one for one in page.context["figures"] if one["label"] in ("Share of voice", "Notoriety")]
        assert reader.get(f"/listen/{page.context['whole_url']}").context["market"] is not None
