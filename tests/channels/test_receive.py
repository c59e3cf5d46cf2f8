"""An item is taken once, whatever is delivered twice; what was not committed comes again."""

from __future__ import annotations

import pytest
from django.db import transaction

from parvis.channels.actions.receive import bounded_id, receive_items
from parvis.channels.logic.items import Attachment, RejectedRow
from parvis.channels.models import Batch, Connection, Receipt, RejectedInput
from parvis.foundation.files import stored_path
from parvis.listening.models import Mention
from tests.factories.channels import NOON, hear, make_connection, make_item

pytestmark = pytest.mark.django_db


def test_the_same_item_twice_is_one_mention():
    connection, item = make_connection(), make_item()
    hear(connection, item)
    hear(connection, item)
    assert list(Mention.objects.values_list("external_id", flat=True)) == [item.external_id]


def test_twice_in_one_page_is_one_too():
    connection, item = make_connection(), make_item()
    received = receive_items(connection, [item, item], cursor=None, now=NOON)
    assert (received.new, received.repeated) == (1, 1)


def test_the_same_id_of_another_connection_is_another_item():
    item = make_item()
    hear(make_connection(), item)
    hear(make_connection(), item)
    assert Mention.objects.count() == 2


def test_the_cursor_is_stored_with_its_items_or_not_at_all():
    connection = make_connection()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        receive_items(connection, [make_item()], cursor={"page": 2}, now=NOON)
        raise ZeroDivisionError
    connection.refresh_from_db()
    assert (connection.cursor, Receipt.objects.count(), Batch.objects.count()) == ({}, 0, 0)
    receive_items(connection, [make_item()], cursor={"page": 2}, now=NOON)
    assert Connection.objects.get(pk=connection.pk).cursor == {"page": 2}


def test_the_body_is_kept_only_until_its_owner_has_it():
    connection = make_connection()
    received = receive_items(connection, [make_item("kept until stored")], cursor=None, now=NOON)
    assert Batch.objects.get().payload[0]["text"] == "kept until stored"
    from parvis.foundation.events import deliver_now

    deliver_now(received.event_ids[0])
    batch = Batch.objects.get()
    assert (batch.payload, batch.item_count, batch.taken_at is None) == (None, 1, False)


def test_what_is_refused_is_written_down_with_line_and_reason():
    connection = make_connection()
    refused = RejectedRow(position=17, reason="no-date", excerpt="a\x00b" * 400)
    receive_items(connection, [], cursor=None, now=NOON, rejected=[refused])
    row = RejectedInput.objects.get()
    assert (row.position, row.reason, len(row.excerpt), "\x00" in row.excerpt) == (17, "no-date", 300, False)


def test_attachments_are_files_before_the_item_is_a_row(files_folder):
    item = make_item(attachments=(Attachment("a.txt", "text/plain", 5, content=b"hello"),))
    receive_items(make_connection(), [item], cursor=None, now=NOON)
    stored = Batch.objects.get().payload[0]["attachments"][0]
    assert stored_path(stored["stored_name"]).read_bytes() == b"hello"
    assert "content" not in stored


@pytest.mark.parametrize(
    ("given", "kept"), [("x" * 200, "x" * 200), ("é" * 201, None), ("\ud800" * 300, None)]
)
def test_ids_of_any_length_fit(given: str, kept: str | None):
    bounded = bounded_id(given)
    assert len(bounded) <= 200
    assert bounded == (kept or bounded)
    assert bounded == bounded_id(given)
