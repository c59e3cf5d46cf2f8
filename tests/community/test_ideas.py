"""Ideas: votes that count once, answers with their reason and their date, duplicates that can be taken apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from parvis.community.actions.idea_comments import comment_idea, mark_extension
from parvis.community.actions.idea_merge import merge_ideas, undo_idea_merge
from parvis.community.actions.idea_promise import set_idea_promise, start_clocks, tell_overdue
from parvis.community.actions.idea_sessions import SessionWords, create_idea_session, publish_outcome
from parvis.community.actions.idea_status import put_in_charge, set_idea_status
from parvis.community.actions.idea_votes import follow_idea, leave_ideas, vote_idea
from parvis.community.actions.leave import leave
from parvis.community.actions.moderate import let_stay, restore, withhold
from parvis.community.actions.propose import edit_idea
from parvis.community.actions.watch import watch
from parvis.community.logic.errors import (
    EmptyText,
    MayNot,
    SaidMeanwhile,
    SessionClosed,
    TooOften,
    WrongDates,
)
from parvis.community.logic.ideas import IdeaPromise, clock_of, promise_of
from parvis.community.models import (
    Board,
    Ground,
    Idea,
    IdeaComment,
    IdeaFollow,
    IdeaMerge,
    IdeaRevision,
    IdeaStatusChange,
    IdeaVote,
    Member,
)
from parvis.community.reads.idea_desk import desk_counts, desk_ideas
from parvis.community.reads.idea_done import done_ideas
from parvis.community.reads.idea_history import idea_versions
from parvis.community.reads.idea_list import ideas
from parvis.community.reads.idea_page import credits, followers_of_idea, where_it_leads
from parvis.community.reads.idea_search import search_ideas, similar_ideas
from parvis.foundation.audit import SYSTEM
from parvis.foundation.models import StoredEvent
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_board, make_member
from tests.factories.ideas import make_idea, make_idea_session, make_voters

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(name: str) -> list[dict[str, int]]:
    events = StoredEvent.objects.filter(name=f"parvis.community.events.{name}").order_by("pk")
    return [event.payload for event in events]


@pytest.fixture
def manager():
    return make_user(roles=("community_manager",))


def state_of(*wanted: Idea) -> list[tuple[object, ...]]:
    """Everything that merging touches, as rows that can be compared."""
    rows: list[tuple[object, ...]] = []
    for idea in wanted:
        idea.refresh_from_db()
        votes = sorted(IdeaVote.objects.filter(idea=idea).values_list("member_id", "merge_id"))
        follows = sorted(IdeaFollow.objects.filter(idea=idea).values_list("member_id", "is_wanted"))
        rows.append((idea.status, idea.merged_into_id, idea.vote_count, idea.due_at, votes, follows))
        assert idea.vote_count == len(votes)  # the count is that of the rows, whatever happened
    return rows


def test_an_idea_begins_with_its_authors_vote_and_is_sent_once():
    author = make_member()
    idea = make_idea(by=author, tags=["Bell"], once="a" * 32)
    assert make_idea(by=author, once="a" * 32).pk == idea.pk
    idea.refresh_from_db()
    assert (idea.vote_count, idea.status, idea.tags, idea.slug) == (1, "new", ["bell"], "a-bell-that-rings")
    assert IdeaFollow.objects.get().member == author
    assert told("IdeaProposed") == [{"idea_id": idea.pk}]
    with pytest.raises(EmptyText):
        make_idea(text=" \u200b ")


def test_newcomers_propose_and_vote_so_often():
    newcomer = make_member(trust=Member.NEW)
    for hour in range(3):
        make_idea(by=newcomer, now=NOON + timedelta(hours=hour))
    with pytest.raises(TooOften):
        make_idea(by=newcomer, now=NOON + timedelta(hours=4))
    others = [make_idea(now=NOON + timedelta(hours=n)) for n in range(8)]
    for idea in others[:7]:  # with the three of their own: ten a day
        assert vote_idea(idea, by=newcomer, is_wanted=True, now=NOON + timedelta(hours=5))
    with pytest.raises(TooOften) as refused:
        vote_idea(others[7], by=newcomer, is_wanted=True, now=NOON + timedelta(hours=6))
    assert refused.value.seconds == 18 * 3600  # the oldest of the ten is a day old then


def test_a_vote_counts_once_and_is_taken_back():
    idea, voter = make_idea(), make_member()
    assert vote_idea(idea, by=voter, is_wanted=True, now=NOON)
    assert not vote_idea(idea, by=voter, is_wanted=True, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaVote.objects.create(idea=idea, member=voter, at=NOON)
    assert state_of(idea)[0][2] == 2
    assert vote_idea(idea, by=voter, is_wanted=False, now=NOON)
    assert not vote_idea(idea, by=voter, is_wanted=False, now=NOON)
    assert state_of(idea)[0][2] == 1


def test_a_decision_not_to_follow_outlives_a_vote():
    idea, voter = make_idea(), make_member()
    follow_idea(idea, by=voter, is_wanted=False, now=NOON)
    vote_idea(idea, by=voter, is_wanted=True, now=NOON)
    comment_idea(idea, text="And a light.", by=voter, now=NOON)
    assert [one.member_id for one in followers_of_idea(idea.pk)] == [idea.author_id]


def test_the_clock_runs_once_enough_settled_members_want_it(manager):
    set_idea_promise(IdeaPromise(votes=3, days=5), by=SYSTEM, now=NOON)
    idea = make_idea()
    ring = make_voters(idea, 4, joined_at=NOON - timedelta(hours=2))
    assert state_of(idea)[0][3] is None  # a ring of accounts made today sets no date
    assert start_clocks(now=NOON) == 0
    # A day later the same are members like others.
    night = NOON + DAY
    assert start_clocks(now=night) == 1
    assert state_of(idea)[0][3] == night + 5 * DAY
    assert start_clocks(now=night + DAY) == 0
    vote_idea(idea, by=ring[0], is_wanted=False, now=night)
    assert state_of(idea)[0][3] == night + 5 * DAY  # told is told
    known = make_idea()
    make_voters(known, 2)
    assert state_of(known)[0][3] == NOON + 5 * DAY  # at the very vote
    assert [one.pk for one in desk_ideas(manager, view="due", now=NOON).ideas] == [known.pk, idea.pk]


def test_what_is_late_is_told_once_and_an_answer_stops_it(manager):
    set_idea_promise(IdeaPromise(votes=2, days=5), by=SYSTEM, now=NOON)
    late, answered = make_idea(), make_idea()
    make_voters(late, 1)
    make_voters(answered, 1)
    set_idea_status(answered, status="planned", reason="In spring.", by=manager, now=NOON + DAY)
    assert tell_overdue(now=NOON + 5 * DAY - MINUTE) == 0
    assert [tell_overdue(now=NOON + 5 * DAY) for _ in range(2)] == [1, 0]
    assert told("IdeaOverdue") == [{"idea_id": late.pk}]
    assert desk_counts(manager, now=NOON + 6 * DAY) == {"due": 1, "overdue": 1, "mine": 0}


@pytest.mark.parametrize(
    ("due", "answered", "status", "clock"),
    [
        (None, None, "new", ""), (NOON, None, "new", "overdue"), (NOON + DAY, None, "new", "due"),
        (NOON, NOON, "planned", "answered"), (NOON, None, "merged", ""),
    ],
)  # fmt: skip
def test_the_clock_in_words(due, answered, status, clock):
    assert clock_of(due_at=due, answered_at=answered, status=status, now=NOON) == clock


def test_a_promise_that_makes_no_sense_is_the_default():
    assert (
        promise_of({"votes": 0, "days": 5})
        == promise_of("x")
        == promise_of({"votes": "3"})
        == IdeaPromise(10, 14)
    )
    with pytest.raises(MayNot, match="promise"):
        set_idea_promise(IdeaPromise(0, 5), by=SYSTEM, now=NOON)


def test_a_status_has_a_public_reason_and_its_history(manager):
    idea = make_idea()
    with pytest.raises(EmptyText):
        set_idea_status(idea, status="declined", reason="  ", by=manager, now=NOON)
    with pytest.raises(MayNot, match="status"):
        set_idea_status(idea, status="merged", reason="x", by=manager, now=NOON)
    first = set_idea_status(idea, status="under_review", reason="We **look**.", by=manager, now=NOON, seen=0)
    with pytest.raises(SaidMeanwhile):  # a colleague had the page open since before
        set_idea_status(idea, status="declined", reason="Too dear.", by=manager, now=NOON, seen=0)
    set_idea_status(idea, status="declined", reason="Too dear.", by=manager, now=NOON + DAY, seen=1)
    idea.refresh_from_db()
    assert (idea.status, idea.answered_at, idea.status_at) == ("declined", NOON, NOON + DAY)
    history = IdeaStatusChange.objects.order_by("number").values_list("before", "after", "reason")
    assert list(history) == [
        ("new", "under_review", "We **look**."),
        ("under_review", "declined", "Too dear."),
    ]
    assert first.reason_html == "<p>We <strong>look</strong>.</p>\n"
    assert first.by.name == manager.name
    with pytest.raises(MayNot, match="vote"):
        vote_idea(idea, by=make_member(), is_wanted=True, now=NOON)
    assert len(told("IdeaStatusChanged")) == 2


def test_who_is_in_charge_answers_and_nobody_else(manager):
    partner, agent, other = (make_user(roles=(role,)) for role in ("marketer", "agent", "agent"))
    idea = make_idea()
    with pytest.raises(MayNot, match="charge-unfit"):
        put_in_charge(idea, whom=partner, by=manager, now=NOON)
    with pytest.raises(MayNot, match="status"):
        set_idea_status(idea, status="planned", reason="Yes.", by=agent, now=NOON)
    with pytest.raises(MayNot, match="charge"):
        put_in_charge(idea, whom=other, by=agent, now=NOON)
    assert put_in_charge(idea, whom=agent, by=agent, now=NOON)  # what nobody has can be taken
    with pytest.raises(MayNot, match="charge"):
        put_in_charge(idea, whom=other, by=other, now=NOON)
    idea.refresh_from_db()
    set_idea_status(idea, status="planned", reason="Yes.", by=agent, now=NOON)
    assert [one.pk for one in desk_ideas(agent, view="mine", now=NOON).ideas] == [idea.pk]
    assert put_in_charge(idea, whom=None, by=agent, now=NOON)
    assert told("IdeaPutInCharge")[-1]["member_id"] == 0


def test_an_extension_is_credited_with_the_idea(manager):
    author, helper = make_member(), make_member()
    idea = make_idea(by=author)
    said = comment_idea(idea, text="With a light, too.", by=helper, now=NOON)
    own = comment_idea(idea, text="Mine.", by=author, now=NOON)
    with pytest.raises(MayNot, match="own-extension"):
        mark_extension(own, by=author, is_extension=True, now=NOON)
    with pytest.raises(MayNot, match="extension"):
        mark_extension(said, by=helper, is_extension=True, now=NOON)
    assert mark_extension(said, by=author, is_extension=True, now=NOON)
    assert not mark_extension(said, by=author, is_extension=True, now=NOON)
    set_idea_status(idea, status="done", reason="It is in the shops.", by=manager, now=NOON + DAY)
    idea.refresh_from_db()
    assert [(one.name, one.part) for one in credits(idea)] == [
        (author.name, "idea"),
        (helper.name, "extension"),
    ]
    rows, after = done_ideas(None)
    assert [(one.row.id, one.reason, one.extended_by) for one in rows] == [
        (idea.pk, "<p>It is in the shops.</p>\n", ((helper.pk, helper.name),))
    ]
    assert after == ""


def test_merging_moves_each_vote_once_and_undoing_gives_everything_back(manager):
    both = make_member()
    kept, double = make_idea(title="A bell that rings"), make_idea(title="Bells which can be heard")
    make_voters(kept, 2)
    mine = make_voters(double, 3)
    for idea in (kept, double):
        vote_idea(idea, by=both, is_wanted=True, now=NOON)
    before = state_of(kept, double)
    merge = merge_ideas(double, into=kept, reason="The same wish.", by=manager, now=NOON)
    assert merge.moved_votes == 4  # the author and three; whoever voted for both counts once
    assert [row[2] for row in state_of(kept, double)] == [4 + 4, 5]
    assert where_it_leads(double.pk) == kept.pk
    assert {one.member_id for one in followers_of_idea(kept.pk)} >= {one.pk for one in mine}
    assert told("IdeasMerged") == [{"merge_id": merge.pk}]
    assert [row.id for row in ideas(None, status="all").rows] == [kept.pk]
    with pytest.raises(MayNot, match="merged"):
        vote_idea(double, by=make_member(), is_wanted=True, now=NOON)
    assert undo_idea_merge(merge, reason="One is a horn.", by=manager, now=NOON + DAY)
    assert not undo_idea_merge(merge, reason="One is a horn.", by=manager, now=NOON + DAY)
    after = state_of(kept, double)
    assert [row[:3] + row[4:] for row in after] == [row[:3] + row[4:] for row in before]
    assert told("IdeaMergeUndone") == [{"merge_id": merge.pk}]
    assert len(told("IdeaStatusChanged")) == 1  # who wanted the duplicate hears once of each


def test_merges_in_a_chain_and_in_a_circle(manager):
    first, second, third = make_idea(), make_idea(), make_idea()
    make_voters(first, 2)
    one = merge_ideas(first, into=second, reason="Same.", by=manager, now=NOON)
    two = merge_ideas(second, into=third, reason="Same.", by=manager, now=NOON)
    assert [row[2] for row in state_of(first, second, third)] == [3, 4, 5]
    assert where_it_leads(first.pk) == third.pk
    with pytest.raises(MayNot, match="merge-circle"):
        merge_ideas(third, into=first, reason="Same.", by=manager, now=NOON)
    with pytest.raises(MayNot, match="merge-circle"):
        merge_ideas(third, into=third, reason="Same.", by=manager, now=NOON)
    with pytest.raises(MayNot, match="merged"):  # the later one first
        undo_idea_merge(one, reason="No.", by=manager, now=NOON)
    assert undo_idea_merge(two, reason="No.", by=manager, now=NOON)
    assert undo_idea_merge(one, reason="No.", by=manager, now=NOON)
    assert [row[:3] for row in state_of(first, second, third)] == [
        ("new", None, 3),
        ("new", None, 1),
        ("new", None, 1),
    ]


def test_a_vote_that_two_duplicates_brought_stays_when_one_leaves(manager):
    kept, left, right = make_idea(), make_idea(), make_idea()
    voter = make_member()
    for idea in (left, right):
        vote_idea(idea, by=voter, is_wanted=True, now=NOON)
    merges = [merge_ideas(one, into=kept, reason="Same.", by=manager, now=NOON) for one in (left, right)]
    assert [merge.moved_votes for merge in merges] == [2, 1]
    undo_idea_merge(merges[0], reason="Not the same.", by=manager, now=NOON)
    assert state_of(kept)[0][2] == 3  # its author, the author of the right one, and the voter of both
    assert IdeaVote.objects.get(idea=kept, member=voter).merge == merges[1]
    # Taken back on the one page, it is taken back on the duplicate behind it: it was one wish.
    assert vote_idea(kept, by=voter, is_wanted=False, now=NOON)
    assert not IdeaVote.objects.filter(idea=right, member=voter).exists()
    state_of(kept, left, right)


def test_a_date_that_was_told_moves_with_the_votes(manager):
    set_idea_promise(IdeaPromise(votes=3, days=5), by=SYSTEM, now=NOON)
    kept, double = make_idea(), make_idea()
    make_voters(double, 2)
    merge = merge_ideas(double, into=kept, reason="Same.", by=manager, now=NOON + DAY)
    assert state_of(kept)[0][3] == NOON + 5 * DAY
    undo_idea_merge(merge, reason="No.", by=manager, now=NOON + DAY)
    assert [row[3] for row in state_of(kept, double)] == [None, NOON + 5 * DAY]


def test_a_theme_takes_ideas_between_its_dates(manager):
    theme = make_idea_session(opens_at=NOON, closes_at=NOON + DAY)
    inside = make_idea(session=theme, now=NOON)
    for moment in (NOON - MINUTE, NOON + DAY):
        with pytest.raises(SessionClosed):
            make_idea(session=theme, now=moment)
    make_idea()
    assert [row.id for row in ideas(None, session_id=theme.pk, status="all").rows] == [inside.pk]
    with pytest.raises(WrongDates):
        create_idea_session(SessionWords("Travelling light", "", "", NOON, NOON), by=SYSTEM, now=NOON)
    assert publish_outcome(theme, outcome="Two are planned.", by=SYSTEM, now=NOON + 2 * DAY)
    assert publish_outcome(theme, outcome="Three are planned.", by=SYSTEM, now=NOON + 3 * DAY)
    assert told("IdeaSessionOutcome") == [{"session_id": theme.pk}]


def test_lists_give_each_idea_once_whatever_the_page(manager):
    made = [make_idea(title=f"A bell that rings {n}", now=NOON + n * MINUTE) for n in range(7)]
    for n, idea in enumerate(made):
        make_voters(idea, n % 3)
    set_idea_status(made[3], status="planned", reason="Yes.", by=manager, now=NOON + DAY)
    set_idea_status(made[4], status="done", reason="Yes.", by=manager, now=NOON + DAY)
    open_ones = {idea.pk for idea in made} - {made[4].pk}
    for order in ("wanted", "newest"):
        seen: list[int] = []
        after = ""
        while True:
            page = ideas(None, order=order, after=after, most=2)
            seen += [row.id for row in page.rows]
            after = page.after
            if not after:
                break
        assert (len(seen), set(seen)) == (6, open_ones)
    assert ideas(None, order="newest").rows[0].id == made[6].pk
    assert [row.id for row in ideas(None, order="answered").rows] == [made[3].pk]
    assert [row.id for row in ideas(None, status="done").rows] == [made[4].pk]
    assert len(ideas(None, after="nonsense~x").rows) == 6


def test_a_held_idea_is_told_of_once_it_is_shown_and_a_withheld_one_takes_no_votes(manager):
    ground = Ground.objects.get(number=4)
    watch("casino", language="", act="hold", ground=ground, by=manager, now=NOON)
    idea = make_idea(text="A casino on wheels.")
    assert (idea.state, told("IdeaProposed"), ideas(None).rows) == ("held", [], ())
    assert let_stay(idea, by=manager, now=NOON)
    assert told("IdeaProposed") == [{"idea_id": idea.pk}]
    said = comment_idea(idea, text="A casino indeed.", by=make_member(), now=NOON)
    idea.refresh_from_db()
    assert idea.comment_count == 0
    let_stay(said, by=manager, now=NOON)
    idea.refresh_from_db()
    assert (idea.comment_count, len(told("IdeaCommented"))) == (1, 1)
    made = withhold(idea, ground=ground, facts="Ads.", found_by="moderator", by=manager, now=NOON)
    with pytest.raises(MayNot, match="vote"):
        vote_idea(idea, by=make_member(), is_wanted=True, now=NOON)
    assert ideas(None).rows == ()
    restore(made, why="It is one.", by=manager, now=NOON)
    assert [row.id for row in ideas(None).rows] == [idea.pk]


def test_boards_that_were_fused_list_the_ideas_of_both(client):
    kept, gone = make_board(slug="bells"), make_board(slug="horns")
    both = {make_idea(board=kept).pk, make_idea(board=gone).pk}
    Board.objects.filter(pk=gone.pk).update(fused_into=kept)
    assert client.get("/community/ideas/?board=horns")["Location"] == "/community/ideas/?board=bells"
    assert client.get("/community/ideas/?board=bells").content.decode().count('class="idea-row"') == len(both)


def test_what_a_member_takes_back_is_gone_from_ideas_too():
    author, helper, idea = make_member(), make_member(), make_idea()
    own = make_idea(by=author)
    said = comment_idea(idea, text="With a light.", by=helper, now=NOON)
    mark_extension(said, by=idea.author, is_extension=True, now=NOON)
    edit_idea(own, title=own.title, text="Louder.", tags=[], by=author, now=NOON + MINUTE)
    for member in (author, helper):
        leave(member, takes_texts_back=True, now=NOON)
    idea.refresh_from_db()
    assert (idea.comment_count, len(credits(idea))) == (0, 1)
    assert list(IdeaRevision.objects.values_list("text", flat=True)) == [""]
    assert [row.id for row in ideas(None).rows] == [idea.pk]


def test_a_private_topic_and_a_held_idea_are_in_no_list():
    hidden = make_idea(board=make_board(is_private=True), by=make_member(is_super_user=True))
    held = make_idea()
    Idea.objects.filter(pk=held.pk).update(state="held")
    assert ideas(None).rows == ()
    assert similar_ideas(None, hidden.title) == []
    assert search_ideas(None, "bell") == []
    assert [row.id for row in ideas(make_member(is_super_user=True)).rows] == [hidden.pk]


def test_similar_ideas_and_the_search_find_what_says_the_same():
    wanted = make_idea(title="A louder bell for the bicycle", language="en")
    make_idea(title="More colours for the saddle", language="en")
    assert similar_ideas(None, "Louder bicycle bells")[0].id == wanted.pk
    assert [row.id for row in search_ideas(None, "louder bell")] == [wanted.pk]


def test_a_list_takes_one_statement_for_one_and_for_many(django_assert_num_queries):
    reader = make_member()
    for count in (1, 3):
        make_idea()
        if count == 3:
            make_idea()
        with django_assert_num_queries(1):
            assert len(ideas(reader).rows) == count


def test_its_author_changes_it_until_the_company_has_answered(manager):
    author = make_member()
    idea = make_idea(by=author)
    assert edit_idea(idea, title=idea.title, text="Louder.", tags=[], by=author, now=NOON + MINUTE)
    with pytest.raises(MayNot, match="edit"):
        edit_idea(idea, title=idea.title, text="Mine.", tags=[], by=make_member(), now=NOON)
    set_idea_status(idea, status="planned", reason="Yes.", by=manager, now=NOON)
    with pytest.raises(MayNot, match="edit"):
        edit_idea(idea, title=idea.title, text="Quieter.", tags=[], by=author, now=NOON)
    idea.refresh_from_db()
    assert [len(version.lines) for version in idea_versions(idea)] == [4, 3]


def test_a_member_who_leaves_takes_the_votes_along(manager):
    idea, other, voter = make_idea(), make_idea(), make_member()
    for one in (idea, other):
        vote_idea(one, by=voter, is_wanted=True, now=NOON)
    merge_ideas(other, into=idea, reason="Same.", by=manager, now=NOON)
    leave(voter, now=NOON)
    assert [row[2] for row in state_of(idea, other)] == [2, 1]
    assert IdeaComment.objects.count() == 0 == leave_ideas(voter)
    assert IdeaMerge.objects.get().moved_votes == 1
