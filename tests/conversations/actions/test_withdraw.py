"""A message to us that its author took back on the network is empty here; the answer beside it stays."""

from __future__ import annotations

import pytest

from parvis.channels.actions.receive import receive_items
from parvis.conversations.models import Message
from parvis.foundation.access import purpose
from parvis.foundation.events import deliver_now
from tests.factories.channels import NOON, make_connection, make_item

pytestmark = pytest.mark.django_db


def test_the_words_go_and_the_thread_stays():
    connection = make_connection("mastodon", channel="mastodon")
    kept, gone = (
        make_item("kept", addressed=True, author="ana@a"),
        make_item("gone", addressed=True, author="bob@b"),
    )
    for given in ({"items": [kept, gone]}, {"items": [], "deleted": [gone.external_id]}):
        received = receive_items(connection, given.pop("items"), cursor=None, now=NOON, **given)
        for event_id in received.event_ids:
            deliver_now(event_id)
    with purpose("service"):
        texts = dict(Message.objects.values_list("external_id", "text"))
        moods = dict(Message.objects.values_list("external_id", "sentiment"))
    assert texts == {kept.external_id: "kept", gone.external_id: ""}
    assert moods[gone.external_id] == ""
