"""The community's health: figures by hand, from the rows, and the signs of a ghost town with their remedies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.community.actions.accept import accept
from parvis.community.actions.assign import assign
from parvis.community.actions.count_health import count_weeks
from parvis.community.actions.fuse import fuse, take_apart
from parvis.community.logic.errors import MayNot
from parvis.community.logic.figures import difference, gini, kaplan_meier, rank_in, top_share
from parvis.community.logic.ghost_town import Seen, Sign, State, signs_of, state_of
from parvis.community.models import Board, Question, WeekOfHealth
from parvis.community.reads.desk import (
    assigned_to,
    unanswered,
    unanswered_by_age,
    waiting_for_acceptance,
    worth_an_article,
)
from parvis.community.reads.health import health
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question

DAY = timedelta(days=1)


def test_kaplan_meier_gives_the_published_curve_and_counts_who_still_waits():
    """Freireich (1963), 6-MP arm, as in Kalbfleisch & Prentice, table 1.1: 21 patients, 9 relapses, median 23."""
    found = kaplan_meier([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    assert [round(value, 4) for value in found.waiting] == [
        0.8571,
        0.8067,
        0.7529,
        0.6902,
        0.6275,
        0.5378,
        0.4482,
    ]
    assert (found.median.value, found.median.low, found.median.high) == (23, 13, None)
    assert (round(found.low[0], 4), round(found.high[0], 4)) == (0.6197, 0.9515) or round(
        found.high[0], 4
    ) == 0.9516
    assert kaplan_meier([1.0], [9.0, 9.0]).median is None
    assert kaplan_meier([], []).share_within(24) is None
    assert found.share_within(10).value == pytest.approx(1 - 0.7529, abs=1e-4)


def test_newcombes_interval_and_the_spread():
    """Newcombe (1998), table II, case (a), method 10: 56/70 − 48/80 = 0.2, 0.0524 to 0.3339."""
    found = difference(56, 70, 48, 80)
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
    assert difference(1, 2, 0, 0) is None
    assert (gini([1, 1, 1, 1]), gini([0, 0, 0, 4]), gini([])) == (0, 0.75, None)
    assert (top_share([94, 3, 2, 1], 0.01), top_share([], 0.05)) == (0.94, None)
    assert (rank_in([1.0] * 7, 2), rank_in([1.0] * 4 + [3.0] * 4, 2)) == (None, 0.5)


BOARD = {"boards": 0, "writers": 5, "texts": 20}
FINE = Seen(100, 30, 0.9, 40, 0.2, 0.1, 0.4, 0, 3, 0.6)


@pytest.mark.parametrize(
    ("changes", "signs", "state"),
    [
        ({}, [], State.ALIVE),
        ({"replied": 0.5}, [Sign.FEW_REPLIES], State.AT_RISK),
        ({"replied": 0.5, "writers": 3}, [Sign.FEW_REPLIES, Sign.FEW_WRITERS], State.DYING),
        ({"staff_share": 0.8, "top_member_share": 0.4}, [Sign.STAFF_ALONE, Sign.ONE_MEMBER], State.AT_RISK),
        ({"silent_boards": 2}, [Sign.SILENT_BOARDS], State.AT_RISK),
        ({"questions": 5, "replied": 0.0}, [], State.ALIVE),  # too few to say
        ({"weeks": 2, "writers": 1}, [], State.NOT_ENOUGH),
        # One board is held to what one board can be.
        (BOARD, [], State.ALIVE),
        ({**BOARD, "texts": 3}, [Sign.SILENT], State.AT_RISK),
        ({**BOARD, "texts": 0, "writers": 0}, [Sign.SILENT, Sign.FEW_WRITERS], State.DYING),
        ({**BOARD, "texts": 0, "writers": 0, "weeks": 3}, [], State.NOT_ENOUGH),
    ],
)
def test_a_ghost_town_is_named_with_its_reason(changes, signs, state):
    from dataclasses import replace

    seen = replace(FINE, **changes)
    found = signs_of(seen)
    assert ([one.sign for one in found], state_of(seen, found)) == (signs, state)
    assert all(one.act for one in found)


@pytest.mark.django_db
def test_health_is_read_from_the_rows():
    board, staff = make_board(), make_member(staff=make_user())
    helper, first = make_member(), make_question(board=board)
    make_answer(first, by=helper, now=NOON + timedelta(hours=2))
    second = make_question(board=board, now=NOON + DAY)
    make_answer(second, by=staff, now=NOON + DAY + timedelta(hours=4))
    make_question(board=board, now=NOON + 2 * DAY)
    make_question(board=make_board(is_private=True), by=staff, now=NOON + DAY)  # no customer's
    now = NOON + 8 * DAY
    assert count_weeks(now=now) == 2
    assert count_weeks(now=now) >= 1, "counted again without doubling"
    week = WeekOfHealth.objects.get(week=NOON.date(), board=None)
    assert (week.questions, week.answers, week.writers, week.by_staff) == (3, 2, 5, 1)
    assert (week.interaction, week.hours_between, week.posts_a_board) == (
        pytest.approx(3.0),
        pytest.approx(3.0),
        5.0,
    )
    found = health(now=now)
    assert found.state == State.NOT_ENOUGH
    assert (found.questions, found.replied.value) == (3, pytest.approx(2 / 3))
    assert (found.first_answer.happened, found.first_answer.n, found.first_answer.median.value) == (2, 3, 4.0)
    assert (found.by_staff.value, found.by_customers.value) == (0.5, 0.5)
    assert next(one for one in found.factors if one.name == "members").rank is None
    client = Client()
    client.force_login(make_user(roles=("community_manager",)))
    page = client.get("/community/desk/health/").content.decode()
    assert "Not enough data yet" in page
    assert "Six factors" in page


@pytest.mark.django_db
def test_a_board_that_falls_silent_is_warned_of_alone():
    """Seven weeks: one board lives, one hears nothing since four."""
    lively, dying = make_board("Lively"), make_board("Dying")
    helpers = [make_member() for _ in range(4)]  # so that no one carries a board alone
    for week in range(7):
        for day in range(3):
            at, helper = NOON + timedelta(weeks=week, days=day), helpers[(week + day) % 4]
            make_answer(make_question(board=lively, now=at), by=helper, now=at + timedelta(hours=1))
            if week < 2:
                make_answer(make_question(board=dying, now=at), by=helper, now=at + timedelta(hours=2))
    now = NOON + timedelta(weeks=7)
    count_weeks(now=now)
    once = list(WeekOfHealth.objects.order_by("pk").values_list("week", "board", "questions", "members"))
    count_weeks(now=now)
    again = list(WeekOfHealth.objects.order_by("pk").values_list("week", "board", "questions", "members"))
    assert once == again, "counted again it says the same"
    first = WeekOfHealth.objects.get(week=NOON.date(), board=dying)
    # Three askers and three helpers wrote here first; the whole place saw twice as many texts.
    assert (first.questions, first.answers, first.writers, first.members, first.posts_a_board) == (
        3,
        3,
        6,
        6,
        6,
    )
    assert WeekOfHealth.objects.get(week=NOON.date(), board=None).questions == 6
    silent = WeekOfHealth.objects.filter(board=dying, week__gt=(NOON + timedelta(weeks=2)).date())
    assert {one.posts_a_board for one in silent} == {0}, "a week without a word is known, and quiet"
    found = health(now=now, board=dying)
    assert (found.state, [one.sign for one in found.signs]) == (State.DYING, [Sign.SILENT, Sign.FEW_WRITERS])
    assert health(now=now, board=lively).state == State.ALIVE
    client = Client()
    client.force_login(make_user(roles=("community_manager",)))
    page = client.get(f"/community/desk/health/?board={dying.pk}").content.decode()
    assert "This board is becoming a ghost town." in page
    assert f"/community/desk/health/boards/?board={dying.pk}" in page
    assert client.get("/community/desk/health/?board=x").status_code == 404
    form = client.get(f"/community/desk/health/boards/?board={dying.pk}").content.decode()
    assert (
        f'<option value="{dying.pk}" selected>' in form and f'<option value="{lively.pk}" selected>' in form
    )
    api = api_as("community_manager")
    told = api.get("community/health", board_id=dying.pk).data
    assert (told["state"], [one["act"] for one in told["signs"]]) == (
        "dying",
        ["fuse-boards", "invite-askers"],
    )
    private = make_board(is_private=True)
    assert api.get("community/health", board_id=private.pk).status_code == 404
    # Fused, the weeks of both are counted anew as those of one board.
    fuse(dying, into=lively, by=make_user(), now=now)
    assert not WeekOfHealth.objects.exclude(board=None).exists()
    count_weeks(now=now)
    assert WeekOfHealth.objects.get(week=NOON.date(), board=lively).questions == 6
    assert not WeekOfHealth.objects.filter(board=dying).exists()


@pytest.mark.django_db
def test_first_answers_and_newcomers_of_a_board_are_its_own():
    here, there = make_board("Here"), make_board("There")
    back, gone, settled = make_member(), make_member(), make_member()
    make_question(board=here, by=settled, now=NOON - 40 * DAY)  # known here since before
    for member in (back, gone, settled):
        asked = make_question(board=here, by=member, now=NOON)
        make_answer(asked, now=NOON + timedelta(hours=5))
    make_question(board=here, by=back, now=NOON + 3 * DAY)
    make_question(board=there, by=gone, now=NOON + 3 * DAY)
    now = NOON + 40 * DAY
    found = health(now=now, board=here)
    assert found.first_answer.median.value == 5
    assert found.first_answer.n == 5
    # Two askers and three who answered were new here; one of them came back to this board.
    assert (found.returned.n, found.returned.value) == (5, pytest.approx(1 / 5))
    assert health(now=now, board=there).returned.n == 1


@pytest.mark.django_db
def test_super_users_are_called_to_what_waits():
    board, other = make_board(), make_board()
    first, second, elsewhere = (make_question(board=one) for one in (board, board, other))
    make_answer(make_question(board=board))
    anna, bruno = make_member("Anna", is_super_user=True), make_member("Bruno", is_super_user=True)
    own = make_question(board=board, by=anna)
    client = Client()
    client.force_login(make_user(roles=("community_manager",)))
    address = f"/community/desk/health/call/?board={board.pk}"
    assert client.post(address, {"question": [str(first.pk)]}).status_code == 200, "nobody was chosen"
    asked = {"question": [str(one.pk) for one in (first, second, own, elsewhere)]}
    answer = client.post(address, {**asked, "member": [str(anna.pk), str(bruno.pk)]}, follow=True)
    assert "3 questions have somebody now" in answer.content.decode()
    for one in (first, second, own, elsewhere):
        one.refresh_from_db()
    assert {first.assigned_id, second.assigned_id} == {anna.pk, bruno.pk}
    assert (own.assigned_id, elsewhere.assigned_id) == (bruno.pk, None)
    assert "Every question has an answer" in client.get(address).content.decode()


@pytest.mark.django_db
def test_boards_are_fused_and_taken_apart():
    small, big, user = (
        make_board("Chargers", slug="chargers"),
        make_board("Batteries", slug="batteries"),
        make_user(),
    )
    asked = make_question(board=small, title="Which charger fits this one?")
    assert fuse(small, into=big, by=user, now=NOON)
    assert not fuse(small, into=big, by=user, now=NOON)
    for one, into in ((big, small), (big, big), (big, make_board(is_private=True))):
        with pytest.raises(MayNot, match="fuse"):
            fuse(one, into=into, by=user, now=NOON)
    assert Client().get("/community/boards/chargers/").url == "/community/boards/batteries/"
    assert asked.title in Client().get("/community/boards/batteries/").content.decode()
    assert take_apart(Board.objects.get(pk=small.pk), by=user, now=NOON)
    assert asked.title not in Client().get("/community/boards/batteries/").content.decode()


@pytest.mark.django_db
def test_the_desk_lists_what_waits_and_gives_it_to_somebody():
    old, new = make_question(), make_question(now=NOON + 20 * DAY)
    answered = make_question(now=NOON + DAY)
    given = make_answer(answered, now=NOON + DAY + timedelta(hours=1))
    now = NOON + 21 * DAY
    assert [one.id for one in unanswered(now=now)] == [old.pk, new.pk]
    assert [one.id for one in unanswered(now=now, under=3)] == [new.pk]
    assert unanswered(now=now, under=None) == []
    assert unanswered_by_age(now=now) == [(1, 1), (3, 1), (7, 1), (30, 2), (None, 0)]
    assert [one.id for one in waiting_for_acceptance(now=now)] == [answered.pk]
    accept(given, by=answered.author, now=now)
    Question.objects.filter(pk=answered.pk).update(view_count=40)
    assert [one.id for one in worth_an_article()] == [answered.pk]
    user, expert = make_user(roles=("community_manager",)), make_member(is_super_user=True)
    with pytest.raises(MayNot, match="assign"):
        assign(old, to=make_member(), by=user, now=now)
    client = Client()
    client.force_login(user)
    answer = client.post(
        f"/community/desk/questions/{old.pk}/assign/", {"member": str(expert.pk)}, follow=True
    )
    assert "is asked to answer" in answer.content.decode()
    for given, back in (("mine", "list=mine"), ("<b>", "list=unanswered&age=3")):
        answer = client.post(
            f"/community/desk/questions/{old.pk}/assign/",
            {"member": str(expert.pk), "list": given, "age": "" if given == "mine" else "3"},
        )
        assert answer["Location"] == f"/community/desk/?{back}#question-{old.pk}"
    assert [one.id for one in assigned_to(expert)] == [old.pk]
    for name in ("mine", "waiting", "hot", "articles", "first", "nonsense"):
        assert client.get(f"/community/desk/?list={name}").status_code == 200, name
    assert client_of(make_member()).get("/community/desk/").status_code == 302
