"""A batch becomes conversations: threads, order, figures, status, bounces; twice is once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.channels.logic.items import Attachment, Author
from parvis.conversations.actions.receive import store_messages
from parvis.conversations.models import Conversation, Message, Queue
from parvis.foundation.access import purpose
from parvis.foundation.models import LiveAnnouncement, StoredEvent
from parvis.people.models import Identity
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import (
    make_conversation,
    make_message,
    make_queue,
    receive,
    refreshed,
    said,
)

pytestmark = pytest.mark.django_db


def minute(number: int):  # type: ignore[no-untyped-def]
    return NOON + timedelta(minutes=number)


def texts(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("sent_at", "id").values_list("text", flat=True))


def test_a_history_of_both_sides_is_one_conversation_in_order() -> None:
    source = make_connection(channel="twitter")
    receive(
        source,
        said("You are welcome!", external_id="3", in_reply_to="2", published_at=minute(9), outbound=True,
             author="acme"),
        said("It never arrived, I am furious.", external_id="1", published_at=minute(1), author="lea"),
        said("We are looking into it.", external_id="2", in_reply_to="1", published_at=minute(5), outbound=True,
             author="acme"),
    )  # fmt: skip
    conversation = Conversation.objects.get()
    assert texts(conversation) == [
        "It never arrived, I am furious.",
        "We are looking into it.",
        "You are welcome!",
    ]
    assert conversation.message_count == 3
    assert conversation.first_inbound_at == minute(1)
    assert conversation.first_reply_at == minute(5)
    assert conversation.last_message_at == minute(9)
    assert conversation.waiting_since is None
    assert conversation.status == "resolved"  # an answered thread of an imported history is over
    assert conversation.preview == "You are welcome!"
    assert conversation.identity == Identity.objects.get(handle="lea")
    assert Identity.objects.get(handle="acme").is_ours
    assert conversation.queue == Queue.objects.get(is_default=True)
    inbound = conversation.messages.get(external_id="1")
    assert (inbound.language, inbound.sentiment) == ("en", "negative")
    outbound = conversation.messages.get(external_id="2")
    assert (outbound.sentiment, outbound.language) == ("", "en")  # not analysed, but found by its stems


def test_what_nobody_answered_is_open_and_waits_since_the_oldest_question() -> None:
    source = make_connection()
    receive(
        source,
        said("Hello?", external_id="1", published_at=minute(1), author="lea"),
        said("Anybody there?", external_id="2", in_reply_to="1", published_at=minute(3), author="lea"),
    )
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.waiting_since) == ("open", minute(1))


def test_a_late_parent_joins_conversations_and_the_emptied_one_says_where() -> None:
    source = make_connection()
    receive(source, said("left", external_id="l", in_reply_to="x", published_at=minute(4)))
    receive(source, said("right", external_id="r", in_reply_to="y", published_at=minute(5)))
    older, newer = Conversation.objects.order_by("id")
    receive(source, said("parent", external_id="x", in_reply_to="y", published_at=minute(3)))
    assert texts(older) == ["parent", "left", "right"]
    newer = refreshed(newer)
    assert newer.merged_into == older
    assert (newer.message_count, newer.status, newer.waiting_since) == (0, "resolved", None)
    assert refreshed(older).message_count == 3


def test_siblings_of_a_missing_parent_are_one_conversation() -> None:
    source = make_connection()
    receive(source, said("one", external_id="1", in_reply_to="gone"))
    receive(source, said("two", external_id="2", in_reply_to="gone"))
    assert Conversation.objects.get().message_count == 2


def test_the_same_id_on_two_connections_is_two_conversations() -> None:
    receive(make_connection(), said(external_id="1"))
    receive(make_connection(), said(external_id="1"))
    assert Conversation.objects.count() == 2


def test_a_batch_taken_twice_is_taken_once() -> None:
    source = make_connection()
    receive(source, said(external_id="1"))
    batch_id = StoredEvent.objects.filter(name__endswith="ItemsReceived").latest("id").payload["batch_id"]
    with purpose("service"):
        assert store_messages(batch_id, now=NOON).messages == 0
    assert Message.objects.count() == 1


@pytest.mark.parametrize("status", ["pending", "resolved", "snoozed"])
def test_a_customer_who_writes_again_reopens(status: str) -> None:
    mailbox = make_connection("email", channel="email")
    receive(mailbox, said(external_id="1", published_at=minute(1)))
    Conversation.objects.update(status=status, snoozed_until=minute(900) if status == "snoozed" else None)
    receive(mailbox, said("Still nothing.", external_id="2", in_reply_to="1", published_at=minute(8)))
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.snoozed_until, conversation.message_count) == ("open", None, 2)


def test_an_automatic_reply_neither_waits_nor_reopens() -> None:
    mailbox = make_connection("email", channel="email")
    receive(mailbox, said(external_id="1", published_at=minute(1)))
    Conversation.objects.update(status="resolved", waiting_since=None)
    receive(
        mailbox,
        said("I am away.", external_id="2", in_reply_to="1", published_at=minute(8), is_automatic=True),
    )
    conversation = Conversation.objects.get()
    assert conversation.status == "resolved"
    assert conversation.waiting_since == minute(1)  # the question itself still has no answer
    assert conversation.messages.get(external_id="2").sentiment == ""


def test_an_answer_given_elsewhere_ends_the_wait() -> None:
    mailbox = make_connection("email", channel="email")
    receive(mailbox, said(external_id="1", published_at=minute(1)))
    receive(mailbox, said("Answered from my phone.", external_id="2", in_reply_to="1", published_at=minute(6),
                          outbound=True, author="support@example.org"))  # fmt: skip
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.waiting_since) == ("pending", None)
    assert conversation.first_reply_at == minute(6)


def test_an_older_question_that_arrives_late_does_not_reopen() -> None:
    source = make_connection()
    receive(source, said(external_id="1", published_at=minute(1)),
            said("Done.", external_id="2", in_reply_to="1", published_at=minute(9), outbound=True))  # fmt: skip
    receive(source, said("Hello?", external_id="0", in_reply_to="1", published_at=minute(4)))
    assert Conversation.objects.get().status == "resolved"


def test_a_bounce_marks_our_answer_and_the_customer_waits_again() -> None:
    mailbox = make_connection("email", channel="email")
    conversation = make_conversation(connection=mailbox, at=minute(1))
    answer = make_message(
        conversation, "It left today.", at=minute(5), kind="outbound", external_id="ours@example.org"
    )
    Conversation.objects.update(status="resolved")
    receive(mailbox, said("Undelivered", external_id="dsn", bounced_external_id="ours@example.org",
                          bounce_reason="550 no such user", is_automatic=True))  # fmt: skip
    answer.refresh_from_db()
    assert (answer.delivery, answer.delivery_detail) == ("bounced", "550 no such user")
    conversation = refreshed(conversation)
    assert (conversation.status, conversation.waiting_since, conversation.message_count) == (
        "open",
        minute(1),
        2,
    )


def test_a_report_about_an_unknown_message_stays_readable() -> None:
    receive(make_connection("email", channel="email"),
            said("Undelivered", bounced_external_id="unknown@example.org", is_automatic=True))  # fmt: skip
    assert Message.objects.get().text == "Undelivered"


def test_the_queue_of_the_connection_receives() -> None:
    source = make_connection()
    queue = make_queue("Complaints")
    queue.connections.add(source)
    make_queue("Default", is_default=True)
    receive(source, said())
    assert Conversation.objects.get().queue == queue
    assert LiveAnnouncement.objects.filter(topic="inbox", audience=f"queue:{queue.pk}").count() == 1


def test_attachments_and_hostile_html_are_kept_harmless(files_folder) -> None:  # type: ignore[no-untyped-def]
    receive(
        make_connection("email", channel="email"),
        said(
            "See the picture",
            html='<p onclick="x()">Hi<script>alert(1)</script><img src="http://t.example/p.gif"></p>',
            attachments=(Attachment("a.png", "image/png", 3, content=b"abc"),),
        ),
    )
    message = Message.objects.get()
    assert message.html == '<p>Hi<img src="http://t.example/p.gif"></p>'
    attachment = message.attachments.get()
    assert (attachment.name, attachment.size_bytes, len(attachment.stored_name)) == ("a.png", 3, 64)


def test_a_date_far_ahead_is_the_time_it_came_in() -> None:
    receive(make_connection(), said(published_at=NOON.replace(year=2100)))
    message = Message.objects.get()
    assert message.sent_at == message.created_at


def test_whoever_writes_through_a_form_is_the_identity_of_their_address() -> None:
    receive(make_connection("form", channel="form"), said(author=Author("Lea@Example.org", "Léa")))
    assert Conversation.objects.get().identity.channel == "email"


def test_cycles_and_answers_to_oneself_are_kept() -> None:
    receive(
        make_connection(),
        said("a", external_id="a", in_reply_to="b"),
        said("b", external_id="b", in_reply_to="a"),
        said("c", external_id="c", in_reply_to="c"),
    )
    assert sorted(Conversation.objects.values_list("message_count", flat=True)) == [1, 2]
