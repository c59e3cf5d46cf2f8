"""Questions that reach the inbox, and answers that come back to the page; what listening hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.channels.actions.fetch import fetch_connection
from parvis.community.actions.accept import accept, withdraw_acceptance
from parvis.community.actions.answer import answer
from parvis.community.actions.cases import grow_cases, look_for_cases, send_to_inbox
from parvis.community.actions.edit import edit_answer, edit_question
from parvis.community.actions.house_source import community_connection
from parvis.community.actions.leave import leave
from parvis.community.actions.moderate import restore, withhold
from parvis.community.models import Answer, Case, Ground, Member
from parvis.conversations.actions.deliver import deliver
from parvis.conversations.actions.reply import reply
from parvis.conversations.models import Conversation, Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.models import Mention
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import link_identity
from parvis.people.models import Identity
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.factories.people import make_person

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def deliver_all():
    """What a worker would do, until nothing new happens."""
    done: set[int] = set()
    while new := [
        pk for pk in StoredEvent.objects.order_by("pk").values_list("pk", flat=True) if pk not in done
    ]:
        for pk in new:
            deliver_now(pk)
            done.add(pk)


def look(now):
    with purpose("service"):
        found = look_for_cases(now=now)
    grow_cases(now=now)
    deliver_all()
    return found


def said(conversation):
    return list(conversation.messages.order_by("sent_at", "pk").values_list("kind", "text"))


def test_what_nobody_answers_becomes_a_case_once():
    look(NOON)
    asked = make_question(title="Where is the second key?")
    make_answer(make_question(title="Which battery fits it?"))
    assert look(NOON + timedelta(hours=23)) == 0
    assert look(NOON + timedelta(hours=24)) == 1
    assert look(NOON + timedelta(hours=25)) == 0
    conversation = Conversation.objects.get()
    assert (conversation.subject, conversation.channel, conversation.status) == (
        "Where is the second key?", "community", "open",
    )  # fmt: skip
    kinds = [kind for kind, _ in said(conversation)]
    assert sorted(kinds) == ["inbound", "note"]
    assert "24 hours" in conversation.messages.get(kind="note").text
    assert (Case.objects.get().question, Case.objects.get().why) == (asked, "unanswered")


def test_what_was_sent_grows_and_is_resolved_by_customers():
    asker, moderator = make_member(), make_user(name="Ana Lind", roles=("moderator",))
    asked = make_question(by=asker)
    helped = make_answer(asked, text="Press it for **ten** seconds.")
    with purpose("service"):
        first = send_to_inbox(asked, words="Please see to it.", by=moderator, now=NOON)
        assert send_to_inbox(asked, words="Again.", by=moderator, now=NOON).pk == first.pk
    deliver_all()
    conversation = Conversation.objects.get()
    assert conversation.messages.filter(kind="inbound").count() == 2
    note = conversation.messages.get(kind="note").text
    assert "Ana Lind" in note and "Please see to it." in note
    answer(asked, text="Thank you!", by=asker, parent=helped, now=NOON + 10 * MINUTE)
    look(NOON + 11 * MINUTE)
    assert ("inbound", "Thank you!") in said(conversation)
    assert Conversation.objects.count() == 1

    accept(helped, by=asker, now=NOON + 20 * MINUTE)
    deliver_all()
    conversation.refresh_from_db()
    assert conversation.status == "resolved"
    assert "Solved among customers" in said(conversation)[-1][1]
    assert Case.objects.get().outcome == "solved"
    withdraw_acceptance(asked, by=asker, now=NOON)
    deliver_all()
    conversation.refresh_from_db()
    assert (conversation.status, Case.objects.get().closed_at) == ("open", None)


def test_the_answer_comes_back_to_the_page_under_the_employees_own_name():
    asked = make_question()
    agent = make_user(name="Léa Bonnet", roles=("agent",))
    with purpose("service"):
        send_to_inbox(asked, words="", by=agent, now=NOON)
    deliver_all()
    conversation = Conversation.objects.get()
    sent = reply(conversation, "It is a **known** fault: we send a new one.", by=agent, now=NOON + MINUTE)
    assert deliver(sent.pk, now=NOON + MINUTE) == Message.SENT
    assert deliver(sent.pk, now=NOON + MINUTE) == Message.SENT
    published = Answer.objects.get()
    assert (published.author.name, published.author.staff, published.origin) == ("Léa Bonnet", agent, "inbox")
    assert "<strong>known</strong>" in published.html
    sent.refresh_from_db()
    assert sent.external_id == f"answer-{published.pk}"
    look(NOON + 2 * MINUTE)  # what came from the inbox does not come back to it
    assert conversation.messages.filter(kind="outbound").count() == 1

    edit_answer(published, text="We send one on Monday.", why="", by=published.author, now=NOON + 3 * MINUTE)
    deliver_all()
    sent.refresh_from_db()
    assert sent.text == "We send one on Monday."


@pytest.mark.parametrize(
    ("role", "hides", "code"), [("partner", False, "not-permitted"), ("agent", True, "question-gone")]
)
def test_an_answer_that_cannot_be_published_says_why(role, hides, code):
    asked = make_question()
    with purpose("service"):
        send_to_inbox(asked, words="", by=make_user(), now=NOON)
    deliver_all()
    if hides:
        moderator = make_user(roles=("moderator",))
        withhold(asked, ground=ground(), facts="x", found_by="report", by=moderator, now=NOON)
    sent = reply(Conversation.objects.get(), "Hello.", by=make_user(roles=(role,)), now=NOON)
    assert deliver(sent.pk, now=NOON) == Message.FAILED
    sent.refresh_from_db()
    assert (sent.delivery_detail.split(":")[0], Answer.objects.count()) == (code, 0)


def test_somebody_in_difficulty_is_found_by_words_or_by_the_record_they_linked():
    look(NOON)
    board = make_board()
    make_question(
        by=make_member(), board=board, title="Terrible, dangerous, broken again",
        text="This is an awful, horrible product. I hate it. It is dangerous and broken, and nobody helps me. "
        "Worst purchase of my life, a disgusting disgrace.",
    )  # fmt: skip
    with purpose("service"):
        identity_id = remember_identities([SeenIdentity("mastodon", "jo@m.example", NOON)], now=NOON)[
            "mastodon", "jo@m.example"
        ]
        identity = Identity.objects.get(pk=identity_id)
        link_identity(identity, person=make_person(), by=SYSTEM, now=NOON)
    known = make_member(identity=identity)
    other = make_connection("mastodon", channel="mastodon", settings={"server": "https://m.example"})
    bad = [
        make_item(
            f"This is awful, it broke again, number {n}. I hate it, terrible service.", author="jo@m.example"
        )
        for n in range(2)
    ]
    hear(other, *bad)
    make_question(by=known, board=board, title="How do I change the lamp?", text="It is dark.")
    make_question(
        by=make_member(), board=board, title="Which lamp should I buy?", text="The old one is fine."
    )
    assert look(NOON + timedelta(hours=20)) == 2
    assert set(Case.objects.values_list("question__title", "why")) == {
        ("Terrible, dangerous, broken again", "difficulty"), ("How do I change the lamp?", "difficulty"),
    }  # fmt: skip


def test_listening_hears_customers_once_and_forgets_what_is_withheld():
    asked = make_question(text="It says full and is not.")
    helped = make_answer(asked, text="Calibrate it.")
    make_answer(asked, by=make_member(staff=make_user()), text="We of the house say so.")
    make_question(
        by=make_member(is_super_user=True), board=make_board(is_private=True), title="A secret here"
    )
    source = community_connection(now=NOON)

    def heard():
        fetch_connection(source.pk, now=NOON)
        deliver_all()
        return sorted(Mention.objects.values_list("external_id", flat=True))

    assert heard() == [f"answer-{helped.pk}", f"question-{asked.pk}"]
    with purpose("service"):
        send_to_inbox(asked, words="", by=make_user(), now=NOON)
    deliver_all()
    conversation = Conversation.objects.get()
    assert heard() == [f"answer-{helped.pk}", f"question-{asked.pk}"]
    assert conversation.mention_id == Mention.objects.get(external_id=f"question-{asked.pk}").pk

    edit_question(asked, title=asked.title, text="It says full and is empty.", tags=[], why="", by=asked.author,
                  now=NOON + MINUTE)  # fmt: skip
    heard()
    assert Mention.objects.get(external_id=f"question-{asked.pk}").text == "It says full and is empty."
    assert conversation.messages.get(external_id=f"question-{asked.pk}").text == "It says full and is empty."

    made = withhold(helped, ground=ground(), facts="“idiot”", found_by="report", by=make_user(), now=NOON)
    assert heard() == [f"question-{asked.pk}"]
    assert conversation.messages.get(external_id=f"answer-{helped.pk}").text == ""
    restore(made, why="A mistake.", by=make_user(), now=NOON + MINUTE)
    assert heard() == [f"answer-{helped.pk}.r{made.pk}", f"question-{asked.pk}"]
    assert heard() == [f"answer-{helped.pk}.r{made.pk}", f"question-{asked.pk}"]


def ground() -> Ground:
    return Ground.objects.get_or_create(
        number=1, defaults={"title_en": "Insult", "title_fr": "Injure", "text_en": "x", "text_fr": "x"}
    )[0]


def test_a_member_who_linked_their_record_is_known_in_the_inbox():
    with purpose("service"):
        identity_id = remember_identities([SeenIdentity("email", "jo@example.org", NOON)], now=NOON)[
            "email", "jo@example.org"
        ]
    member = make_member(identity_id=identity_id)
    stranger = make_member()
    for by in (member, stranger):
        with purpose("service"):
            send_to_inbox(make_question(by=by), words="", by=make_user(), now=NOON)
    deliver_all()
    known, unknown = Conversation.objects.order_by("pk")
    assert known.identity_id == identity_id
    assert (unknown.identity.channel, unknown.identity.handle) == ("community", str(stranger.pk))
    assert Member.objects.get(pk=stranger.pk).identity_id is None


def test_who_leaves_and_takes_all_back_is_heard_no_more():
    member = make_member(name="Ana Lind")
    asked = make_question(by=member, title="My own secret question")
    source = community_connection(now=NOON)
    fetch_connection(source.pk, now=NOON)
    with purpose("service"):
        send_to_inbox(asked, words="", by=make_user(), now=NOON)
    deliver_all()
    assert Mention.objects.get().identity.display_name == "Ana Lind"
    leave(member, takes_texts_back=True, now=NOON)
    deliver_all()
    assert not Mention.objects.exists()
    [message] = Conversation.objects.get().messages.filter(kind="inbound")
    assert (message.text, message.identity.display_name) == ("", "")
