import re
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.accounts.logic.roles import ROLES
from parvis.foundation.access import purpose
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_message
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db
DAYS = "from=2026-03-01&to=2026-03-31"
PATH = f"/value/?{DAYS}"


@pytest.fixture
def reader(client):
    client.force_login(make_user(roles=("administrator",)))
    return client


def hear_and_answer():
    """Six mentions, two of them before March; three conversations, two of them answered."""
    source = make_connection()
    for number, sentiment in enumerate(("negative", "negative", "positive", "")):
        make_mention(connection=source, sentiment=sentiment, published_at=NOON + timedelta(days=number))
    for number in range(2):
        make_mention(connection=source, sentiment="positive", published_at=NOON - timedelta(days=10 + number))
    with purpose("service"):
        for number in range(3):
            at = NOON + timedelta(days=number)
            conversation = make_conversation(at=at, first_inbound_at=at)
            if number:
                answered_at = at + timedelta(hours=number)
                make_message(conversation, "It is on its way.", at=answered_at, kind="outbound")
                type(conversation).objects.filter(pk=conversation.pk).update(first_reply_at=answered_at)


def figures_of(response):
    return {
        figure["key"]: figure for section in response.context["sections"] for figure in section["figures"]
    }


def test_every_figure_opens_exactly_the_rows_it_counted(reader):
    hear_and_answer()
    found = figures_of(reader.get(PATH))
    expected = {
        "mentions.volume": 4,
        "mentions.net_sentiment": 3,
        "mentions.not_analysed": 1,
    }
    for key, rows in expected.items():
        page = reader.get(found[key]["url"]).content.decode()
        assert int(re.search(r'data-count-shown="(\d+)"', page)[1]) == rows, key
    in_conversations = [key for key in found if key not in expected and "inbox/figures" in found[key]["url"]]
    assert len(in_conversations) >= 2
    for key in in_conversations:
        shown = found[key]["n"] if found[key]["n"] is not None else int(found[key]["value"])
        assert reader.get(found[key]["url"]).context["page"].count == shown, key


def test_figures_stand_beside_the_period_before(reader):
    hear_and_answer()
    found = figures_of(reader.get(PATH))
    # 4 mentions after 2; (1 − 2) / 3 after (2 − 0) / 2: a fall of 133 points, though of three mentions only.
    assert (found["mentions.volume"]["value"], found["mentions.volume"]["change"]) == ("4", "+100%")
    net = found["mentions.net_sentiment"]
    assert (net["value"], net["before"], net["change"], net["direction"]) == ("−33", "100", "−133", "down")
    assert net["is_good"] is None
    assert net["interval"].startswith("95%: −")
    assert net["n"] == 3


def test_the_points_of_a_chart_open_their_days(reader):
    hear_and_answer()
    response = reader.get(PATH)
    charts = [chart for section in response.context["sections"] for chart in section["charts"]]
    (volume,) = [chart for chart in charts if str(chart.title) == "Mentions"]
    assert (volume.n, str(volume.unit), volume.kind) == (4, "mentions", "stacked")
    opened = 0
    for index, day in enumerate(volume.points):
        total = sum(series.values[index] for series in volume.series)
        if total:
            url = volume.rows_url.replace("{from}", day.isoformat())
            url = url.replace("{to}", volume.last_days[index].isoformat())
            page = reader.get(url).content.decode()
            assert int(re.search(r'data-count-shown="(\d+)"', page)[1]) == total
            opened += 1
    assert opened == 4


def test_a_chart_as_json_is_the_chart_of_the_page(reader):
    hear_and_answer()
    chart = reader.get(f"/value/mentions.net_sentiment.json?{DAYS}").json()
    assert (chart["title"], chart["n"], len(chart["points"])) == ("Net sentiment", 3, 31)
    subject, before = chart["series"]
    assert (before["tone"], before["low"]) == ("comparison", [])
    assert subject["values"][0] is None  # 1 March: a gap, not 0
    assert subject["values"][1] == -100.0
    assert reader.get(f"/value/unknown.json?{DAYS}").status_code == 404
    empty = reader.get("/value/mentions.volume.json?from=2020-01-01&to=2020-01-02").json()
    assert (empty["points"], empty["series"]) == ([], [])


def test_nothing_to_count_says_what_will_be_here(reader):
    response = reader.get(PATH)
    assert not response.context["has_anything"]
    assert b"Nothing to count in this period" in response.content


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_sees_figures(client, role):
    hear_and_answer()
    client.force_login(make_user(roles=(role,)))
    response = client.get(PATH)
    if "figures.view" not in ROLES[role]:
        assert response.status_code == 403
        return
    assert response.status_code == 200
    for key, figure in figures_of(response).items():
        if key.startswith("mentions."):
            # A figure without its rows is no link.
            assert bool(figure["url"]) == ("mentions.view" in ROLES[role]), key
        if figure["url"]:
            assert client.get(figure["url"]).status_code == 200


def test_a_visitor_logs_in_and_nothing_is_posted(client, reader):
    for path in (PATH, f"/value/mentions.volume.json?{DAYS}"):
        assert reader.post(path).status_code == 405
    client.logout()
    response = client.get(PATH)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_more_rows_cost_no_more_queries(reader):
    def queries():
        with CaptureQueriesContext(database) as captured:
            assert reader.get(PATH).status_code == 200
        return len(captured)

    hear_and_answer()
    queries()
    one = queries()
    hear_and_answer()
    assert queries() == one


@pytest.mark.parametrize(
    "query", ["", "days=7", "days=x", "from=<script>", "from=9999-99-99&to=0000-00-00", "to=2100-01-01"]
)
def test_any_period_is_a_page(reader, query):
    make_mention()
    response = reader.get(f"/value/?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_in_french(client):
    hear_and_answer()
    client.force_login(make_user(roles=("administrator",), language="fr"))
    page = client.get(PATH).content.decode()
    for words in (
        "Sentiment net",
        "comparaison\u202f: du 29 jan. 2026 au 28 fév. 2026",
        "Ce qui se dit, en volume",
    ):
        assert words in page
