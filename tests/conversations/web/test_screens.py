"""Every screen: happy, stranger, wrong method, empty, French; one row and three cost the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from parvis.conversations.models import Conversation, Message, Queue
from parvis.foundation.files import store_file
from tests.factories.accounts import make_team, make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_message, make_queue, refreshed

pytestmark = pytest.mark.django_db
ACTS = ("reply", "note", "take", "release", "assign", "status", "snooze", "move", "merge")


def signed_in(client: Client, **fields):  # type: ignore[no-untyped-def]
    user = make_user(**fields)
    client.force_login(user)
    return user


def mailbox():  # type: ignore[no-untyped-def]
    return make_connection("email", channel="email", settings={"address": "help@acme.example"})


def page(client: Client, name: str, *args: object, **query: str):  # type: ignore[no-untyped-def]
    return client.get(reverse(name, args=args), query)


def test_an_empty_inbox_says_what_to_do(client: Client) -> None:
    signed_in(client, roles=("administrator",))
    assert "No conversation yet" in page(client, "inbox").content.decode()


def test_the_inbox_in_french(client: Client) -> None:
    signed_in(client, language="fr")
    text = page(client, "inbox").content.decode()
    assert "Aucune conversation pour le moment" in text


def test_the_list_shows_who_and_their_first_words(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation()
    text = page(client, "inbox").content.decode()
    assert conversation.identity.display_name in text
    assert "Where is my order" in text


@pytest.mark.parametrize("name", ["inbox", "inbox-list"])
def test_one_row_and_three_cost_the_same(client: Client, name: str, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in(client)
    make_conversation()
    page(client, name)
    with CaptureQueriesContext(connection) as one:
        page(client, name)
    make_conversation(messages=3)
    make_conversation(connection=make_connection("file"))
    with CaptureQueriesContext(connection) as three:
        page(client, name)
    assert len(three) == len(one)


def test_a_thread_of_one_and_of_three_cost_the_same(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in(client)
    short, long = make_conversation(connection=mailbox()), make_conversation(connection=mailbox(), messages=3)
    page(client, "conversation", short.pk)
    with CaptureQueriesContext(connection) as one:
        page(client, "conversation", short.pk)
    with CaptureQueriesContext(connection) as three:
        page(client, "conversation", long.pk)
    assert len(three) == len(one)


def test_a_stranger_finds_nothing(client: Client) -> None:
    hidden = make_conversation(queue=make_queue(team=make_team()), connection=mailbox())
    message = hidden.messages.get()
    signed_in(client)
    for name in ("conversation", "conversation-thread", "conversation-older", "conversation-presence"):
        assert page(client, name, hidden.pk).status_code == 404
    for act in ACTS:
        assert client.post(reverse(f"conversation-{act}", args=[hidden.pk]), {"text": "x"}).status_code == 404
    assert client.post(reverse("message-retry", args=[message.pk])).status_code == 404
    assert page(client, "message-html", message.pk).status_code == 404
    assert hidden.identity.display_name not in page(client, "inbox").content.decode()
    assert hidden.identity.display_name not in page(client, "inbox", q="order").content.decode()
    assert hidden.identity.display_name not in page(client, "inbox", status="any").content.decode()
    assert (
        hidden.identity.display_name
        not in page(client, "message-rows", **{"from": "2026-03-01"}).content.decode()
    )


def test_a_partner_sees_their_teams_queue_only(client: Client) -> None:
    team = make_team()
    theirs, ours = make_conversation(queue=make_queue(team=team)), make_conversation()
    signed_in(client, roles=("partner",), team=team)
    assert page(client, "conversation", theirs.pk).status_code == 200
    assert page(client, "conversation", ours.pk).status_code == 404


def test_what_is_assigned_to_me_is_mine_to_see(client: Client) -> None:
    user = signed_in(client)
    conversation = make_conversation(queue=make_queue(team=make_team()), assignee=user)
    assert page(client, "conversation", conversation.pk).status_code == 200
    assert conversation.identity.display_name in page(client, "inbox", assignee="me").content.decode()


def test_nobody_without_the_permission(client: Client) -> None:
    signed_in(client, roles=("moderator",))
    assert page(client, "inbox").status_code == 403
    assert client.post(reverse("conversation-reply", args=[1])).status_code == 403


def test_log_in_first(client: Client) -> None:
    assert page(client, "inbox").status_code == 302


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_posted(client: Client, act: str) -> None:
    signed_in(client)
    conversation = make_conversation()
    assert page(client, f"conversation-{act}", conversation.pk).status_code == 405


def test_answering_and_resolving(client: Client) -> None:
    user = signed_in(client)
    conversation = make_conversation(connection=mailbox())
    answer = client.post(
        reverse("conversation-reply", args=[conversation.pk]), {"text": "It left today.", "then": "resolve"}
    )
    assert answer.status_code == 302
    message = conversation.messages.get(kind="outbound")
    assert (message.text, message.author) == ("It left today.", user)
    assert refreshed(conversation).status == "resolved"
    shown = page(client, "conversation", conversation.pk).content.decode()
    assert "It left today." in shown
    assert "on its way" in shown


def test_a_collision_keeps_the_text_and_asks(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation(connection=mailbox())
    seen = conversation.messages.get().pk
    from parvis.conversations.actions.reply import reply
    from parvis.foundation.clock import utc_now

    reply(conversation, "From Léa", by=make_user(name="Léa"), now=utc_now())
    url = reverse("conversation-reply", args=[conversation.pk])
    refused = client.post(url, {"text": "Mine & kept", "seen": seen})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Léa answered" in text
    assert "Mine &amp; kept" in text
    assert "Send all the same" in text
    assert conversation.messages.filter(kind="outbound").count() == 1
    assert client.post(url, {"text": "Mine & kept", "seen": seen, "confirm": "1"}).status_code == 302
    assert conversation.messages.filter(kind="outbound").count() == 2


def test_an_imported_history_offers_a_note_only(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation(connection=make_connection("file"))
    text = page(client, "conversation", conversation.pk).content.decode()
    assert "imported history" in text
    assert 'value="reply"' not in text
    client.post(reverse("conversation-reply", args=[conversation.pk]), {"kind": "note", "text": "For us"})
    assert conversation.messages.get(kind="note").text == "For us"


@pytest.mark.parametrize(
    ("act", "given", "expected"),
    [
        ("status", {"status": "pending"}, {"status": "pending"}),
        ("status", {"status": "resolved"}, {"status": "resolved"}),
        ("status", {"status": "nonsense"}, {"status": "open"}),
        ("snooze", {"preset": "tomorrow"}, {"status": "snoozed"}),
        ("snooze", {"until": "2020-01-01T09:00"}, {"status": "open"}),
        ("snooze", {"until": "no date"}, {"status": "open"}),
    ],
)
def test_statuses_by_the_screen(
    client: Client, act: str, given: dict[str, str], expected: dict[str, str]
) -> None:
    signed_in(client)
    conversation = make_conversation()
    answer = client.post(reverse(f"conversation-{act}", args=[conversation.pk]), given, follow=True)
    assert answer.status_code == 200
    assert refreshed(conversation).status == expected["status"]


def test_taking_and_giving_back(client: Client) -> None:
    user = signed_in(client)
    conversation = make_conversation()
    client.post(reverse("conversation-take", args=[conversation.pk]))
    assert refreshed(conversation).assignee == user
    client.post(reverse("conversation-release", args=[conversation.pk]))
    assert refreshed(conversation).assignee is None


def test_only_who_may_assigns_to_somebody_else(client: Client) -> None:
    conversation, other = make_conversation(), make_user()
    signed_in(client)
    url = reverse("conversation-assign", args=[conversation.pk])
    assert client.post(url, {"to": other.pk}).status_code == 404
    signed_in(client, roles=("supervisor",))
    client.post(url, {"to": other.pk})
    assert refreshed(conversation).assignee == other


def test_moving_out_of_ones_sight_goes_back_to_the_list(client: Client) -> None:
    signed_in(client, roles=("supervisor",))
    conversation, there = make_conversation(), make_queue("There", team=make_team())
    answer = client.post(reverse("conversation-move", args=[conversation.pk]), {"queue": there.pk})
    assert refreshed(conversation).queue == there
    assert answer.url == reverse("conversation", args=[conversation.pk])


def test_an_agent_hands_over_to_a_queue_they_do_not_see(client: Client) -> None:
    user = signed_in(client)
    conversation, there = make_conversation(assignee=user), make_queue("Repairs", team=make_team())
    shown = page(client, "conversation", conversation.pk).content.decode()
    assert f'<option value="{there.pk}">Repairs' in shown
    answer = client.post(
        reverse("conversation-move", args=[conversation.pk]), {"queue": there.pk}, follow=True
    )
    assert (refreshed(conversation).queue, refreshed(conversation).assignee) == (there, None)
    assert "Repairs, which you do not see" in answer.content.decode()


def test_a_partner_hands_over_among_their_own_queues_alone(client: Client) -> None:
    team = make_team()
    signed_in(client, roles=("partner",), team=team)
    conversation, ours = make_conversation(queue=make_queue(team=team)), make_queue("Ours")
    assert f'<option value="{ours.pk}">' not in page(client, "conversation", conversation.pk).content.decode()
    url = reverse("conversation-move", args=[conversation.pk])
    assert client.post(url, {"queue": ours.pk}).status_code == 404


def test_joining_by_number(client: Client) -> None:
    signed_in(client)
    one, other = make_conversation(), make_conversation()
    client.post(reverse("conversation-merge", args=[one.pk]), {"into": f"#{other.pk}"})
    assert refreshed(one).merged_into == other
    assert page(client, "conversation", one.pk).url == reverse("conversation", args=[other.pk])
    assert one.identity.display_name not in page(client, "inbox", status="resolved").content.decode()
    answer = client.post(reverse("conversation-merge", args=[other.pk]), {"into": "999999"}, follow=True)
    assert "no conversation of that number" in answer.content.decode()


def test_presence_of_others_is_shown(client: Client) -> None:
    conversation = make_conversation()
    signed_in(client, name="Léa Martin")
    assert (
        client.post(
            reverse("conversation-presence", args=[conversation.pk]), {"state": "writing"}
        ).status_code
        == 204
    )
    assert "Léa" not in page(client, "conversation-presence", conversation.pk).content.decode()
    signed_in(client)
    assert (
        "<strong>Léa Martin</strong> is writing"
        in page(client, "conversation-presence", conversation.pk).content.decode()
    )


def test_fifty_messages_and_the_older_ones_on_demand(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation(messages=0, at=NOON)
    Message.objects.bulk_create(
        Message(conversation=conversation, kind="inbound", channel="email", text=f"number {n}.",
                sent_at=NOON + timedelta(minutes=n), created_at=NOON)
        for n in range(60)
    )  # fmt: skip
    text = page(client, "conversation", conversation.pk).content.decode()
    assert "number 10." in text
    assert "number 9." not in text
    key = text.split("older?before=")[1].split('"')[0]
    older = client.get(
        reverse("conversation-older", args=[conversation.pk]) + f"?before={key}",
        headers={"HX-Request": "true"},
    )
    assert "number 9." in older.content.decode()
    assert "number 10." not in older.content.decode()


def test_what_people_write_is_never_markup(client: Client) -> None:
    signed_in(client)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> https://example.org/?a=1&b=2"
    conversation = make_conversation(messages=0, subject=hostile, brand=hostile)
    make_message(conversation, hostile, at=NOON)
    conversation.identity.display_name = hostile[:200]
    conversation.identity.save()
    for shown in (page(client, "inbox"), page(client, "conversation", conversation.pk)):
        assert "<script>alert" not in shown.content.decode()
        assert "<img src=x" not in shown.content.decode()


def test_a_file_is_a_download_and_nothing_else(client: Client, files_folder) -> None:  # type: ignore[no-untyped-def]
    signed_in(client)
    conversation = make_conversation()
    stored = conversation.messages.get().attachments.create(
        name="évil.html", content_type="text/html", size_bytes=8, stored_name=store_file(b"<script>")
    )
    answer = page(client, "attachment", stored.pk)
    assert b"".join(answer) == b"<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    signed_in(client, roles=("partner",))
    assert page(client, "attachment", stored.pk).status_code == 404


def test_html_mail_stands_in_its_own_policy(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation()
    message = conversation.messages.get()
    Message.objects.filter(pk=message.pk).update(html='<p>Hi<img src="https://t.example/p.gif"></p>')
    quiet = page(client, "message-html", message.pk)
    policy = quiet["Content-Security-Policy"]
    assert "img-src data:" in policy
    assert "https:" not in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert quiet["X-Frame-Options"] == "SAMEORIGIN"
    asked = page(client, "message-html", message.pk, pictures="1")["Content-Security-Policy"]
    assert "img-src data: https: http:" in asked
    assert "<iframe" in page(client, "conversation", conversation.pk).content.decode()


def test_quoted_text_is_folded(client: Client) -> None:
    signed_in(client)
    conversation = make_conversation(messages=0)
    make_message(
        conversation, "My words.\n\nOn Monday, Acme <help@acme.example> wrote:\n> Your order", at=NOON
    )
    text = page(client, "conversation", conversation.pk).content.decode()
    assert '<details class="quoted">' in text


def test_pages_of_the_list_meet_without_overlap(client: Client) -> None:
    signed_in(client)
    queue, other = make_queue(is_default=True), make_queue()
    box = mailbox()
    made = [
        make_conversation(
            queue=queue if n % 3 else other, connection=box, messages=0, at=NOON + timedelta(minutes=n // 2)
        )
        for n in range(70)
    ]
    expected = sorted(made, key=lambda c: (c.last_message_at, c.pk), reverse=True)
    seen, query = [], {}
    for _page in range(3):
        answer = page(client, "inbox", **query)
        seen += [c.pk for c in answer.context["page"].conversations]
        query = {"after": answer.context["page"].next_key}
    assert seen == [c.pk for c in expected]
    assert query == {"after": ""}
    back = page(client, "inbox", before=answer.context["page"].previous_key).context["page"]
    assert [c.pk for c in back.conversations] == [c.pk for c in expected[30:60]]
    assert page(client, "inbox", after="nonsense").status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"open"}),
        ({"status": "any"}, {"open", "done", "mine", "sad"}),
        ({"status": "resolved"}, {"done"}),
        ({"assignee": "me", "status": "any"}, {"mine"}),
        ({"assignee": "none", "status": "pending"}, {"sad"}),
        ({"sentiment": "negative", "status": "any"}, {"sad"}),
        ({"channel": "twitter", "status": "any"}, {"done"}),
        ({"q": "parcel"}, {"done"}),
        ({"q": "Colis"}, {"sad"}),
        ({"waiting": "1"}, {"open", "done", "mine", "sad"}),
    ],
)
def test_filters(client: Client, query: dict[str, str], expected: set[str]) -> None:
    user = signed_in(client)
    box = mailbox()
    named = {
        "open": make_conversation(connection=box),
        "done": make_conversation(connection=make_connection("file"), status="resolved", messages=0),
        "mine": make_conversation(connection=box, status="pending", assignee=user),
        "sad": make_conversation(connection=box, status="pending", messages=0),
    }
    make_message(named["done"], "My parcel is lost", at=NOON, language="en")
    make_message(named["sad"], "Où est mon colis ?", at=NOON, language="fr", sentiment="negative")
    found = {c.pk for c in page(client, "inbox", **query).context["page"].conversations}
    assert found == {named[name].pk for name in expected}


def test_queues_are_made_and_changed_by_who_may(client: Client) -> None:
    signed_in(client)
    assert page(client, "queues").status_code == 403
    signed_in(client, roles=("administrator",))
    assert "No queue yet" in page(client, "queues").content.decode()
    box, team = mailbox(), make_team("Complaints team")
    client.post(reverse("queue-new"), {"name": "Complaints", "team": team.pk, "connections": [box.pk]})
    queue = Queue.objects.get()
    assert (queue.name, queue.team, list(queue.connections.all()), queue.is_default) == (
        "Complaints",
        team,
        [box],
        True,
    )
    refused = client.post(reverse("queue", args=[queue.pk]), {"name": "Complaints", "is_default": ""})
    assert "default" in refused.content.decode()
    assert (
        "Another queue has this name"
        in client.post(reverse("queue-new"), {"name": "Complaints"}).content.decode()
    )
    client.post(reverse("queue-new"), {"name": "Rest", "connections": [box.pk], "is_default": "on"})
    assert list(Queue.objects.get(name="Complaints").connections.all()) == []
    assert not Queue.objects.get(name="Complaints").is_default
    assert page(client, "queues").status_code == 200


def test_the_rows_behind_a_figure_are_as_many_as_it_says(client: Client) -> None:
    from zoneinfo import ZoneInfo

    from parvis.conversations.reads.metrics import METRICS
    from parvis.foundation.logic.periods import Period

    user = signed_in(client, roles=("supervisor",))
    conversation = make_conversation(at=NOON, messages=2)
    make_message(conversation, "Answer", at=NOON + timedelta(minutes=30), kind="outbound")
    make_conversation(at=NOON + timedelta(hours=1))
    period = Period(NOON.date(), NOON.date(), ZoneInfo("Europe/Paris"))
    figures = {metric.key: metric.total(user, period) for metric in METRICS}
    assert {key: figure.value for key, figure in figures.items()} == {
        "conversations.received": 3.0,
        "conversations.sent": 1.0,
        "conversations.first_reply": 1800.0,
        "conversations.waiting": 1.0,
    }
    for key in ("conversations.received", "conversations.sent", "conversations.first_reply"):
        assert client.get(figures[key].rows_url).context["page"].count == figures[key].n
    assert len(client.get(figures["conversations.waiting"].rows_url).context["page"].conversations) == 1
    for metric in METRICS:
        if metric.series:
            assert all(len(series.values) == len(period.buckets) for series in metric.series(user, period))


def test_french_is_complete() -> None:
    with translation.override("fr"):
        assert translation.gettext("Send and resolve") == "Envoyer et résoudre"


def test_conversations_exist(client: Client) -> None:
    signed_in(client)
    assert page(client, "conversation", 424242).status_code == 404
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize("written", ["²", "9" * 5000, "-1", "x"])
@pytest.mark.parametrize(("act", "field"), [("assign", "to"), ("move", "queue"), ("merge", "into"), ("reply", "seen")])
def test_what_is_no_number_names_nothing(client: Client, act: str, field: str, written: str) -> None:
    signed_in(client, roles=("supervisor",))
    conversation = make_conversation(connection=mailbox())
    answer = client.post(reverse(f"conversation-{act}", args=[conversation.pk]), {"text": "Yes.", field: written})
    assert answer.status_code < 500


@pytest.mark.parametrize("act", ["reply", "note"])
def test_a_character_that_no_database_keeps_loses_no_answer(client: Client, act: str) -> None:
    signed_in(client)
    conversation = make_conversation(connection=mailbox())
    address = reverse(f"conversation-{act}", args=[conversation.pk])
    assert client.post(address, {"text": "Yes\x00 indeed"}).status_code == 302
    assert conversation.messages.latest("id").text == "Yes\ufffd indeed"


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_a_button_pressed_twice_writes_once(client: Client, kind: str) -> None:
    signed_in(client)
    conversation = make_conversation(connection=mailbox())
    shown = page(client, "conversation", conversation.pk).content.decode()
    once = shown.split('name="once" value="')[1].split('"')[0]
    address = reverse("conversation-reply", args=[conversation.pk])
    before = conversation.messages.count()
    for _ in range(2):
        assert client.post(address, {"text": "Yes.", "kind": kind, "once": once}).status_code == 302
    assert conversation.messages.count() == before + 1
    assert once not in page(client, "conversation", conversation.pk).content.decode().split("composer")[-1]
    client.post(address, {"text": "Yes.", "kind": kind, "once": "0" * 32})
    assert conversation.messages.count() == before + 2
