"""The screens of label quality: the sample and what is measured on it, the queue, the adapters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from parvis.conversations.models import Message
from parvis.labelling.actions.sample import draw_sample, measure_again
from parvis.labelling.logic.choosing import most_teaching
from parvis.labelling.logic.measured import Judged, quality_of, weighted_confusion
from parvis.labelling.logic.strata import allocated
from parvis.labelling.logic.texts import LabelledText
from parvis.labelling.models import Adapter, Correction, CurrentLabel, SampleItem
from parvis.labelling.reads.quality import sample_quality, shares_corrected
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_queue
from tests.factories.labelling import make_adapter, make_sample_item
from tests.factories.listening import make_mention

LISTEN = "?from=2026-03-01&to=2026-03-03"


def text(number: int, words: str, probability: float) -> LabelledText:
    return LabelledText("mention", number, words, "en", "Source", "neutral", probability, "m-1", NOON)


# ---------------------------------------------------------------- pure


def test_quality_by_hand():
    # Right: 3 + 2 + 1 of 10. F1: 2·3/(4+5), 2·2/(4+3), 2·1/(2+2).
    table = ((3, 1, 0), (1, 2, 1), (1, 0, 1))
    items = [Judged(t, p) for t in range(3) for p in range(3) for _ in range(table[t][p])]
    found = quality_of(items)
    assert found is not None
    assert found.confusion == table
    assert found.accuracy.value == pytest.approx(0.6)
    assert found.macro_f1.value == pytest.approx((6 / 9 + 4 / 7 + 2 / 4) / 3)
    assert found.macro_f1.low is None  # ten items say nothing about its interval


def test_items_that_stand_for_more_weigh_more():
    items = [Judged(0, 0, 3.0), Judged(1, 0, 1.0)]
    found = quality_of(items)
    assert found is not None
    assert found.accuracy.value == pytest.approx(0.75)
    # Kish: (3 + 1)² / (9 + 1) = 1.6 items in effect.
    assert sum(map(sum, weighted_confusion(items))) == pytest.approx(1.6)


def test_nothing_labelled_is_no_quality():
    assert quality_of([]) is None


@pytest.mark.parametrize(
    ("sizes", "total", "expected"),
    [
        ({"a": 1_000, "b": 100, "c": 3}, 200, {"a": 173, "b": 24, "c": 3}),
        ({"a": 5, "b": 2}, 100, {"a": 5, "b": 2}),
        ({"a": 50, "b": 50, "c": 50}, 9, {"a": 3, "b": 3, "c": 3}),
        ({}, 10, {}),
    ],
)
def test_a_sample_divides_in_proportion_with_a_floor(sizes, total, expected):
    assert allocated(sizes, total=total) == expected


def test_uncertain_and_frequent_first_and_the_same_words_once():
    pool = [
        text(1, "alpha bravo charlie delta", 0.98),
        text(2, "escalator broken station north", 0.40),
        text(3, "escalator broken station north today", 0.41),
        text(4, "escalator stuck somewhere else", 0.60),
        text(5, "quite singular utterance hereby", 0.42),
    ]
    chosen = [one.id for one in most_teaching(pool, most=4)]
    assert chosen[0] in (2, 3)
    assert len({2, 3} & set(chosen)) == 1
    assert chosen[-1] == 1


# ---------------------------------------------------------------- the sample


@pytest.mark.django_db
def test_the_sample_is_drawn_by_stratum_and_measured():
    big, small = make_connection(name="Forum"), make_connection(name="Press")
    for n in range(40):
        make_mention(f"Thank you, lovely ride {n}!", connection=big, author="", sentiment="positive")
    for n in range(5):
        make_mention(
            f"Merci, superbe {n} !", connection=small, author="", language="fr", sentiment="positive"
        )
    assert draw_sample(now=NOON, seed=1, total=20) == 20
    weights = dict(SampleItem.objects.values_list("source", "weight").distinct())
    assert weights == {"Forum": pytest.approx(40 / 15), "Press": 1.0}
    SampleItem.objects.update(truth="positive", at=NOON)
    found = sample_quality()
    assert (found.drawn, found.labelled) == (20, 20)
    parts = [(part.name, part.n, part.quality is None) for part in found.languages]
    assert parts == [("en", 15, False), ("fr", 5, True)]


@pytest.mark.django_db
def test_drawing_again_takes_others_until_there_are_none():
    connection = make_connection()
    for n in range(6):
        make_mention(f"Thank you {n}!", connection=connection, author="", sentiment="positive")
    assert [draw_sample(now=NOON, seed=seed, total=4) for seed in (1, 2, 3)] == [4, 2, 0]
    assert SampleItem.objects.values("text_id").distinct().count() == 6
    assert set(SampleItem.objects.values_list("weight", flat=True)) == {1.0}


@pytest.mark.django_db
def test_the_sample_is_measured_by_the_labels_in_force():
    mention = make_mention("Thank you, lovely!", sentiment="positive")
    make_sample_item(mention, truth="positive")
    make_adapter(bias=(20.0, 0.0, 0.0), is_active=True)
    assert measure_again() == 1
    assert SampleItem.objects.get().predicted == "negative"


@pytest.mark.django_db
def test_a_judgement_is_shown_and_kept_apart_from_what_is_learned(client):
    client.force_login(make_user())
    mention = make_mention(sentiment="positive")
    item = make_sample_item(mention)
    page = client.get(reverse("labels-sample")).content.decode()
    assert "The train is late again." in page
    assert (
        "mood-smile" not in page.split("label-card-choices")[0].split("label-cards")[1]
    )  # the machine keeps silent
    assert client.post(reverse("label-judge", args=[item.pk]), {"value": "negative"}).status_code == 302
    item.refresh_from_db()
    assert (item.truth, item.predicted, item.is_left_out) == ("negative", "positive", False)
    assert Mention.objects.get().sentiment == "negative"
    assert CurrentLabel.objects.get().origin == Correction.SAMPLE
    assert "Every drawn text is labelled" in client.get(reverse("labels-sample")).content.decode()


@pytest.mark.django_db
def test_who_cannot_tell_leaves_it_out(client):
    client.force_login(make_user())
    item = make_sample_item(make_mention())
    client.post(reverse("label-judge", args=[item.pk]), {"value": "cannot"})
    assert client.post(reverse("label-judge", args=[item.pk]), {"value": "furious"}).status_code == 400
    item.refresh_from_db()
    assert (item.truth, item.is_left_out) == ("", True)
    assert not Correction.objects.exists()
    assert sample_quality().drawn == 0


@pytest.mark.django_db
def test_what_an_account_may_not_read_it_is_not_asked(client):
    make_queue(is_default=True)
    make_conversation()
    Message.objects.update(sentiment="neutral", sentiment_probability=0.4)
    message = Message.objects.get()
    item = SampleItem.objects.create(
        kind="message", text_id=message.pk, weight=1, predicted="neutral", predicted_by="m-1", drawn_at=NOON
    )
    client.force_login(make_user(roles=("moderator",)))
    for name in ("labels-ask", "labels-sample"):
        assert "Where is my order" not in client.get(reverse(name)).content.decode()
    assert client.post(reverse("label-judge", args=[item.pk]), {"value": "negative"}).status_code == 404
    assert client.post(reverse("labels-skip"), {"reference": f"message:{message.pk}"}).status_code == 404


# ---------------------------------------------------------------- screens


@pytest.mark.django_db
def test_the_queue_asks_answers_and_skips(client):
    client.force_login(make_user())
    sure, unsure, other = (
        make_mention(words, sentiment="neutral", sentiment_probability=p)
        for words, p in (
            ("Certain beyond doubt", 0.99),
            ("Escalator out of order", 0.4),
            ("Zebra crossing paint", 0.5),
        )
    )
    page = client.get(reverse("labels-ask")).content.decode()
    assert page.index("Certain") > max(page.index("Escalator"), page.index("Zebra"))
    url = reverse("label-correct", args=["mention", unsure.pk])
    done = client.post(url, {"value": "negative", "origin": "asked"}, headers={"HX-Request": "true"})
    assert "data-answered" in done.content.decode()
    assert Correction.objects.get().origin == "asked"
    client.post(reverse("labels-skip"), {"reference": f"mention:{other.pk}"})
    page = client.get(reverse("labels-ask")).content.decode()
    assert ("Escalator" in page, "Zebra" in page, "Certain" in page) == (False, False, True)
    assert client.post(reverse("labels-skip"), {"reference": "mention:²"}).status_code == 400
    assert sure.pk


@pytest.mark.django_db
def test_empty_in_both_languages(client):
    for language, words in (
        ("en", ("Not measured yet", "Nothing to ask just now", "No sample was drawn yet")),
        (
            "fr",
            ("Pas encore mesurée", "Rien à demander pour l’instant", "Aucun échantillon n’a encore été tiré"),
        ),
    ):
        client.force_login(make_user(roles=("supervisor",), language=language))
        for name, word in zip(("label-quality", "labels-ask", "labels-sample"), words, strict=True):
            assert word in client.get(reverse(name)).content.decode()


@pytest.mark.django_db
def test_who_manages_and_who_only_looks(client):
    adapter = make_adapter()
    acts = ("labels-train", "labels-relabel", "labels-draw", "adapter-shipped")
    client.force_login(make_user(roles=("agent",)))
    assert client.get(reverse("label-quality")).status_code == 200
    assert {client.post(reverse(name)).status_code for name in acts} == {403}
    assert client.post(reverse("adapter-activate", args=[adapter.pk])).status_code == 403
    client.force_login(make_user(roles=("supervisor",)))
    assert {client.post(reverse(name)).status_code for name in acts} == {302}
    assert client.post(reverse("adapter-activate", args=[adapter.pk])).status_code == 302
    assert Adapter.objects.get().is_active
    assert client.get(reverse("adapter-activate", args=[adapter.pk])).status_code == 405


@pytest.mark.django_db
def test_the_same_questions_for_one_and_for_three(client, django_assert_num_queries):
    client.force_login(make_user(roles=("supervisor",)))
    connection = make_connection()
    names = ("label-quality", "labels-ask", "labels-sample", "mentions")

    def counted() -> list[int]:
        from django.db import connection as database
        from django.test.utils import CaptureQueriesContext

        found = []
        for name in names:
            with CaptureQueriesContext(
                database,
            ) as asked:
                assert client.get(reverse(name) + LISTEN).status_code == 200
            found.append(len(asked))
        return found

    for n in range(1):
        _one_more(connection, n)
    counted()  # what is read once a process is known then
    one = counted()
    for n in range(1, 3):
        _one_more(connection, n)
    assert counted() == one


def _one_more(connection, n: int) -> None:
    at = NOON + timedelta(minutes=n)
    words = ("alpha bravo charlie", "delta echo foxtrot", "golf hotel india")[n]
    make_mention(
        words, connection=connection, author=f"someone{n}", sentiment_probability=0.5, published_at=at
    )
    waiting = make_mention(f"{words} waiting", connection=connection, author=f"waiter{n}", published_at=at)
    make_sample_item(waiting)
    labelled = make_mention(
        f"{words} labelled", connection=connection, author=f"labeller{n}", published_at=at
    )
    make_sample_item(labelled, truth="negative")
    make_adapter()


@pytest.mark.django_db
def test_shares_are_corrected_once_a_hundred_are_labelled(client):
    client.force_login(make_user(roles=("supervisor",), language="fr"))
    connection = make_connection()
    said = (("negative", "negative"),) * 40 + (("negative", "neutral"),) * 10 + (("neutral", "neutral"),) * 29
    said += (("positive", "positive"),) * 20
    for n, (truth, predicted) in enumerate(said):
        make_sample_item(
            make_mention(f"Text {n}", connection=connection, author="", sentiment=predicted), truth=truth
        )
    assert shares_corrected((40, 39, 20), kind="mention") is None
    assert "Corrigé des erreurs" not in client.get(reverse("listen") + LISTEN).content.decode()
    extra = make_mention("Text 99", connection=connection, author="", sentiment="neutral")
    make_sample_item(extra, truth="neutral")
    found = shares_corrected((40, 40, 20), kind="mention")
    assert found is not None
    # A fifth of the negative ones are taken for neutral: 40 / 0.8 = 50 of 100 are negative.
    assert [one.value for one in found.shares] == pytest.approx([0.5, 0.3, 0.2])
    assert found.shares[0].low < 0.5 < found.shares[0].high
    assert "Corrigé des erreurs de la machine" in client.get(reverse("listen") + LISTEN).content.decode()
    # Nobody labelled messages apart: the errors in all texts stand for theirs.
    assert shares_corrected((40, 40, 20), kind="message") == found
