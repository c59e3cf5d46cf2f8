"""What comes in is matched while it is stored: dropped, counted, changed and taken back as it should."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.foundation.models import AuditEntry
from parvis.labelling.logic.texts import NewLabel
from parvis.listening.actions.back_search import search_batch
from parvis.listening.actions.label import set_sentiments
from parvis.listening.actions.queries import pause_query, remove_query, save_query
from parvis.listening.actions.rules import add_exclusion, remove_exclusion, save_rules, set_source_rule
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import BackSearch, Dropped, DroppedSample, Match, Mention, Query, QueryVersion
from tests.factories.channels import NOON, hear, make_connection, make_item

pytestmark = pytest.mark.django_db


def make_query(name="trains", text="train", **fields):
    return save_query(None, **{"name": name, "text": text, "by": SYSTEM, "now": NOON, **fields})


def found_by(query):
    ids = Match.objects.filter(query=query).values_list("mention_id", flat=True)
    return set(Mention.objects.filter(pk__in=list(ids)).values_list("text", flat=True))


def search_all(most=3):
    for search in BackSearch.objects.filter(state=BackSearch.RUNNING):
        while search_batch(search.pk, now=NOON, most=most):
            pass


def test_what_comes_in_is_matched_with_its_labels():
    trains = make_query()
    angry = make_query("angry", "$trains AND sentiment:negative")
    source = make_connection()
    hear(source, make_item("My train is late again, dreadful service!"), make_item("A train to Lyon."),
         make_item("The bus is dreadful and late."))  # fmt: skip
    assert len(found_by(trains)) == 2
    assert found_by(angry) == {"My train is late again, dreadful service!"}
    mention = Mention.objects.get(text__startswith="My train")
    assert mention.emotion and mention.offensive_probability is not None and mention.text_group
    assert "complaint" in mention.intents


def test_a_corrected_label_moves_a_mention_between_queries():
    angry = make_query("angry", "train AND sentiment:negative")
    hear(make_connection(), make_item("A train to Lyon leaves at noon from platform nine."))
    assert found_by(angry) == set()
    mention = Mention.objects.get()
    for value, matched in (("negative", 1), ("positive", 0)):
        set_sentiments([NewLabel(mention.pk, value, 1.0, "human")], over_human=True)
        assert Match.objects.filter(query=angry).count() == matched


def test_a_changed_query_holds_at_once_and_for_the_past():
    source = make_connection()
    hear(
        source,
        *(
            make_item(f"The {word} was late number {n}")
            for n, word in enumerate(["train", "bus", "tram"] * 4)
        ),
    )
    query = make_query(text="train")
    search_all()
    assert len(found_by(query)) == 4
    save_query(query, name="trains", text="tram OR bus", by=SYSTEM, now=NOON)
    hear(source, make_item("A tram came."), make_item("A train came."))
    search_all()
    assert len(found_by(query)) == 9 and not any("train" in text for text in found_by(query))
    assert set(Match.objects.filter(query=query).values_list("version", flat=True)) == {2}
    assert list(QueryVersion.objects.filter(query=query).values_list("number", "text")) == [
        (1, "train"),
        (2, "tram OR bus"),
    ]
    entry = AuditEntry.objects.get(verb="query.changed")
    assert entry.detail["text"] == {"from": "train", "to": "tram OR bus"}


def test_what_is_named_changes_what_names_it():
    place = make_query("place", "lyon")
    both = make_query("both", "train AND $PLACE")
    source = make_connection()
    hear(source, make_item("The train to Paris is late."), make_item("The train to Lyon is late."))
    assert found_by(both) == {"The train to Lyon is late."}
    save_query(place, name="place", text="paris", by=SYSTEM, now=NOON)
    search_all()
    assert found_by(both) == {"The train to Paris is late."}
    assert Query.objects.get(pk=both.pk).version == 2
    with pytest.raises(QueryError, match="cycle"):
        save_query(place, name="place", text="$both", by=SYSTEM, now=NOON)
    with pytest.raises(ListeningRefused, match="named-by"):
        remove_query(place, by=SYSTEM, now=NOON)
    remove_query(both, by=SYSTEM, now=NOON)
    search_all()
    assert not Match.objects.filter(query=both).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"name": " "}, "name-missing"), ({"role": "x"}, "unknown-role"), ({"reference": "9 x"}, "reference-unfit"),
     ({"name": "TRAINS"}, "name-taken"), ({"reference": "trains"}, "reference-taken")],
)  # fmt: skip
def test_what_cannot_be_saved(fields, code):
    make_query()
    with pytest.raises(ListeningRefused) as refused:
        make_query(**{"name": "other", **fields})
    assert refused.value.code == code


def test_a_paused_query_finds_what_it_missed_when_it_goes_on():
    query = make_query()
    source = make_connection()
    pause_query(query, is_active=False, by=SYSTEM, now=NOON)
    hear(source, make_item("A train came."))
    assert found_by(query) == set()
    pause_query(query, is_active=True, by=SYSTEM, now=NOON)
    search_all()
    assert found_by(query) == {"A train came."}


def test_a_firehose_keeps_what_matches_and_counts_the_rest():
    make_query("angry", "train AND sentiment:negative")
    make_query("tram", "tram NOT lang:fr")
    source = make_connection()
    set_source_rule(source, keeps_only_matches=True, by=SYSTEM, now=NOON)
    hear(
        source,
        make_item("My train is dreadful and late, awful service."),
        make_item("The train leaves from platform nine at noon."),
        make_item("The tram is here and it is red."),
        make_item("Le tramway est là, et le tram est rouge aujourd’hui."),
        make_item("Nothing to see here."),
    )
    kept = set(Mention.objects.values_list("text", flat=True))
    assert kept == {"My train is dreadful and late, awful service.", "The tram is here and it is red."}
    assert list(Dropped.objects.values_list("reason", "count")) == [("no_match", 3)]
    assert DroppedSample.objects.filter(reason="no_match").count() == 3


def test_nothing_is_taken_in_from_what_is_excluded():
    source = make_connection()
    site = add_exclusion(kind="site", value="https://www.Spam.example/x", by=SYSTEM, now=NOON)
    add_exclusion(kind="author", value="@Bad_One", channel="twitter", by=SYSTEM, now=NOON)
    add_exclusion(kind="word", value="Promo  Été", by=SYSTEM, now=NOON)
    spam = {"site": "news.spam.example"}
    hear(
        source,
        make_item("one", **spam),
        make_item("two", author="bad_one"),
        make_item("la promo été !"),
        make_item("kept"),
    )
    assert [m.text for m in Mention.objects.all()] == ["kept"]
    assert dict(Dropped.objects.values_list("reason", "count")) == {"site": 1, "author": 1, "word": 1}
    assert DroppedSample.objects.get(reason="site").detail == "spam.example"
    remove_exclusion(site, by=SYSTEM, now=NOON)
    hear(source, make_item("three", **spam))
    assert Mention.objects.count() == 2


def test_one_author_fills_no_day():
    save_rules(author_cap=2, counts_repeats=True, by=SYSTEM, now=NOON)
    source = make_connection()
    for start in (0, 2):
        hear(
            source,
            *(
                make_item(f"post {n}", author=Author("loud"), published_at=NOON)
                for n in range(start, start + 2)
            ),
        )
    hear(
        source,
        make_item("quiet"),
        make_item("next day", author=Author("loud"), published_at=NOON + timedelta(days=1)),
    )
    assert Mention.objects.filter(identity__handle="loud").count() == 3
    assert dict(Dropped.objects.values_list("reason", "count")) == {"author_cap": 2}


def test_copies_are_known_and_the_next_one_is_the_first_when_the_first_goes():
    source = make_connection()
    said = "Vélostral rappelle toutes ses batteries aujourd'hui"
    hear(source, make_item(said, author="a"))
    hear(
        source,
        make_item(f"RT @a: {said.upper()} https://t.example/1", author="b"),
        make_item(f"{said} !!", author="c"),
    )
    assert list(Mention.objects.order_by("pk").values_list("is_repeat", flat=True)) == [False, True, True]
    first = Mention.objects.order_by("pk")[0]
    for event_id in receive_items(
        source, [], cursor=None, now=NOON, deleted=[first.external_id, "unknown"]
    ).event_ids:
        deliver_now(event_id)
    assert list(Mention.objects.order_by("pk").values_list("is_repeat", flat=True)) == [False, True]


def test_changed_words_are_labelled_and_matched_again():
    query = make_query(text="tram")
    source = make_connection()
    item = make_item("The train is late, dreadful.")
    hear(source, item)
    changed = make_item("The tram is wonderful, thank you so much!", external_id=item.external_id)
    for event_id in receive_items(source, [], cursor=None, now=NOON, changed=[changed]).event_ids:
        deliver_now(event_id)
    mention = Mention.objects.get()
    assert mention.text.startswith("The tram") and mention.sentiment == "positive"
    assert Match.objects.filter(query=query).count() == 1
