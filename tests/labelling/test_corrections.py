"""A label put right: the ledger, what holds, what is shown at once, and what takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from parvis.conversations.models import Message
from parvis.foundation.access import purpose
from parvis.labelling.actions.correct import UnknownValue, correct_label, withdraw_correction
from parvis.labelling.models import Correction, CurrentLabel
from parvis.labelling.reads.sources import get_text
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.conversations import make_conversation, make_queue, refreshed
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def said(user, mention):
    return get_text(user, "mention", mention.pk)


def test_a_correction_holds_at_once_and_names_a_person():
    user, mention = make_user(), make_mention("Quelle attente !", sentiment="positive")
    correct_label(said(user, mention), label="sentiment", to="negative", by=user, now=NOON)
    mention.refresh_from_db()
    assert (mention.sentiment, mention.sentiment_probability, mention.model_version) == (
        "negative",
        None,
        "human",
    )
    kept = Correction.objects.get()
    assert (kept.from_value, kept.to_value, kept.by, kept.model_version) == (
        "positive",
        "negative",
        user,
        "tests-1",
    )
    assert "attente" not in str(vars(kept))


def test_the_later_one_wins_and_both_stay_in_the_ledger():
    user, mention = make_user(), make_mention(sentiment="positive")
    for value in ("negative", "neutral"):
        correct_label(said(user, mention), label="sentiment", to=value, by=user, now=LATER)
    assert list(Correction.objects.order_by("pk").values_list("from_value", "to_value")) == [
        ("positive", "negative"),
        ("negative", "neutral"),
    ]
    assert CurrentLabel.objects.values_list("value", "machine_value").get() == ("neutral", "positive")
    assert Mention.objects.get().sentiment == "neutral"


def test_taking_it_back_lets_the_machine_speak_again():
    user, mention = make_user(), make_mention("I love this, thank you so much!", sentiment="neutral")
    correct_label(said(user, mention), label="sentiment", to="negative", by=user, now=NOON)
    withdraw_correction(said(user, mention), label="sentiment", by=user, now=LATER)
    mention.refresh_from_db()
    assert mention.sentiment == "positive"
    assert mention.model_version.startswith("labels-") or "sentiment" in mention.model_version
    assert not CurrentLabel.objects.exists()
    assert list(Correction.objects.order_by("pk").values_list("to_value", flat=True)) == ["negative", ""]
    assert withdraw_correction(said(user, mention), label="sentiment", by=user, now=LATER) is None


def test_a_message_is_put_right_in_its_thread_and_in_the_list():
    user = make_user(roles=("supervisor",))
    make_queue(is_default=True)
    conversation = make_conversation()
    message = Message.objects.get()
    with purpose("service"):
        text = get_text(user, "message", message.pk)
        correct_label(text, label="sentiment", to="negative", by=user, now=NOON)
    message.refresh_from_db()
    assert (message.sentiment, message.model_version) == ("negative", "human")
    assert refreshed(conversation).sentiment == "negative"


def test_an_unknown_value_is_refused_and_nothing_is_written():
    user, mention = make_user(), make_mention()
    with pytest.raises(UnknownValue):
        correct_label(said(user, mention), label="sentiment", to="furious", by=user, now=NOON)
    assert not Correction.objects.exists()


def test_the_function_of_the_owner_changes_labels_and_nothing_else():
    mention = make_mention("As it was said.")
    before = Mention.objects.values().get()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT listening_set_sentiment(ARRAY[%s]::bigint[], '{neutral}', '{0.5}', '{m-2}', false)",
            [mention.pk],
        )
    after = Mention.objects.values().get()
    changed = {"sentiment": "neutral", "sentiment_probability": 0.5, "model_version": "m-2"}
    assert after == before | changed


def test_one_click_where_it_is_seen(client):
    client.force_login(make_user())
    mention = make_mention(sentiment="positive")
    url = reverse("label-correct", args=["mention", mention.pk])
    response = client.post(url, {"value": "negative"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "A person said so" in response.content.decode()
    assert Mention.objects.get().sentiment == "negative"
    back = client.post(
        reverse("label-withdraw", args=["mention", mention.pk]),
        headers={"Referer": "http://testserver/listen/"},
    )
    assert (back.status_code, back["Location"]) == (302, "http://testserver/listen/")
    away = client.post(url, {"value": "neutral"}, headers={"Referer": "https://evil.example/"})
    assert away["Location"] == reverse("label-quality")


@pytest.mark.parametrize(
    ("roles", "kind", "status"),
    [
        (("agent",), "mention", 302),
        (("moderator",), "mention", 302),
        (("employee",), "mention", 403),
        (("data_protection_officer",), "mention", 403),
        (("agent",), "nothing", 404),
        (("moderator",), "message", 404),
    ],
)
def test_who_may_and_what_they_may_not_see(client, roles, kind, status):
    make_queue(is_default=True)
    make_conversation()
    mention = make_mention()
    text_id = Message.objects.get().pk if kind == "message" else mention.pk
    client.force_login(make_user(roles=roles))
    response = client.post(reverse("label-correct", args=[kind, text_id]), {"value": "neutral"})
    assert response.status_code == status
    assert Correction.objects.count() == (1 if status == 302 else 0)


def test_a_strange_value_is_a_bad_request(client):
    client.force_login(make_user())
    mention = make_mention()
    assert (
        client.post(reverse("label-correct", args=["mention", mention.pk]), {"value": "x"}).status_code == 400
    )


def test_who_may_not_correct_sees_the_pill_alone(client):
    make_mention()
    client.force_login(make_user(roles=("agent",)))
    assert (
        "Put the sentiment right"
        in client.get(reverse("mentions") + "?from=2026-03-01&to=2026-03-03").content.decode()
    )
