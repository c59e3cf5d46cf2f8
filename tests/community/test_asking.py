"""Asking, answering, accepting, voting: what is written, what is counted, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.community.actions.accept import OTHERS_AFTER, accept, withdraw_acceptance
from parvis.community.actions.answer import answer
from parvis.community.actions.edit import edit_answer, edit_question
from parvis.community.actions.vote import say_me_too, vote_helpful
from parvis.community.logic.errors import (
    EmptyText,
    MayNot,
    OwnText,
    QuestionClosed,
    TitleTooShort,
    TooOften,
)
from parvis.community.models import Answer, Follow, Member, Question, ReadBefore, Revision
from parvis.community.reads.history import versions
from parvis.community.reads.question_page import answers
from parvis.foundation.models import StoredEvent
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_question_is_published_with_what_was_read_before_it():
    earlier = make_question(title="Battery stops charging early")
    asker = make_member()
    asked = make_question(
        by=asker, tags=["Battery", "battery", "Éclairage avant"], read_before=[earlier.pk, 999]
    )
    asked.refresh_from_db()
    asker.refresh_from_db()
    assert (asked.slug, asked.tags, asked.state) == (
        "why-does-the-battery-stop-at-80", ["battery", "éclairage-avant"], "open",
    )  # fmt: skip
    assert list(ReadBefore.objects.values_list("read_question_id", flat=True)) == [earlier.pk]
    assert Follow.objects.filter(question=asked, member=asker, is_wanted=True).count() == 1
    assert asker.question_count == 1
    assert StoredEvent.objects.filter(name="parvis.community.events.QuestionAsked").count() == 2


def test_what_is_sent_twice_is_asked_once():
    board, member = make_board(), make_member()
    first = make_question(board=board, by=member, once="a" * 32)
    assert make_question(board=board, by=member, once="a" * 32).pk == first.pk
    given = [answer(first, text="So.", by=member, now=NOON + MINUTE, once="b" * 32) for _ in range(2)]
    assert given[0].pk == given[1].pk
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "Short"}, TitleTooShort),
        ({"text": " \u200b "}, EmptyText),
        ({"text": "see https://a.example https://b.example https://c.example"}, MayNot),
        ({"text": "![a](x) ![b](y)"}, MayNot),
    ],
)
def test_a_newcomer_is_told_what_does_not_go(fields, refusal):
    newcomer = make_member(trust=Member.NEW)
    with pytest.raises(refusal):
        make_question(by=newcomer, **fields)
    assert not Question.objects.exists()


def test_writing_is_slowed_by_what_was_written():
    newcomer, board = make_member(trust=Member.NEW), make_board()
    make_question(by=newcomer, board=board, now=NOON)
    with pytest.raises(TooOften) as refused:
        make_question(by=newcomer, board=board, now=NOON + timedelta(seconds=50))
    assert refused.value.seconds == 70  # 120 between two questions of a newcomer
    for minutes in (3, 6):
        make_question(by=newcomer, board=board, now=NOON + minutes * MINUTE)
    with pytest.raises(TooOften) as refused:  # three a day; the first is a day old in 24 h - 9 min
        make_question(by=newcomer, board=board, now=NOON + 9 * MINUTE)
    assert refused.value.seconds == 24 * 3600 - 9 * 60


def test_a_private_board_is_for_super_users_and_staff():
    board = make_board(is_private=True)
    with pytest.raises(MayNot):
        make_question(board=board)
    asked = make_question(board=board, by=make_member(is_super_user=True))
    with pytest.raises(MayNot):
        make_answer(asked)


def test_answers_count_and_comments_do_not():
    asker, helper = make_member(), make_member()
    asked = make_question(by=asker)
    first = make_answer(asked, by=helper)
    comment = answer(asked, text="Thanks!", by=asker, parent=first, now=NOON + 7 * MINUTE)
    with pytest.raises(MayNot):
        answer(asked, text="No.", by=helper, parent=comment, now=NOON + 9 * MINUTE)
    asked.refresh_from_db()
    helper.refresh_from_db()
    assert (asked.answer_count, asked.last_position, asked.first_answered_at) == (1, 2, NOON + 5 * MINUTE)
    assert helper.answer_count == 1
    shown = answers(asked, None)
    assert [(one.id, [under.id for under in one.comments]) for one in shown.answers] == [
        (first.pk, [comment.pk])
    ]


def test_a_closed_question_takes_no_answer():
    asked = make_question()
    Question.objects.update(state=Question.CLOSED)
    with pytest.raises(QuestionClosed):
        make_answer(asked)


def test_the_asker_accepts_at_once_and_others_after_a_week():
    asker, expert = make_member(), make_member(trust=Member.TRUSTED)
    asked = make_question(by=asker)
    first, second = make_answer(asked, by=expert), make_answer(asked)
    with pytest.raises(MayNot, match="accept-yet"):
        accept(second, by=expert, now=NOON + timedelta(days=1))
    with pytest.raises(MayNot):
        accept(second, by=make_member(), now=NOON + OTHERS_AFTER * 2)
    assert accept(first, by=asker, now=NOON + 9 * MINUTE)
    assert not accept(first, by=asker, now=NOON + 9 * MINUTE)
    expert.refresh_from_db()
    assert expert.accepted_count == 1
    with pytest.raises(MayNot):  # the asker's own choice stays
        accept(second, by=expert, now=NOON + OTHERS_AFTER * 2)
    assert accept(second, by=asker, now=NOON + 10 * MINUTE)
    assert withdraw_acceptance(asked, by=asker, now=NOON)
    expert.refresh_from_db()
    assert expert.accepted_count == 0


def test_votes_count_once_and_are_taken_back():
    author, voter = make_member(), make_member()
    given = make_answer(make_question(), by=author)
    assert vote_helpful(given, by=voter, is_helpful=True, now=NOON)
    assert not vote_helpful(given, by=voter, is_helpful=True, now=NOON)
    with pytest.raises(OwnText):
        vote_helpful(given, by=author, is_helpful=True, now=NOON)
    given.refresh_from_db()
    assert given.helpful_count == 1
    assert vote_helpful(given, by=voter, is_helpful=False, now=NOON)
    author.refresh_from_db()
    assert author.helpful_count == 0
    asked = given.question
    assert say_me_too(asked, by=voter, is_said=True, now=NOON)
    asked.refresh_from_db()
    assert asked.me_too_count == 1


def test_what_it_said_before_stays():
    asker = make_member()
    asked = make_question(by=asker)
    assert edit_question(asked, title=asked.title, text="Now clearer.", tags=[], by=asker, now=NOON + MINUTE)
    assert not edit_question(asked, title=asked.title, text="Now clearer.", tags=[], by=asker, now=NOON)
    given = make_answer(asked)
    with pytest.raises(MayNot):
        edit_answer(given, text="mine", by=asker, now=NOON)
    asked.refresh_from_db()
    assert [version.lines[-1] for version in versions(asked)] == [
        ("+", "Now clearer."), (" ", "It says full and is not."),
    ]  # fmt: skip
    assert Revision.objects.count() == 1


def test_a_place_without_a_board_leads_nobody_into_a_form_that_cannot_be_sent(client):
    page = client.get("/community/ask/").content.decode()
    assert "No board is open yet." in page and 'name="title"' not in page
    make_board()
    assert 'name="title"' in client.get("/community/ask/").content.decode()
