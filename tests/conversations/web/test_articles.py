"""The knowledge base in the composer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from parvis.conversations.models import Message
from tests.factories.accounts import make_user
from tests.factories.articles import make_article, make_published
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    agent = Client()
    agent.force_login(make_user(roles=("supervisor",)))
    return agent


def test_articles_that_fit_what_the_customer_wrote_in_their_language(client):
    conversation = make_conversation(language="en", messages=0)
    make_message(conversation, "The battery does not charge when it is cold", at=NOON, language="en")
    make_published(title="Charging the battery in the cold")
    make_published(title="Charger la batterie quand il fait cold", language="fr")
    make_article(title="A draft on charging the battery")
    address = reverse("conversation-articles", args=[conversation.pk])
    page = client.get(address).content.decode()
    assert page.count('data-article-as="text"') == 1
    assert "Charging the battery in the cold" in page
    assert "No published article" in client.get(address, {"q": "zeppelin"}).content.decode()


def test_its_words_or_its_address_and_only_of_what_is_published(client):
    article = make_published(text="## First\n\nCharge it **inside**, see [this](https://a.example/).")
    words = client.get(reverse("conversation-article-words", args=[article.pk])).json()
    assert words["text"] == "First\n\nCharge it inside, see this (https://a.example/)."
    assert words["link"].startswith(f"{article.title}\nhttp")
    assert words["link"].endswith(f"/community/articles/{article.pk}/{article.slug}/")
    assert client.get(reverse("conversation-article-words", args=[make_article().pk])).status_code == 404


def test_what_went_out_is_counted_once(client):
    conversation = make_conversation(connection=make_connection("email", channel="email"))
    article = make_published()
    given = {"text": "Charge it inside.", "article": [article.pk, "x", "999"], "once": "a" * 32}
    for _ in range(2):
        client.post(reverse("conversation-reply", args=[conversation.pk]), given)
    article.refresh_from_db()
    assert Message.objects.filter(kind="outbound").count() == 1
    assert article.used_count == 1
