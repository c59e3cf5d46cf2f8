"""Replies come in rows of hundreds when something happens: few statements, the same locks, refusals and marks."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from parvis.community.actions.answer import answer
from parvis.community.actions.drafts import keep_draft
from parvis.community.actions.follow import follow
from parvis.community.actions.suspensions import suspend
from parvis.community.logic.errors import Suspended
from parvis.community.models import Answer, Draft, Follow, Ground, Member
from parvis.foundation import events
from parvis.foundation.events import publish, subscribe
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_member, make_question
from tests.foundation.outbox_event import SomethingHappened
from tests.processes import wait_until


@pytest.mark.django_db
def test_a_reply_takes_few_statements(django_assert_max_num_queries):
    asked, writer = make_question(), client_of(make_member(trust=Member.KNOWN))
    with django_assert_max_num_queries(14):  # with the savepoint of this test
        assert (
            writer.post(f"/community/questions/{asked.pk}/answer/", {"text": "Calibrate."}).status_code == 302
        )


@pytest.mark.django_db
def test_a_reply_leaves_a_decision_against_following_and_a_mail_leaves_the_draft():
    asked, member = make_question(), make_member(is_super_user=True)
    follow(asked, by=member, is_wanted=False, now=NOON)
    keep_draft(member, place=f"answer:{asked.pk}", title="", text="half a thought", now=NOON)
    mailed = answer(asked, text="By mail.", by=member, origin="mail", once="<1@example.org>", now=NOON)
    assert answer(asked, text="Again.", by=member, origin="mail", once="<1@example.org>", now=NOON) == mailed
    assert (Draft.objects.get().text, Follow.objects.get(member=member).is_wanted) == (
        "half a thought",
        False,
    )
    said = answer(asked.pk, text="On the page.", by=member, now=NOON)
    assert not Draft.objects.exists() and not Follow.objects.get(member=member).is_wanted
    kept = Answer.objects.get(pk=said.pk)
    assert (kept.position, kept.helpful_count, kept.origin, kept.external_id) == (2, 0, "web", None)
    other = make_member()
    answer(asked, text="Me, too.", by=other, now=NOON)
    assert Follow.objects.get(member=other).told_position == 3


@pytest.mark.django_db(transaction=True)
def test_a_suspension_that_is_decided_while_a_reply_waits_stops_it():
    asked, member, moderator = make_question(), make_member(), make_user()
    Ground.objects.get_or_create(number=1, defaults={"title_en": "One", "title_fr": "Un"})
    seen: list[object] = []

    def reply() -> None:
        try:
            seen.append(answer(asked, text="One more word.", by=member, now=NOON))
        except Suspended as refused:
            seen.append(refused)
        finally:
            connection.close()

    waiting = threading.Thread(target=reply)
    with transaction.atomic():
        suspend(
            member,
            ground=Ground.objects.order_by("pk")[0],
            facts="Insults.",
            until=None,
            by=moderator,
            now=NOON,
        )
        waiting.start()
        wait_until(_somebody_waits, seconds=10, what="the reply waits for the member's row")
    waiting.join()
    assert [type(one) for one in seen] == [Suspended]
    assert not Answer.objects.exists()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_all_subscribers_are_told_in_one_statement(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(events, "_subscribers", type(events._subscribers)(dict))
    for name in ("one", "two", "three"):

        def handle(event: SomethingHappened) -> None: ...

        handle.__qualname__ = name
        subscribe(SomethingHappened)(handle)
    with django_assert_num_queries(2):
        stored = publish(SomethingHappened(number=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'handler_name' FROM procrastinate_jobs WHERE args->>'event_id' = %s",
            [str(stored.pk)],
        )
        assert {name.rpartition(".")[2] for (name,) in cursor.fetchall()} == {"one", "two", "three"}


@pytest.mark.django_db
def test_one_form_sent_under_two_answers_is_two_comments_and_sent_twice_under_one_is_one():
    asked = make_question()
    first, second = (answer(asked, text="Charge it.", by=make_member(), now=NOON) for _ in range(2))
    writer = client_of(make_member(is_super_user=True))
    for under in (first, second, second):
        sent = {"text": "It did.", "once": "a1c", "parent": under.pk}
        assert writer.post(f"/community/questions/{asked.pk}/answer/", sent).status_code == 302
    assert list(Answer.objects.filter(text="It did.").order_by("pk").values_list("parent_id", flat=True)) == [
        first.pk,
        second.pk,
    ]
