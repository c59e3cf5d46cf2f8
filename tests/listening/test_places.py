"""Places that posts lead to: found in planted links, ranked, looked at, tried apart from every figure, decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.channels.actions.discover import look_at
from parvis.channels.actions.fetch import fetch_connection
from parvis.channels.actions.withdraw import take_deletions
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Batch, Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.actions.place_look import look_at_place, propose_place
from parvis.listening.actions.places_named import count_places, note_places
from parvis.listening.actions.trials import accept_place, end_old_trials, refuse_place, try_place
from parvis.listening.logic.places import Named, place_of, places_in
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.logic.yields import SeenPost, worth_of_links, yield_of
from parvis.listening.models import HeardDay, Mention, Place, TrialPost
from parvis.listening.reads.places import page_of_places
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.listening import make_place, make_query
from tests.peers.feeds import Reply, feed_server

LATER = NOON + timedelta(hours=12)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Rails and wheels</title>
<item><guid>{host}/1</guid><link>{host}/1</link><title>The night train to Nice is back</title>
<description>After ten years the night train runs again, with new cars and old prices.</description>
<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate></item>
<item><guid>{host}/2</guid><link>{host}/2</link><title>Ten cakes for the weekend</title>
<description>Butter, sugar, and a very long afternoon in front of the oven with friends.</description>
<pubDate>Fri, 27 Feb 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
HOME = b"""<html><head><title>Rails &amp; wheels</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel='alternate' type='application/rss+xml' href='/feed'></head><body>...</body></html>"""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("See https://www.Rails.example/2026/night?x=1, please", [("site", "rails.example")]),
        ("(https://forum.example/t/brakes/12).", [("site", "forum.example")]),
        ("@ana@social.example", [("mastodon", "ana@social.example")]),
        ("and @jo.bsky.social", [("bluesky", "jo.bsky.social")]),
        ("https://social.example/@Ana/1123", [("mastodon", "ana@social.example")]),
        ("https://bsky.app/profile/jo.example/post/3k", [("bluesky", "jo.example")]),
        ("in r/cycling or https://old.reddit.com/r/Trains/x", [("reddit", "trains"), ("reddit", "cycling")]),
        ("https://youtube.com/@Wheels", [("youtube", "@wheels")]),
        ("https://t.co/abc https://x.com/a http://10.0.0.8/a http://localhost/x ana@example.org @ana and/or/r/", []),
        ("https://user:word@intern/x https://[::1]/ https://a..b/ http://" + "a" * 3000 + ".example/", []),
    ],
)  # fmt: skip
def test_links_and_handles_name_places(text, named):
    assert [(one.kind, one.key) for one in places_in(text)] == named


def test_yield_is_ranked_by_what_is_sure_and_new():
    def posts(found, fresh, n=20):
        return [SeenPost(NOON - timedelta(days=1 + k / 2), k < found, k >= fresh) for k in range(n)]

    much, copied, little = (yield_of(posts(*one), now=NOON) for one in ((10, 10), (10, 1), (1, 1)))
    assert much.worth > copied.worth >= little.worth > 0
    assert much.a_month.value == pytest.approx(10 * 28 / 10.5)
    assert much.a_month.low < much.a_month.value < much.a_month.high
    assert copied.novelty.value == 0.1
    quiet = yield_of([SeenPost(NOON - timedelta(days=90), True, False)], now=NOON)
    assert (quiet.posts, quiet.worth) == (0, 0.0)
    assert worth_of_links(authors=1, pages=100, heard=0) == 1  # one person who links to their own pages
    assert worth_of_links(authors=9, pages=7, heard=8) == 0


@pytest.mark.django_db
def test_planted_links_are_proposed_by_who_named_them():
    now = utc_now()  # what stores them reads the clock
    make_query(text="train")
    source = make_connection()

    def item(text, **fields):
        return make_item(text, published_at=now, **fields)

    for number in range(4):
        hear(source, item(f"The train! https://rails.example/{number}", author=f"rider{number}"))
        hear(source, item(f"My train https://mine.example/{number}", author="advertiser"))
        hear(source, item(f"Cake https://cakes.example/{number}", author=f"baker{number}"))
    hear(source, item("Trains at https://heard.example/a", author="one", site="other.example"))
    hear(source, item("The train is late", author="two", site="heard.example"))
    assert note_places(now=now + timedelta(hours=1)) == 14
    assert note_places(now=now + timedelta(hours=1)) == 0
    count_places(now=now + timedelta(hours=1))
    worth = dict(Place.objects.values_list("key", "worth"))
    # Cakes are nothing that is listened for; what is heard already brings nothing new.
    assert worth == {"rails.example": 4, "mine.example": 1, "cakes.example": 0, "heard.example": 0}
    shown = page_of_places(
        make_user(roles=("marketer",)), Place.PROPOSED, now=now + timedelta(hours=1)
    ).places
    assert [one.place.key for one in shown] == ["rails.example", "mine.example"]
    refuse_place(shown[0].place, by=SYSTEM, now=now + timedelta(hours=1))
    hear(source, item("A train again https://rails.example/9"))
    note_places(now=now + timedelta(hours=2))
    assert Place.objects.get(key="rails.example").state == Place.REFUSED


@pytest.fixture
def site(settings):
    with feed_server() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        web.put("/", Reply(HOME, content_type="text/html"))
        web.put("/feed", Reply(FEED.format(host=web.url("")).encode()))
        yield web


def test_a_page_leads_to_its_feed(site):
    found = look_at(site.url("/"), now=NOON)
    assert (found.kind, found.settings) == ("rss", {"url": site.url("/feed")})
    assert found.title == "Rails & wheels" and len(found.items) == 2
    assert [path for path, _ in site.requests] == ["/", "/feed"]
    site.put("/plain", Reply(b"<html>nothing</html>", content_type="text/html"))
    with pytest.raises(ConnectorError) as refused:
        look_at(site.url("/plain"), now=NOON)
    assert refused.value.code == "no-feed"


def test_a_look_goes_nowhere_inside(settings):
    settings.FETCH_ALLOWED_PRIVATE = ()
    with feed_server() as web, pytest.raises(ConnectorError) as refused:
        look_at(web.url("/"), now=NOON)
    assert refused.value.code == "address-forbidden" and not web.requests


def deliver_waiting():
    for event in StoredEvent.objects.filter(name__contains="ItemsReceived").order_by("pk"):
        deliver_now(event.pk)


def on_trial(site):
    make_query(text="train")
    place = make_place(
        "rails.example", address=site.url("/"), looked_at=None, found_kind="", found_settings={}
    )
    look_at_place(place.pk, now=NOON)
    tried = try_place(Place.objects.get(), by=SYSTEM, now=NOON)
    fetch_connection(tried.connection_id, now=NOON)
    deliver_waiting()
    return Place.objects.get()


@pytest.mark.django_db
def test_a_trial_counts_nowhere_until_it_is_accepted(site):
    place = on_trial(site)
    assert (place.state, TrialPost.objects.count(), Mention.objects.count()) == ("trial", 2, 0)
    assert not HeardDay.objects.exists()
    (shown,) = page_of_places(make_user(roles=("marketer",)), Place.TRIAL, now=NOON).places
    assert (shown.showed.posts, shown.showed.found, shown.showed.fresh) == (2, 1, 1)
    accept_place(place, by=SYSTEM, now=LATER)
    assert not TrialPost.objects.exists()
    deliver_waiting()
    assert set(Mention.objects.values_list("title", flat=True)) == {
        "The night train to Nice is back", "Ten cakes for the weekend",
    }  # fmt: skip
    # A deletion finds what came through the trial as it finds any other.
    source = Connection.objects.get(pk=place.connection_id)
    for event_id in take_deletions(source, [f"{site.url('')}/1"]):
        deliver_now(event_id)
    assert Mention.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_trial_leaves_nothing(site):
    place = on_trial(site)
    source = Connection.objects.get(pk=place.connection_id)
    for event_id in take_deletions(source, [f"{site.url('')}/2"]):
        deliver_now(event_id)
    assert TrialPost.objects.get().item["title"].startswith("The night train")
    refuse_place(place, by=SYSTEM, now=LATER)
    assert not TrialPost.objects.exists() and not Mention.objects.exists()
    assert not Connection.objects.get().is_active
    with pytest.raises(ListeningRefused):
        accept_place(place, by=SYSTEM, now=LATER)


@pytest.mark.django_db
def test_a_trial_nobody_decided_ends(site):
    on_trial(site)
    end_old_trials(now=NOON + timedelta(days=43))
    assert TrialPost.objects.exists()
    end_old_trials(now=NOON + timedelta(days=45))
    assert Place.objects.get().state == Place.PROPOSED and not TrialPost.objects.exists()


@pytest.mark.django_db
def test_an_address_that_somebody_types(site):
    with pytest.raises(ListeningRefused):
        propose_place("t.co", by=SYSTEM, now=NOON)
    made = propose_place("forum.example", by=SYSTEM, now=NOON)
    assert (made.kind, made.key, made.look_asked_at) == ("site", "forum.example", NOON)
    assert place_of("https://forum.example") == Named("site", "forum.example", "https://forum.example")
    assert Batch.objects.count() == 0  # nothing is fetched by proposing


@pytest.mark.django_db
def test_the_screen(client):
    marketer = make_user(roles=("marketer",))
    client.force_login(marketer)
    assert "No post has named a place yet" in client.get("/listen/sources/").content.decode()
    place = make_place("rails.example")
    page = client.get("/listen/sources/").content.decode()
    assert "rails.example" in page and "Whoever manages connections can try it." in page
    assert client.post(f"/listen/sources/{place.pk}/try/").status_code == 403
    assert client.get(f"/listen/sources/{place.pk}/").status_code == 200
    client.force_login(make_user(roles=("administrator",)))
    client.post(f"/listen/sources/{place.pk}/try/")
    assert "On trial" in client.get("/listen/sources/").content.decode()
    client.post(f"/listen/sources/{place.pk}/refuse/")
    assert "One place refused" in client.get("/listen/sources/").content.decode()
