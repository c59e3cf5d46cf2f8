"""Who asks in the inbox is invited to the community by words in the answer, which a person sends."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from parvis.conversations.logic.asked import question_in
from parvis.conversations.models import Message
from tests.factories.accounts import make_user
from tests.factories.community import make_board, make_question
from tests.factories.conversations import make_conversation, make_message, refreshed


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hello. Does the charger fit my old bike? Thanks", "Does the charger fit my old bike?"),
        ("Salut,\nLa batterie passe-t-elle l’hiver au garage ? Merci", "La batterie passe-t-elle l’hiver au garage ?"),
        ("It loses half its range. Is that normal? Thanks", "It loses half its range. Is that normal?"),
        ("Is that normal?", "Is that normal?"),
        ("Why? My order is late.", ""),
        ("?" * 50, ""),
        ("word " * 100 + "?", ""),
    ],
)  # fmt: skip
def test_the_question_in_what_was_written(text, question):
    assert question_in(text) == question


@pytest.mark.django_db
def test_the_words_of_the_invitation_stand_in_the_answer_and_nothing_is_sent():
    board = make_board("Batteries")
    near = make_question(board=board, title="Can the battery stay in the garage in winter?")
    asks = make_conversation(messages=0, language="en", at=timezone.now())
    make_message(asks, "Hello. Can my battery spend the winter in the garage?", at=timezone.now())
    tells = make_conversation(messages=0, at=timezone.now())
    make_message(tells, "It never came.", at=timezone.now())
    for one in (asks, tells):
        refreshed(one)
    client = Client()
    client.force_login(make_user(roles=("community_manager", "agent")))
    page = client.get(f"/inbox/askers/?board={board.pk}").content.decode()
    assert "Can my battery spend the winter in the garage?" in page
    assert near.title in page
    assert f"/inbox/{tells.pk}/" not in page, "who asks nothing is not invited"
    there = client.get(
        f"/inbox/{asks.pk}/?invite=Can+my+battery+stay+outside%3F&board={board.pk}"
    ).content.decode()
    assert "You can ask it here:" in there
    assert f"/community/ask/?title=Can+my+battery+stay+outside%3F&amp;board={board.slug}" in there
    shown = client.get(f"/inbox/{asks.pk}/?show={near.pk}").content.decode()
    assert near.url in shown
    assert client.get(f"/inbox/{asks.pk}/?show=999999").status_code == 404
    assert not Message.objects.exclude(kind=Message.INBOUND).exists()
    form = client.get("/community/ask/", {"title": "Can it stay?", "board": board.slug}).content.decode()
    assert f'<option value="{board.slug}" selected>' in form
