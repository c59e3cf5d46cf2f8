"""What a query would find, before it is saved."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from parvis.foundation.audit import SYSTEM
from parvis.foundation.logic.periods import Period
from parvis.listening.actions.queries import save_query
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.post import Post
from parvis.listening.reads import preview as previewing
from parvis.listening.reads.preview import preview, preview_posts
from parvis.listening.reads.queries import drop_samples, drops_of, listed_queries, queries_of_mentions
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.listening import copy_mentions, make_mention

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 10), ZoneInfo("Europe/Paris"))


@pytest.fixture
def reader():
    return make_user(roles=("marketer",))


def test_what_is_found_what_not_removes_and_what_a_change_gains_and_loses(reader):
    for text in ("a red tram", "a blue tram", "a train", "a bus"):
        make_mention(text)
    query = save_query(None, name="q", text="train OR red", by=SYSTEM, now=NOON)
    told = preview(reader, "tram NOT blue", period=MARCH, query=query)
    assert (told.read, told.total, told.is_sampled, told.matched) == (4, 4, False, 1)
    assert (told.count.value, told.count.low, told.count.high) == (1, 1, 1)
    assert told.removed == 1 and told.removed_sample[0].post.text == "a blue tram"
    assert (told.gained, told.lost) == (0, 1) and told.lost_sample[0].post.text == "a train"
    assert told.over_time == (0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    (shown,) = told.sample
    assert [shown.post.text[start:end] for _, start, end in shown.spans] == ["tram"]
    assert preview(reader, "tram", period=MARCH).removed is None
    with pytest.raises(QueryError):
        preview(reader, "NOT tram", period=MARCH)
    assert preview(make_user(roles=("employee",)), "tram", period=MARCH).read == 0


def test_of_many_a_part_is_read_and_said_so(reader, monkeypatch):
    monkeypatch.setattr(previewing, "MENTIONS_A_PART", 500)
    monkeypatch.setattr(previewing, "MOST_READ", 1000)
    copy_mentions(5000, connection=make_connection(), first_at=NOON, step=timedelta(minutes=1))
    told = preview(reader, "snow", period=MARCH)
    assert told.is_sampled and 900 < told.read < 1600 and told.total == 5000
    assert told.count.low <= 10 <= told.count.high


def test_over_posts_of_a_file():
    posts = [Post(n, text) for n, text in enumerate(("red tram", "bus"))]
    told = preview_posts("tram", posts)
    assert (told.matched, told.total, told.over_time) == (1, 2, ())


def test_what_is_listed(reader):
    query = save_query(None, name="q", text="tram", by=SYSTEM, now=NOON)
    mention = make_mention("a tram")
    assert queries_of_mentions([(mention.pk, mention.published_at)]) == {}
    (listed,) = listed_queries(reader, MARCH)
    assert (listed.query, listed.mentions, listed.searched) == (query, 0, 0.0)
    assert drops_of(reader, MARCH) == [] and drop_samples(reader) == []
