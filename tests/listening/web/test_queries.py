"""The screens of queries: the list, the editor with its preview, and what is done to a query."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from parvis.accounts.logic.roles import ROLES
from parvis.listening.logic.query.parse import parse
from parvis.listening.models import BackSearch, Match, Query, QueryVersion
from parvis.listening.web.query_help import help_shown
from parvis.listening.web.query_words import SENTENCES
from parvis.listening.web.sparkline import sparkline
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.factories.listening import make_mention, make_query

pytestmark = pytest.mark.django_db
NEW = {"name": "Trams", "text": "tram NOT toy", "role": "ours", "reference": "", "colour": "3", "do": "save"}


@pytest.fixture
def writer(client):
    client.force_login(make_user(roles=("marketer",)))
    return client


@pytest.fixture
def posts():
    now = timezone.now()
    for text in ("The tram is late", "Le TRAM est là", "a toy tram", "a bus"):
        make_mention(text, published_at=now, received_at=now)


def page(response):
    assert response.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


def told(response):
    """What the module that colours is told."""
    return json.loads(
        re.search(r'data-colours="([^"]*)"', html.unescape(response.content.decode().replace("&quot;", "'")))[
            1
        ].replace("'", '"')
    )


def test_nothing_yet_leads_to_the_first_query(writer):
    assert "Write a query" in page(writer.get("/listen/queries/"))


def test_who_only_reads_is_led_nowhere_they_may_not_go(client):
    client.force_login(make_user(roles=("agent",)))
    query = make_query("Trams")
    shown = page(client.get("/listen/queries/"))
    assert "Trams" in shown
    assert f"/listen/queries/{query.pk}/" not in shown
    assert "/listen/queries/new/" not in shown


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize(
    "path",
    ["/listen/queries/new/", "/listen/queries/1/", "/listen/queries/markets/", "/listen/queries/left-out/"],
)
def test_who_may_write(client, role, path):
    path = path.replace("/1/", f"/{make_query().pk}/")
    client.force_login(make_user(roles=(role,)))
    assert client.get(path).status_code == (200 if "queries.manage" in ROLES[role] else 403)


def test_a_query_is_saved_searched_and_shown(writer, posts):
    response = writer.post("/listen/queries/new/", NEW)
    saved = Query.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/listen/queries/{saved.pk}/")
    assert (saved.name, saved.text, saved.role, saved.reference, saved.colour) == (
        "Trams", "tram NOT toy", "ours", "trams", 3,
    )  # fmt: skip
    assert BackSearch.objects.get().state == "running"
    shown = page(writer.get(f"/listen/queries/{saved.pk}/"))
    assert "0% of what is stored has been searched" in shown
    assert f"query={saved.pk}" in shown  # leads to its figures
    assert 'colour-3"></span>Trams' in page(writer.get("/listen/queries/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "A name is missing."),
        ({"name": "taken"}, "Another query has this name."),
        ({"reference": "9"}, "A short name begins with a letter"),
        ({"text": "tram OR"}, "Something to look for is missing after this operator."),
        ({"text": ""}, "The query is empty."),
        ({"role": "friend"}, "friend"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_written(writer, changes, words):
    make_query("Taken")
    shown = page(writer.post("/listen/queries/new/", NEW | changes))
    assert words in shown
    assert (NEW | changes)["text"] in shown
    assert Query.objects.count() == 1


def test_the_preview_counts_marks_and_says_what_not_takes_away(writer, posts):
    response = writer.post("/listen/queries/preview/", {"text": "tram NOT toy"})
    shown = page(response)
    assert 'data-preview-count="2"' in shown
    assert "of 4 posts stored in the last 30 days" in shown
    assert "<mark>TRAM</mark>" in shown
    assert "The NOT takes away 1 post that would be found without it." in shown
    assert "a toy <mark>tram</mark>" in shown
    assert "a bus" not in shown
    assert told(response) == {"length": 12, "pieces": [[5, 8, "operator"]], "fault": None}


def test_a_fault_shows_its_place_and_is_mended_without_a_module(writer, posts):
    given = NEW | {"text": "tram\r\nW/5 late", "name": "", "do": "preview"}
    response = writer.post("/listen/queries/new/", given)
    shown = page(response)
    assert "<mark>W/5</mark>" in shown
    assert told(response)["fault"] == [5, 8]
    assert "A name is missing" not in shown
    mended = page(writer.post("/listen/queries/new/", given | {"do": "mend"}))
    assert "tram NEAR/5 late" in mended.replace("\n", " ")
    assert 'data-preview-count="1"' in mended
    assert not Query.objects.exists()


def test_a_changed_text_is_held_against_the_saved_one(writer, posts):
    query = make_query("Trams", text="tram")
    shown = page(writer.post("/listen/queries/preview/", {"text": "tram -toy OR bus", "query_id": query.pk}))
    assert "Against the saved text: 1 more, 1 no longer found." in shown


@pytest.mark.parametrize("number", ["0", "abc", "²", "9" * 40])
def test_a_preview_of_a_query_that_is_not_there(writer, number):
    answer = writer.post("/listen/queries/preview/", {"text": "tram", "query_id": number})
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "tram " * 90_000, "*", "\x00", "tram\x00s", '"' * 999, "😀" * 50]
)
def test_no_text_breaks_the_preview(writer, posts, text):
    assert writer.post("/listen/queries/preview/", {"text": text}).status_code == 200


def test_old_posts_are_previewed_where_there_are_no_new_ones(writer):
    make_mention("The tram of 2015", published_at=timezone.now().replace(year=2015, month=2, day=20))
    shown = page(writer.post("/listen/queries/preview/", {"text": "tram"}))
    assert 'data-preview-count="1"' in shown
    assert "Feb 2015" in shown


def test_what_was_said_long_ago_alone_is_previewed_and_led_to(writer, posts):
    old = make_mention(
        "The zeppelin of 2015", published_at=timezone.now().replace(year=2015, month=2, day=20)
    )
    shown = page(writer.post("/listen/queries/preview/", {"text": "zeppelin"}))
    assert 'data-preview-count="1"' in shown
    assert "of 5 posts stored in" in shown
    query = make_query("Zeppelins", text="zeppelin")
    Match.objects.create(query=query, published_at=old.published_at, mention_id=old.pk, version=1)
    assert "to=2015-02-" in page(writer.get(f"/listen/queries/{query.pk}/"))


def test_nothing_stored_says_so(writer):
    assert "Nothing is stored yet" in page(writer.post("/listen/queries/preview/", {"text": "tram"}))
    assert "nothing to preview" in page(writer.get("/listen/queries/new/"))


def test_versions_stay_and_can_be_taken_again(writer):
    query = make_query("Trams", text="tram")
    path = f"/listen/queries/{query.pk}/"
    assert writer.post(path, NEW | {"text": "tram OR metro"}).status_code == 302
    assert list(QueryVersion.objects.values_list("number", "text")) == [(1, "tram"), (2, "tram OR metro")]
    assert ">tram OR metro</textarea>" in page(writer.get(path)).replace("> ", ">")
    assert ">tram</textarea>" in page(writer.get(f"{path}?version=1")).replace("> ", ">")


def test_paused_resumed_removed(writer):
    query = make_query("Trams")
    path = f"/listen/queries/{query.pk}/"
    writer.post(f"{path}pause/")
    assert "paused" in page(writer.get("/listen/queries/"))
    assert "Resume" in page(writer.get(path))
    writer.post(f"{path}resume/")
    assert Query.objects.get().is_active
    writer.post(f"{path}remove/")
    assert "Trams" not in page(writer.get("/listen/queries/")).replace("“Trams” is removed", "")
    assert writer.get(path).status_code == 404


def test_what_others_rest_on_is_not_removed(writer):
    query = make_query("Trams")
    make_query("All", text="$trams OR bus")
    answer = writer.post(f"/listen/queries/{query.pk}/remove/", follow=True)
    assert "Other queries name this one: All." in page(answer)
    assert Query.objects.filter(removed_at=None).count() == 2


def test_a_thousand_queries_are_paged_and_searched_by_the_same_number_of_statements(writer):
    for number in range(3):
        make_query(f"Query {number}", text=f"word{number}")

    def statements():
        with CaptureQueriesContext(database) as asked:
            page(writer.get("/listen/queries/"))
        return len(asked)

    before = statements()
    base = Query.objects.first()
    Query.objects.bulk_create(
        Query(name=f"Name {n:04}", reference=f"name_{n}", text=f"tram{n}", created_at=base.created_at,
              changed_at=base.changed_at)
        for n in range(997)
    )  # fmt: skip
    assert statements() == before
    first = page(writer.get("/listen/queries/"))
    assert "1,000 queries" in first
    after = re.search(r"\?after=(\d+)", first)[1]
    second = page(writer.get(f"/listen/queries/?after={after}"))
    assert "Name 0050" in second
    assert "Name 0049" not in second
    assert "Name 0049" in page(
        writer.get(f"/listen/queries/?before={Query.objects.get(name='Name 0050').pk}")
    )
    assert "1 query" in page(writer.get("/listen/queries/?q=tram996"))
    assert "No query has these words" in page(writer.get("/listen/queries/?q=zeppelin"))


def test_every_example_of_the_help_can_be_read():
    for language in ("en", "fr"):
        with translation.override(language):
            for part in help_shown():
                for line in part.lines:
                    parse(line.example, named={"competitors": "bus", "concurrents": "bus"})


def test_every_fault_has_its_sentence_in_french():
    with translation.override("fr"):
        assert all(translation.gettext(sentence) != sentence for sentence in SENTENCES.values())


@pytest.mark.parametrize(("values", "bars"), [((), 0), ((0, 0), 0), ((1, 0, 4), 2), ((10**9,), 1)])
def test_a_sparkline_has_a_bar_a_day_that_had_something(values, bars):
    assert str(sparkline(values)).count("<rect") == bars


def test_a_market_is_declared_changed_and_removed(writer):
    ours, other = make_query("Ours", role="ours"), make_query("Other", role="competitor")
    assert "A market needs two queries" not in page(writer.get("/listen/queries/markets/"))
    assert "Ours is ours" in page(writer.get("/listen/queries/markets/new/"))
    given = {"name": "Trams", "brand": [other.pk, ours.pk], "ours": [ours.pk]}
    assert writer.post("/listen/queries/markets/new/", given)["Location"] == "/listen/queries/markets/"
    shown = page(writer.get("/listen/queries/markets/"))
    path = re.search(r"/listen/queries/markets/\d+/", shown)[0]
    assert shown.index("Ours") < shown.index("Other")
    assert "at least two brands" in page(writer.post(path, given | {"brand": [ours.pk]}))
    assert "removed meanwhile" in page(writer.post(path, given | {"brand": [ours.pk, 999_999]}))
    assert writer.post(f"{path}remove/").status_code == 302
    assert "No market is declared yet" in page(writer.get("/listen/queries/markets/"))


def test_what_is_left_out_is_added_inspected_and_taken_in_again(writer):
    source = make_connection("rss", channel="rss", name="Trade press")
    where = "/listen/queries/left-out/"
    assert "Nothing is left out." in page(writer.get(where))
    added = writer.post(
        f"{where}add/", {"kind": "site", "value": "https://www.spam.example/x", "note": "copies"}
    )
    assert added["Location"] == where
    shown = page(writer.get(where))
    assert "<strong>spam.example</strong>" in shown
    assert "copies" in shown
    assert "Nothing is left of what you typed" in page(
        writer.post(f"{where}add/", {"kind": "word", "value": " "}, follow=True)
    )
    writer.post(f"{where}rules/", {"author_cap": "50", "copies": "once"})
    writer.post(f"{where}source/{source.pk}/", {"keeps": "matches"})
    shown = page(writer.get(where))
    assert 'value="50"' in shown
    assert '<option value="matches" selected>' in shown
    assert '<option value="once" selected>' in shown
    assert "Write a number between 0" in page(
        writer.post(f"{where}rules/", {"author_cap": "-3"}, follow=True)
    )
    removed = re.search(r"/listen/queries/left-out/\d+/remove/", shown)[0]
    writer.post(removed)
    assert "Nothing is left out." in page(writer.get(where))
