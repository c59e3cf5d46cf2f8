"""A page of a stream: what is public at once, once, and what cannot be stored so does not stop the stream."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from parvis.channels.logic.items import Page
from parvis.channels.models import Batch, Connection
from parvis.foundation.models import StoredEvent
from parvis.listening.actions import take_in as taking
from parvis.listening.actions.take_in import take_in_page
from parvis.listening.models import Mention, Place
from tests.factories.channels import NOON, make_connection, make_item

pytestmark = pytest.mark.django_db


def waiting() -> list[str]:
    """Ids of posts that lie in a batch whose owner has yet to take it."""
    return [plain["external_id"] for batch in Batch.objects.exclude(payload=None) for plain in batch.payload]


def test_public_posts_are_stored_and_the_rest_goes_to_its_owner() -> None:
    source = make_connection()
    page = Page(
        (
            make_item("said to all", external_id="p1"),
            make_item("said to us", external_id="a1", addressed=True),
        ),
        {"at": 5},
    )
    for _ in range(2):  # the stream tells it twice
        take_in_page(source, page, now=NOON)
    assert list(Mention.objects.values_list("external_id", flat=True)) == ["p1"]
    assert waiting() == ["a1"]
    assert Connection.objects.get().cursor == {"at": 5}
    assert not StoredEvent.objects.filter(name__endswith="ItemsReceived", payload__addressed=False).exists()


def test_what_cannot_be_stored_waits_where_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    source = make_connection()
    page = Page((make_item("odd", external_id="p1"),), {"at": 6})

    def fails(error: Exception) -> Any:
        def sift(*given: Any, **named: Any) -> Any:
            raise error

        return sift

    monkeypatch.setattr(taking, "sift", fails(OperationalError("gone")))
    with pytest.raises(OperationalError):  # the database's affair: the stream brings it again
        take_in_page(source, page, now=NOON)
    assert waiting() == [] and Connection.objects.get().cursor == {}
    monkeypatch.setattr(taking, "sift", fails(ValueError("odd")))
    take_in_page(source, page, now=NOON)
    assert waiting() == ["p1"] and Connection.objects.get().cursor == {"at": 6}


def test_a_place_on_trial_counts_nowhere() -> None:
    source = make_connection()
    Place.objects.create(
        kind="site",
        key="a.example",
        connection=source,
        state=Place.TRIAL,
        first_named_at=NOON,
        last_named_at=NOON,
    )
    take_in_page(source, Page((make_item("on trial", external_id="p1"),), {}), now=NOON)
    assert waiting() == ["p1"] and not Mention.objects.exists()
