"""What conversations offer to others: search, timeline, audiences, cards, panels, record acts, personal data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from parvis.conversations.models import Conversation, Message
from parvis.conversations.personal_data import DECLARATION
from parvis.conversations.reads.audiences import audiences_of_queues
from parvis.conversations.reads.search import find_conversations
from parvis.conversations.reads.timeline import messages_of_identities
from parvis.conversations.web.person_panel import open_conversations
from parvis.conversations.web.record_actions import actions_for
from parvis.conversations.web.today import cards
from parvis.foundation.clock import utc_now
from parvis.listening.models import Mention
from parvis.people.logic.timeline import Choice
from tests.factories.accounts import make_team, make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.conversations import make_conversation, make_message, make_queue
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db


def test_search_finds_by_stem_accent_author_and_number_and_not_for_strangers() -> None:
    user, stranger = make_user(), make_user(roles=("moderator",))
    conversation = make_conversation(messages=0)
    make_message(conversation, "Mes factures n'ont pas été réglées", at=NOON, language="fr")
    hidden = make_conversation(messages=0, queue=make_queue(team=make_team()))
    make_message(hidden, "facture cachée", at=NOON, language="fr")

    def found(typed: str, by=user) -> list[int]:  # type: ignore[no-untyped-def]
        return [hit.url_args[0] for hit in find_conversations(by, typed, most=10)]

    assert found("facture") == [conversation.pk]
    assert found("reglee") == [conversation.pk]
    assert found("réglées facture") == [conversation.pk]
    assert found(conversation.identity.handle) == [conversation.pk]
    assert found(f"#{conversation.pk}") == [conversation.pk]
    assert found("facture", stranger) == []
    assert found("") == []
    assert found("' & ( \x00 | !") == []
    assert set(found("facture", make_user(roles=("supervisor",)))) == {conversation.pk, hidden.pk}


def test_a_result_shows_the_words_that_matched_not_the_last_ones() -> None:
    conversation = make_conversation(messages=0)
    make_message(conversation, "My battery loses a third of its range.", at=NOON)
    make_message(conversation, "All right, thanks.", at=NOON + timedelta(hours=1))
    (hit,) = find_conversations(make_user(), "battery", most=5)
    assert "battery loses" in f"{hit.label} {hit.hint}" and "thanks" not in hit.hint


def test_a_timeline_shows_only_what_its_viewer_may_open() -> None:
    mine, theirs = make_team(), make_team()
    identity = make_identity("anna@example.org", channel="email")
    for team, words in ((mine, "to my team"), (theirs, "to their team"), (None, "to everybody")):
        queue = make_queue(team=team)
        conversation = make_conversation(queue=queue, identity=identity, at=NOON, messages=0)
        make_message(conversation, words, at=NOON)
        make_message(conversation, f"answer {words}", at=NOON, kind="outbound", author=make_user())

    def told(**who: Any) -> set[str]:
        entries = messages_of_identities([identity.pk], viewer=make_user(**who), before=None, most=50)
        return {entry.text.removeprefix("answer ") for entry in entries}

    assert told(team=mine) == {"to my team", "to everybody"}
    assert told(roles=("supervisor",)) == {"to my team", "to their team", "to everybody"}
    assert told(roles=("partner",), team=theirs) == {"to their team"}
    assert told(roles=("moderator",)) == set()
    assert told(roles=("data_protection_officer",)) == {"to my team", "to their team", "to everybody"}


def test_the_timeline_has_both_sides_and_no_note() -> None:
    viewer = make_user()
    conversation = make_conversation(at=NOON)
    make_message(
        conversation,
        "Our answer",
        at=NOON + timedelta(minutes=5),
        kind="outbound",
        author=make_user(name="Léa"),
    )
    make_message(
        conversation, "A private thought", at=NOON + timedelta(minutes=6), kind="note", author=make_user()
    )
    entries = messages_of_identities([conversation.identity_id], viewer=viewer, before=None, most=10)
    assert [(entry.kind, entry.by_us) for entry in entries] == [("reply", True), ("message", False)]
    assert entries[0].author_name == "Léa"
    later = NOON + timedelta(minutes=5)
    older = messages_of_identities([conversation.identity_id], viewer=viewer, before=later, most=10)
    assert [entry.kind for entry in older] == ["message"]
    assert messages_of_identities([], viewer=viewer, before=None, most=10) == []


def test_one_hears_ones_queues_only() -> None:
    team = make_team()
    everybodys, theirs = make_queue(), make_queue(team=team)
    assert audiences_of_queues(make_user()) == {f"queue:{everybodys.pk}"}
    assert audiences_of_queues(make_user(team=team)) == {f"queue:{everybodys.pk}", f"queue:{theirs.pk}"}
    assert audiences_of_queues(make_user(roles=("partner",), team=team)) == {f"queue:{theirs.pk}"}
    assert audiences_of_queues(make_user(roles=("moderator",))) == set()


def test_cards_of_today() -> None:
    user = make_user()
    assert [card.key for card in cards(user, now=utc_now())] == ["conversations.waiting"]
    make_conversation(assignee=user)
    failed = make_conversation()
    make_message(failed, "x", at=utc_now(), kind="outbound", delivery="failed")
    shown = {card.key: card for card in cards(user, now=utc_now())}
    assert set(shown) == {"conversations.mine", "conversations.waiting", "conversations.undelivered"}
    assert (shown["conversations.waiting"].figure, shown["conversations.waiting"].level) == ("2", "risk")
    assert cards(make_user(roles=("moderator",)), now=utc_now()) == []


def test_the_panel_of_a_person() -> None:
    user, conversation = make_user(), make_conversation()
    (panel,) = open_conversations(user, [conversation.identity_id])
    assert (panel.figure, panel.url) == ("1", reverse("conversation", args=[conversation.pk]))
    assert open_conversations(user, [0]) == []
    assert open_conversations(make_user(roles=("moderator",)), [conversation.identity_id]) == []


def test_a_mention_becomes_a_conversation_once(client) -> None:  # type: ignore[no-untyped-def]
    source = make_connection("rss", channel="rss")
    hear(source, make_item("The new app crashes", author="blogger"))
    mention = Mention.objects.get()
    user = make_user()
    client.force_login(user)
    (act,) = actions_for(user, "mention", [mention.pk])[mention.pk]
    assert (act.method, act.url) == ("post", reverse("open-from-mention", args=[mention.pk]))
    assert client.get(act.url).status_code == 405
    first = client.post(act.url)
    conversation = Conversation.objects.get()
    assert first.url == reverse("conversation", args=[conversation.pk])
    assert (conversation.messages.get().text, conversation.status) == ("The new app crashes", "open")
    assert conversation.identity.handle == "blogger"
    assert client.post(act.url).url == first.url
    assert Conversation.objects.count() == 1
    (again,) = actions_for(user, "mention", [mention.pk])[mention.pk]
    assert (again.method, again.url) == ("get", first.url)
    assert actions_for(make_user(roles=("moderator",)), "mention", [mention.pk]) == {}
    assert actions_for(user, "person", [mention.pk]) == {}
    client.force_login(make_user(roles=("employee",)))
    assert client.post(act.url).status_code == 404
    assert client.post(reverse("open-from-mention", args=[10**9])).status_code == 404


def test_personal_data_is_found_copied_and_erased() -> None:
    theirs = make_conversation(messages=2)
    identity = theirs.identity
    elsewhere = make_conversation(identity=make_identity("other"))
    make_message(elsewhere, "My words in another thread", at=NOON, identity=identity)
    untouched = Message.objects.filter(conversation=elsewhere).exclude(identity=identity).get()
    assert DECLARATION.find and DECLARATION.export and DECLARATION.erase
    assert DECLARATION.find([identity.pk])["conversations_message"] == 3
    copied = DECLARATION.export([identity.pk])["conversations_message"]
    assert "My words in another thread" in {row["text"] for row in copied}
    DECLARATION.erase([identity.pk])
    assert not Conversation.objects.filter(pk=theirs.pk).exists()
    assert Message.objects.get(pk=untouched.pk).text == untouched.text
    assert not Message.objects.filter(text__contains="My words").exists()
    assert DECLARATION.find([identity.pk]) == dict.fromkeys(
        (
            "conversations_conversation",
            "conversations_message",
            "conversations_attachment",
            "conversations_former_words",
        ),
        0,
    )


def test_a_source_that_is_told_what_is_looked_for_gives_exactly_that() -> None:
    viewer, identity = make_user(roles=("supervisor",)), make_identity("anna@example.org", channel="email")
    conversation = make_conversation(identity=identity, at=NOON, messages=0)
    for number, mood in enumerate(("negative", "positive", "", "negative")):
        at = NOON + timedelta(minutes=number)
        make_message(conversation, f"said {number}", at=at, sentiment=mood)
        make_message(
            conversation, f"told {number}", at=at + timedelta(seconds=30), kind="outbound", author=viewer
        )
    choices = (
        Choice(said_by="them"), Choice(said_by="us"), Choice(sentiment="negative"), Choice(sentiment="none"),
        Choice(kind="message"), Choice(kind="reply"), Choice(channel="sms"), Choice(kind="said", said_by="us"),
        Choice(since=NOON + timedelta(minutes=2), sentiment="negative"),
    )  # fmt: skip
    everything = messages_of_identities([identity.pk], viewer=viewer, before=None, most=50)
    assert len(everything) == 8
    for choice in choices:
        found = messages_of_identities([identity.pk], viewer=viewer, before=None, most=50, choice=choice)
        assert found == [entry for entry in everything if choice.fits(entry)], choice
