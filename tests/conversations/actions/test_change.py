"""Posts addressed to us: heard twice they are one, and changed they say what they say there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.networks import network_of
from parvis.conversations.actions.open_from_mention import open_from_mention
from parvis.conversations.models import Conversation, FormerWords, Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection
from tests.factories.conversations import make_queue, receive, said

SERVER = {"server": "https://social.example"}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("bluesky", {}), ("bluesky", {"mode": "stream"}), True),
        (("mastodon", SERVER), ("mastodon", {"server": "https://SOCIAL.example/"}), True),
        (("mastodon", SERVER), ("mastodon", {"server": "https://other.example"}), False),
        (("email", {}), ("email", {}), False),
        (("mastodon", {}), ("mastodon", {"server": "http://["}), False),
    ],
)
def test_networks_share_their_ids_or_not(one, other, is_same):
    first, second = network_of(*one), network_of(*other)
    assert bool(first and first == second) is is_same


@pytest.fixture
def two():
    make_queue(is_default=True)
    return [make_connection("mastodon", channel="mastodon", settings=SERVER) for _ in range(2)]


def change(connection, *items):
    with purpose("service"):
        for event_id in receive_items(connection, (), cursor=None, now=NOON, changed=items).event_ids:
            deliver_now(event_id)


@pytest.mark.django_db
def test_two_connections_that_hear_the_same_post_open_one_conversation(two):
    post = said("Where is my order?", external_id="77", author="ana")
    receive(two[0], post)
    receive(two[1], post, said("Still waiting.", external_id="78", in_reply_to="77", author="ana"))
    with purpose("service"):
        assert Conversation.objects.get().message_count == 2
    elsewhere = make_connection("mastodon", channel="mastodon", settings={"server": "https://other.example"})
    receive(elsewhere, said("Another post with that number", external_id="77"))
    with purpose("service"):
        assert Conversation.objects.count() == 2


@pytest.mark.django_db
def test_a_mention_that_another_connection_brought_leads_to_the_conversation(two):
    receive(two[0], said("Where is my order?", external_id="77"))
    hear(two[1], said("Where is my order?", external_id="77", addressed=False))
    with purpose("service"):
        _, is_new = open_from_mention(Mention.objects.get(), by=SYSTEM, now=NOON)
        assert not is_new


@pytest.mark.django_db
def test_changed_words_are_shown_with_the_former_ones(two, client):
    receive(two[0], said("Your service is wonderful", external_id="77"))
    change(two[0], said("Your service is dreadful", external_id="77"))
    change(two[0], said("Your service is dreadful", external_id="77"))  # the same again changes nothing
    with purpose("service"):
        message = Message.objects.get()
        conversation = Conversation.objects.get()
        assert (message.text, message.sentiment) == ("Your service is dreadful", "negative")
        assert message.edited_at and [one.text for one in message.former.all()] == [
            "Your service is wonderful"
        ]
        assert conversation.preview.startswith("Your service is dreadful")
    client.force_login(make_user(roles=("supervisor",)))
    page = client.get(reverse("conversation", args=[conversation.pk])).content.decode()
    assert "edited" in page and "What it said before" in page and "wonderful" in page


@pytest.mark.django_db
def test_what_was_taken_back_is_nowhere(two):
    receive(two[0], said("Wonderful", external_id="77"))
    change(two[0], said("Dreadful", external_id="77"))
    with purpose("service"):
        for event_id in receive_items(two[0], (), cursor=None, now=NOON, deleted=["77"]).event_ids:
            deliver_now(event_id)
        change(two[0], said("Back again", external_id="77"))
        assert not FormerWords.objects.exists() and Message.objects.get().text == ""
