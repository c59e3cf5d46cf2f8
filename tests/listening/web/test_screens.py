from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.accounts.logic.roles import ROLES
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import copy_mentions, make_mention
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db
DAYS = "from=2026-03-01&to=2026-03-31"
SCREENS = [f"/listen/?{DAYS}", f"/listen/mentions/?{DAYS}"]


class Shown(HTMLParser):
    """What a page holds: its words, links and attributes, and the count that it states."""

    def __init__(self, response):
        super().__init__()
        self.words, self.links, self.attributes, self.tags, self.count = [], [], [], [], None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += given
        if tag == "a":
            self.links.append(given)
        if "data-count-shown" in given:
            self.count = int(given["data-count-shown"])

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def user():
    return make_user(roles=("community_manager",))


@pytest.fixture
def reader(client, user):
    client.force_login(user)
    return client


def shown(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return Shown(response)


@pytest.mark.parametrize("path", SCREENS)
def test_the_words_come_with_who_where_and_how_sure(reader, path):
    source = make_connection(name="Forum of cyclists")
    make_mention("Never again.", connection=source, author="anna", brand="Velostral", url="https://example.org/1")
    page = shown(reader, path)
    for word in ("Never again.", "anna", "Forum of cyclists", "negative", "English", "Velostral", "1 mention"):
        assert word in page.text
    (original,) = [link for link in page.links if link.get("href") == "https://example.org/1"]
    assert original["rel"] == "noopener noreferrer nofollow"
    assert "Open a conversation" in page.text


def test_a_mention_and_what_its_author_said_elsewhere(reader):
    anna = make_identity("anna")
    mention = make_mention("A long story.", identity=anna, followers=1234, title="The title", country="FR")
    make_mention("Another of hers", identity=anna)
    page = shown(reader, f"/listen/mentions/{mention.pk}/")
    for word in ("A long story.", "The title", "Another of hers", "1,234", "tests-1", "0.80", "Mention by anna"):
        assert word in page.text


@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/", "/listen/mentions/1/"])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_listen(client, role, path):
    if path.endswith("/1/"):
        path = f"/listen/mentions/{make_mention().pk}/"
    client.force_login(make_user(roles=(role,)))
    expected = 200 if "mentions.view" in ROLES[role] else 403
    assert client.get(path).status_code == expected


@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/", "/listen/mentions/1/"])
def test_a_visitor_is_sent_to_log_in(client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/", "/listen/mentions/1/"])
def test_nothing_here_is_posted(reader, path):
    assert reader.post(path).status_code == 405


@pytest.mark.parametrize("number", [0, 999_999_999, 2**63, 10**40])
def test_a_mention_that_is_not_there(reader, number):
    assert reader.get(f"/listen/mentions/{number}/").status_code == 404


@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/"])
def test_nothing_yet_says_what_to_do(reader, path):
    page = shown(reader, path)
    assert "Nothing is listened to yet" in page.text
    assert {"Import a file", "Add a feed"} <= {word.strip() for word in page.words}


@pytest.mark.parametrize("path", ["/listen/", "/listen/mentions/"])
def test_nothing_in_this_period_leads_to_when_there_was_something(reader, path):
    make_mention(published_at=NOON.replace(year=2015))
    page = shown(reader, path + "?from=2026-03-01&to=2026-03-02&brand=North")
    assert "Nothing was heard in this selection" in page.text
    assert "?from=2015-03-02&to=2015-03-02" in [link.get("href") for link in page.links]


@pytest.mark.parametrize("path", SCREENS)
def test_three_rows_cost_what_one_costs(reader, path):
    def queries():
        with CaptureQueriesContext(database) as captured:
            shown(reader, path)
        return len(captured)

    make_mention(connection=make_connection(channel="forum"), brand="North")
    queries()  # what is remembered once per process
    one = queries()
    for number in range(2):
        make_mention(connection=make_connection(channel="rss"), brand=f"Brand {number}", language="fr")
    assert queries() == one
    assert one <= 21


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 }}\u202e\'--'


def test_a_page_of_hostile_content_is_inert(reader):
    source = make_connection(name=HOSTILE[:190])
    identity = make_identity(HOSTILE, display_name=HOSTILE)
    mention = make_mention(
        HOSTILE * 20, connection=source, identity=identity, title=HOSTILE, brand=HOSTILE, site=HOSTILE,
        url="javascript:alert(1)", language="fr", country="<b", model_version=HOSTILE[:60],
    )  # fmt: skip
    make_mention(HOSTILE, connection=source, identity=identity, url='https://x.example/"onclick="alert(1)')
    query = f"{DAYS}&q={HOSTILE}&brand={HOSTILE}&channel={HOSTILE}&language={HOSTILE}&after={HOSTILE}"
    for path in (
        *SCREENS,
        f"/listen/mentions/{mention.pk}/",
        f"/listen/mentions/?{DAYS}&q=script",
        f"/listen/mentions/?{query}",
        f"/listen/?{query}",
    ):
        page = shown(reader, path)
        # The page's own elements only: nothing of the content became one.
        assert "img" not in page.tags
        assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
        assert not [link for link in page.links if link.get("href", "").lower().startswith(("javascript", "data"))]
        assert "alert(1)" not in "".join(
            link.get("href", "") for link in page.links if link.get("href", "").startswith("http")
        )
        assert b"<script>alert" not in reader.get(path).content


def test_every_figure_opens_exactly_its_rows(reader):
    source = make_connection()
    for number, sentiment in enumerate(("negative", "negative", "neutral", "positive", "", "negative")):
        make_mention(
            f"text {number}", connection=source, sentiment=sentiment, brand=("North", "South")[number % 2],
            language=("en", "fr", "")[number % 3], published_at=NOON + timedelta(days=number),
        )  # fmt: skip
    make_mention("before", connection=source, published_at=NOON - timedelta(days=30))
    response = reader.get(SCREENS[0])
    figures = {str(figure["label"]): figure for figure in response.context["figures"]}
    expected = {"Mentions": 6, "Negative": 3, "Positive": 1, "Not analysed": 1, "Net sentiment": 5}
    for label, count in expected.items():
        assert shown(reader, figures[label]["url"]).count == count
    for division in response.context["divisions"]:
        for part in division.parts:
            assert shown(reader, part.url).count == part.counts.total, (division.title, part.label)
    chart = response.context["chart"]
    for index, day in enumerate(chart.points):
        values = [series.values[index] for series in chart.series]
        # Days on which nothing was heard are gaps, not zeros.
        assert (None in values) == (day not in {NOON.date() + timedelta(days=n) for n in range(6)})
        total = sum(value or 0 for value in values)
        url = chart.rows_url.replace("{from}", day.isoformat()).replace("{to}", chart.last_days[index].isoformat())
        if total:
            assert shown(reader, url).count == total


def test_pages_of_a_long_list(reader):
    copy_mentions(120, connection=make_connection(), first_at=NOON, step=timedelta(minutes=1))
    first = shown(reader, SCREENS[1])
    assert first.count == 120
    (onward,) = [link["href"] for link in first.links if link.get("rel") == "next"]
    second = shown(reader, "/listen/mentions/" + onward)
    assert second.count == 120
    (back,) = [link["href"] for link in second.links if link.get("rel") == "prev"]
    again = shown(reader, "/listen/mentions/" + back)
    assert [link["href"] for link in again.links if "row-link" in link.get("class", "")] == [
        link["href"] for link in first.links if "row-link" in link.get("class", "")
    ]
    assert not [link for link in again.links if link.get("rel") == "prev"]


def test_in_french(client):
    client.force_login(make_user(roles=("community_manager",), language="fr"))
    mention = make_mention("Jamais plus", language="fr", sentiment="")
    overview = shown(client, SCREENS[0])
    assert "Sentiment net" in overview.text
    assert "données insuffisantes" in overview.text
    assert "non analysé" in shown(client, SCREENS[1]).text
    assert "Ce que nous savons" in shown(client, f"/listen/mentions/{mention.pk}/").text
    assert "du 1er mars 2026 au 31 mars 2026" in overview.text
