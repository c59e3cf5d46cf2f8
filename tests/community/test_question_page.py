"""The page of a question: what it reads, how it stays light with many answers and comments, forms without a script."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest
from django.http import Http404

from parvis.community.actions.answer import answer
from parvis.community.models import Answer, HelpfulVote, Question
from parvis.community.permissions import get_question, visible_questions
from parvis.community.reads.question_page import answers, place_of
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

pytestmark = pytest.mark.django_db


def many_comments(given: Answer, count: int) -> list[Answer]:
    """Written at once, as years would."""
    author = make_member(name="Busy <b>Bee</b>")
    first = given.question.last_position + 100
    return Answer.objects.bulk_create(
        Answer(question=given.question, parent=given, author=author, position=first + n, text=f"note {n}",
               html=f"<p>note {n}</p>", written_at=NOON + timedelta(minutes=n))
        for n in range(count)
    )  # fmt: skip


def test_one_question_and_lists_of_them_show_the_same_to_everybody():
    author = make_member()
    readers = [None, author, make_member(), make_member(is_super_user=True), make_member(staff=make_user())]
    asked = [
        make_question(by=author, board=make_board(), now=NOON + timedelta(minutes=2 * n)) for n in range(10)
    ]
    states = [Question.OPEN, Question.CLOSED, Question.HELD, Question.WITHHELD, Question.REMOVED]
    for one, (state, is_private) in zip(asked, product(states, (False, True)), strict=True):
        Question.objects.filter(pk=one.pk).update(state=state)
        type(one.board).objects.filter(pk=one.board_id).update(is_private=is_private)
    for reader in readers:
        found = set()
        for one in asked:
            try:
                found.add(get_question(reader, one.pk).pk)
            except Http404:
                continue
        assert found == set(visible_questions(reader).values_list("pk", flat=True)), reader


def test_a_question_comes_with_what_its_page_says(django_assert_num_queries):
    asked = make_question()
    with django_assert_num_queries(1):
        read = get_question(None, asked.pk)
        assert (read.board.name, read.author.name, read.page) == (asked.board.name, asked.author.name, None)
    assert read == asked and read.asked_at == asked.asked_at and read.tags == asked.tags


def test_many_answers_with_comments_take_the_same_statements_as_two(django_assert_num_queries):
    for count in (2, 12):
        asked = make_question()
        for n in range(count):
            given = make_answer(asked, now=NOON + timedelta(minutes=5 + n))
            answer(asked, text="Thanks!", by=asked.author, parent=given, now=NOON + timedelta(hours=1 + n))
        asked.refresh_from_db()
        reader = make_member()
        with django_assert_num_queries(2):
            shown = answers(asked, reader)
            assert [len(one.comments) for one in shown.answers] == [1] * count


def test_thousands_of_comments_leave_the_page_a_page(client):
    asked = make_question()
    given = make_answer(asked)
    said = many_comments(given, 600)
    page = client.get(asked.url).content.decode()
    shown = [int(number) for number in re.findall(r'class="comment" id="answer-(\d+)"', page)]
    assert shown == [one.pk for one in [*said[:5], *said[-2:]]]
    assert "Busy &lt;b&gt;Bee&lt;/b&gt;" in page and "<b>Bee" not in page
    assert len(page) < 20_000
    assert f'<a href="/community/answers/{given.pk}/comments/">Show the 593 comments between</a>' in page
    second = client.get(f"/community/answers/{given.pk}/comments/?page=2").content.decode()
    assert second.count('class="comment"') == 50 and "note 50<" in second and "Page 2 of 12" in second


def test_every_comment_has_a_place_where_it_stands(client):
    asked = make_question()
    for n in range(21):
        given = make_answer(asked, now=NOON + timedelta(minutes=n + 5))
    said = many_comments(given, 100)
    for which in (0, 4, 5, 60, 97, 98, 99):
        address, _, anchor = place_of(Answer.objects.get(pk=said[which].pk)).partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode(), which


def test_withheld_comments_are_no_way_around_moderation(client):
    given = make_answer(make_question())
    hidden = many_comments(given, 12)[6]
    Answer.objects.filter(pk=hidden.pk).update(state=Answer.REMOVED)
    page = client.get(f"/community/answers/{given.pk}/comments/").content.decode()
    assert page.count('class="comment"') == 11 and "note 6<" not in page
    Answer.objects.filter(pk=given.pk).update(state=Answer.REMOVED)
    assert client.get(f"/community/answers/{given.pk}/comments/").status_code == 404


def test_votes_are_given_and_taken_back_by_buttons_of_one_form():
    asked = make_question()
    for n in range(21):
        given = make_answer(asked, now=NOON + timedelta(minutes=n + 5))
    member = client_of(make_member())
    page = member.get(f"{asked.url}?page=2").content.decode()
    assert page.count('name="csrfmiddlewaretoken"') <= 5
    act = f"/community/questions/{asked.pk}/act/"
    assert (
        f'form="acts" formaction="{act}helpful/" name="answer" value="{given.pk}" aria-pressed="false"'
        in page
    )
    voted = member.post(f"{act}helpful/", {"answer": given.pk})
    assert voted["Location"] == f"{asked.url}?page=2#answer-{given.pk}"
    assert f'formaction="{act}unhelpful/" name="answer" value="{given.pk}" aria-pressed="true"' in (
        member.get(f"{asked.url}?page=2").content.decode()
    )
    member.post(f"{act}unhelpful/", {"answer": given.pk})
    assert not HelpfulVote.objects.exists()


def test_a_comment_is_written_without_a_script_once_and_nothing_typed_is_lost():
    asked = make_question()
    given = make_answer(asked)
    member = client_of(make_member())
    page = member.get(f"{asked.url}?comment={given.pk}").content.decode()
    assert page.count('id="comment"') == 2  # shown, and the pattern of the script
    form = page[page.index('<form class="comment-form"') :]
    assert f'name="parent" value="{given.pk}"' in form
    once = re.search(r'name="once" value="(\w+)"', form)[1]
    refused = member.post(
        f"/community/questions/{asked.pk}/answer/", {"text": "a" * 2001, "parent": given.pk, "once": once}
    )
    assert refused.status_code == 422
    assert (
        "a" * 2001
        in refused.content.decode().partition('<form class="comment-form"')[2].partition("</form>")[0]
    )
    for _ in range(2):
        sent = {"text": "So do I.", "parent": given.pk, "once": once}
        answered = member.post(f"/community/questions/{asked.pk}/answer/", sent)
    written = Answer.objects.get(parent=given)
    assert answered["Location"] == f"{asked.url}#answer-{written.pk}"
