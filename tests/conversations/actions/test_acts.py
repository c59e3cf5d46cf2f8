"""What one person does to one conversation, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.conversations.actions.assign import assign, release, take
from parvis.conversations.actions.change_status import change_status, snooze, wake_snoozed
from parvis.conversations.actions.merge import merge
from parvis.conversations.actions.move import move_to_queue
from parvis.conversations.actions.note import write_note
from parvis.conversations.actions.presence import be_present, leave
from parvis.conversations.actions.reply import reply
from parvis.conversations.logic.errors import (
    AlreadyTaken,
    AnsweredMeanwhile,
    CannotAnswer,
    CannotMerge,
    EmptyText,
    MomentNotAhead,
    NotAssignable,
    UnknownStatus,
)
from parvis.conversations.models import Message, ThreadReference
from parvis.foundation.audit import Actor
from parvis.foundation.models import AuditEntry, LiveAnnouncement
from tests.factories.accounts import make_team, make_user
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
LATER = NOON + timedelta(days=60)  # after every conversation that the factory makes, an hour apart


def actor(user):  # type: ignore[no-untyped-def]
    return Actor("user", user.pk, user.name)


def mailbox():  # type: ignore[no-untyped-def]
    return make_connection("email", channel="email", settings={"address": "help@acme.example"})


def jobs() -> list[dict[str, object]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(
        ProcrastinateJob.objects.filter(task_name="conversations.send_message").values_list("args", flat=True)
    )


def test_a_reply_is_queued_with_its_own_id_and_its_job() -> None:
    conversation, lea = make_conversation(connection=mailbox()), make_user(name="Léa")
    message = reply(conversation, "  It left today.  ", by=lea, now=LATER)
    assert (message.text, message.delivery, message.channel) == ("It left today.", "queued", "email")
    assert message.external_id.endswith("@acme.example")
    assert message.in_reply_to == conversation.messages.get(kind="inbound").external_id
    assert jobs() == [{"message_id": message.pk}]
    after = refreshed(conversation)
    assert (after.assignee, after.waiting_since, after.first_reply_at) == (lea, None, LATER)
    assert ThreadReference.objects.get(external_id=message.external_id).conversation == conversation


def test_what_comes_back_to_our_answer_belongs_to_the_conversation() -> None:
    box = mailbox()
    conversation = make_conversation(connection=box)
    answer = reply(conversation, "It left today.", by=make_user(), now=LATER)
    receive(box, said("Thanks!", in_reply_to=answer.external_id, published_at=LATER + timedelta(hours=1)))
    assert refreshed(conversation).message_count == 3


def test_a_contact_form_is_answered_by_the_mailbox_it_names() -> None:
    box = mailbox()
    form = make_connection("form", channel="form", settings={"reply_connection_id": box.pk})
    conversation = make_conversation(connection=form)
    answer = reply(conversation, "Hello", by=make_user(), now=LATER)
    assert answer.connection == box
    receive(box, said("Thanks!", in_reply_to=answer.external_id, published_at=LATER + timedelta(hours=1)))
    assert refreshed(conversation).message_count == 3


def test_an_imported_history_cannot_be_answered() -> None:
    conversation = make_conversation(connection=make_connection("file"))
    with pytest.raises(CannotAnswer) as refusal:
        reply(conversation, "Hello", by=make_user(), now=LATER)
    assert refusal.value.detail == {"reason": "read-only"}
    assert jobs() == []


def test_an_answer_after_a_colleagues_is_not_sent() -> None:
    conversation, lea, tom = (
        make_conversation(connection=mailbox()),
        make_user(name="Léa"),
        make_user(name="Tom"),
    )
    seen = conversation.messages.latest("id").pk
    reply(conversation, "Mine", by=lea, now=LATER)
    with pytest.raises(AnsweredMeanwhile) as refusal:
        reply(conversation, "Mine too", by=tom, now=LATER + timedelta(seconds=20), seen_id=seen)
    assert (refusal.value.detail["name"], refusal.value.detail["seconds"]) == ("Léa", 20)
    assert Message.objects.filter(kind="outbound").count() == 1
    # Her own second answer is no collision, nor is his once he has seen hers.
    reply(conversation, "And more", by=lea, now=LATER, seen_id=seen)
    reply(conversation, "Seen", by=tom, now=LATER, seen_id=Message.objects.latest("id").pk)


def test_nothing_is_nothing() -> None:
    conversation, user = make_conversation(connection=mailbox()), make_user()
    with pytest.raises(EmptyText):
        reply(conversation, " \n ", by=user, now=LATER)
    with pytest.raises(EmptyText):
        write_note(conversation, "", by=user, now=LATER)


def test_a_note_is_private_and_no_answer() -> None:
    conversation = make_conversation()
    note = write_note(conversation, "Call the warehouse", by=make_user(), now=LATER)
    after = refreshed(conversation)
    assert (note.kind, note.delivery, note.external_id) == ("note", "", "")
    assert after.waiting_since == conversation.waiting_since
    assert (after.message_count, after.preview) == (1, conversation.preview)


def test_taking_what_somebody_has() -> None:
    conversation, lea, tom = make_conversation(), make_user(name="Léa"), make_user()
    assert take(conversation, by=lea, now=LATER)
    assert not take(conversation, by=lea, now=LATER)
    with pytest.raises(AlreadyTaken):
        take(conversation, by=tom, now=LATER)
    assert AuditEntry.objects.filter(verb="conversation.assigned").count() == 1


def test_assigning_to_somebody_who_does_not_see_the_queue() -> None:
    team = make_team()
    conversation = make_conversation(queue=make_queue(team=team))
    with pytest.raises(NotAssignable):
        assign(conversation, make_user(), by=make_user(), now=LATER)
    inside = make_user(team=team)
    assert assign(conversation, inside, by=make_user(), now=LATER)
    assert release(conversation, by=inside, now=LATER)
    assert refreshed(conversation).assignee is None


def test_statuses_and_coming_back() -> None:
    conversation, user = make_conversation(), make_user()
    assert change_status(conversation, "resolved", by=actor(user), now=LATER) == "open"
    assert refreshed(conversation).resolved_at == LATER
    with pytest.raises(UnknownStatus):
        change_status(conversation, "snoozed", by=actor(user), now=LATER)
    snooze(conversation, until=LATER + timedelta(hours=3), by=actor(user), now=LATER)
    assert refreshed(conversation).status == "snoozed"
    assert wake_snoozed(now=LATER + timedelta(hours=2)) == 0
    assert wake_snoozed(now=LATER + timedelta(hours=3)) == 1
    assert refreshed(conversation).status == "open"
    with pytest.raises(MomentNotAhead):
        snooze(conversation, until=LATER, by=actor(user), now=LATER)


def test_moving_away_from_who_does_not_work_there() -> None:
    insider = make_user()
    conversation = make_conversation(assignee=insider)
    there = make_queue(team=make_team())
    assert move_to_queue(conversation, there, by=actor(insider), now=LATER)
    after = refreshed(conversation)
    assert (after.queue, after.assignee) == (there, None)
    audiences = set(LiveAnnouncement.objects.filter(topic="inbox").values_list("audience", flat=True))
    assert {f"queue:{conversation.queue_id}", f"queue:{there.pk}"} <= audiences


def test_joining_moves_everything_and_leaves_a_sign() -> None:
    one, other, user = make_conversation(messages=2), make_conversation(messages=3), make_user()
    change_status(other, "resolved", by=actor(user), now=LATER)
    merge(one, into=other, by=actor(user), now=LATER)
    assert refreshed(other).message_count == 5
    assert (refreshed(other).status, refreshed(one).merged_into) == ("open", other)
    with pytest.raises(CannotMerge):
        merge(one, into=other, by=actor(user), now=LATER)
    with pytest.raises(CannotMerge):
        merge(other, into=other, by=actor(user), now=LATER)


def test_presence_is_told_when_it_changes() -> None:
    conversation, lea = make_conversation(), make_user()
    told = LiveAnnouncement.objects.filter(topic=f"presence:{conversation.pk}")
    assert be_present(conversation, by=lea, is_writing=False, now=LATER)
    assert not be_present(conversation, by=lea, is_writing=False, now=LATER + timedelta(seconds=15))
    assert be_present(conversation, by=lea, is_writing=True, now=LATER + timedelta(seconds=20))
    assert leave(conversation, by=lea)
    assert not leave(conversation, by=lea)
    assert told.count() == 3


def test_an_answer_seen_late_counts_from_the_first_question() -> None:
    conversation = make_conversation(at=NOON)
    make_message(conversation, "Answer", at=NOON + timedelta(minutes=5), kind="outbound")
    make_message(conversation, "Again?", at=NOON + timedelta(minutes=9))
    after = refreshed(conversation)
    assert (after.first_reply_at, after.waiting_since) == (
        NOON + timedelta(minutes=5),
        NOON + timedelta(minutes=9),
    )
