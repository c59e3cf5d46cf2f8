"""Reputation as it is counted from what members did: days of merit, levels, badges, rings, experts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db.models import Sum

from parvis.community.actions.accept import accept
from parvis.community.actions.badges import give_badges, retire_badge, save_badge
from parvis.community.actions.expert_mail import send_invitation, send_thanks
from parvis.community.actions.experts import (
    answer_invitation,
    end_term,
    invite,
    measure_experts,
    private_board,
)
from parvis.community.actions.forget import forget_old
from parvis.community.actions.join import MOST_JOINING_A_MINUTE, email_hash, join, mailbox_hash, new_code
from parvis.community.actions.merit import count_reputation, settle_ring
from parvis.community.actions.seen import note_read
from parvis.community.actions.trust import count_trust, fix_trust
from parvis.community.actions.vote import vote_helpful
from parvis.community.logic.errors import EmptyText, ManyJoining, MayNot
from parvis.community.logic.formulas import FormulaRefused
from parvis.community.models import (
    Answer,
    Award,
    Badge,
    DayOfMerit,
    DayOfReading,
    ExpertFigures,
    Member,
    MemberContact,
    MemberFacts,
    Question,
    Restriction,
    SuperUserTerm,
    TrustChange,
    VoteRing,
)
from parvis.community.permissions import is_house, visible_boards
from parvis.community.reads.badge_preview import holders_of
from parvis.community.reads.experts import candidates_found, solved_shares
from parvis.community.reads.leaderboards import board_of_period
from parvis.foundation.access import purpose
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
_ticks = count(1)


def reading(member: Member, *, days: int, entered: int, answers: int, seconds: int = 60) -> None:
    DayOfReading.objects.bulk_create(
        DayOfReading(
            member=member, day=(NOON - timedelta(days=number + 1)).date(), questions_entered=entered,
            answers_read=answers, seconds=seconds,
        )
        for number in range(days)
    )  # fmt: skip


def at() -> datetime:
    """Ten seconds later than the time before, so that no limit of flow is met."""
    return NOON + timedelta(seconds=10 * next(_ticks))


def answered(author: Member) -> Answer:
    return make_answer(make_question(now=at()), by=author, now=at())


def voted(author: Member, voter: Member, *, times: int) -> None:
    for _ in range(times):
        vote_helpful(answered(author), by=voter, is_helpful=True, now=at())


def test_answers_to_oneself_earn_nothing_and_boards_leave_out_who_wants_it():
    helper, shy, asker = (
        make_member("Helper"),
        make_member("Shy one", is_on_boards=False),
        make_member("Asker"),
    )
    colleague = make_member("Colleague", staff=make_user())
    for author in (helper, shy, colleague):
        asked = make_question(by=asker, now=NOON + timedelta(minutes=5 * author.pk))
        given = make_answer(asked, by=author)
        vote_helpful(given, by=asker, is_helpful=True, now=NOON)
        accept(given, by=asker, now=NOON)
    own = make_question(by=helper)
    mine = make_answer(own, by=helper, now=NOON + timedelta(minutes=9))
    vote_helpful(mine, by=asker, is_helpful=True, now=NOON)
    accept(mine, by=helper, now=NOON)
    count_reputation(now=LATER)
    assert list(DayOfMerit.objects.filter(member=helper).values_list("helpful", "accepted", "answers")) == [
        (1, 1, 1)
    ]
    for period in ("week", "month", "all"):
        rows = board_of_period(period, now=LATER)
        assert [(row.name, row.accepted, row.helpful) for row in rows.members] == [("Helper", 1, 1)]
        assert [row.name for row in rows.staff] == ["Colleague"]
    assert board_of_period("week", now=NOON + timedelta(days=8)).members == []
    count_reputation(now=LATER)  # counted twice is counted once
    assert MemberFacts.objects.get(member=helper).helpful == 1


def test_votes_of_a_ring_are_bounded_and_shown_at_the_desk():
    one, other, honest = make_member(), make_member(), make_member()
    voted(one, other, times=5)
    voted(other, one, times=5)
    voted(honest, one, times=5)
    count_reputation(now=LATER)
    earned = dict(DayOfMerit.objects.values_list("member", "helpful"))
    assert (earned[one.pk], earned[other.pk], earned[honest.pk]) == (3, 3, 5)
    ring = VoteRing.objects.get()
    assert (ring.members, ring.inside, ring.received, ring.has_one_mailbox) == (
        [one.pk, other.pk],
        10,
        10,
        False,
    )
    assert settle_ring(ring, by=make_user(), now=LATER)
    count_reputation(now=LATER)
    assert VoteRing.objects.get().state == VoteRing.HARMLESS  # looked at once


def test_two_accounts_with_one_mailbox_lift_each_other_by_nothing():
    with purpose("membership"):
        one = join(email="ada.byron@gmail.com", name="Ada", language="en", now=NOON)
        other = join(email="AdaByron+2@gmail.com", name="Also Ada", language="en", now=NOON)
    Member.objects.update(trust=Member.BASIC)
    voted(Member.objects.get(pk=one.pk), Member.objects.get(pk=other.pk), times=2)
    count_reputation(now=LATER)
    assert DayOfMerit.objects.get(member=one).helpful == 0
    assert MemberFacts.objects.get(member=one).helpful == 0


def test_a_flood_of_sign_ups_is_bounded():
    Member.objects.bulk_create(
        Member(name=f"Flood {number}", name_key=f"flood{number}", joined_at=NOON)
        for number in range(MOST_JOINING_A_MINUTE)
    )  # fmt: skip
    with purpose("membership"):
        with pytest.raises(ManyJoining):
            join(email="z@example.org", name="Zoe", language="en", now=NOON + timedelta(seconds=59))
        assert join(
            email="z@example.org",
            name="Zoe",
            language="en",
            joined_from="p",
            now=NOON + timedelta(seconds=60),
        )
        for number in range(9):
            member = make_member(joined_at=NOON + timedelta(minutes=2))
            MemberContact.objects.create(
                member=member,
                email=f"{number}@x.org",
                email_hash=email_hash(f"{number}@x.org"),
                joined_from="p",
            )
        hour = NOON + timedelta(hours=1)
        with pytest.raises(ManyJoining):
            join(email="y@example.org", name="Yann", language="en", joined_from="p", now=hour)
        assert join(email="y@example.org", name="Yann", language="en", joined_from="q", now=hour)
        for number in range(20):
            new_code(f"a{number}@example.org", asked_from="p", now=NOON)
        with pytest.raises(ManyJoining):
            new_code("b@example.org", asked_from="p", now=NOON)
        assert new_code("b@example.org", asked_from="q", now=NOON)
        assert MemberContact.objects.get(member__name="Zoe").mailbox_hash == mailbox_hash("Z+x@example.org")


def test_a_newcomer_reaches_the_first_level_while_reading():
    newcomer, asked = make_member(trust=Member.NEW), question_with(answers=5)
    for number in range(1, 6):
        note_read(asked, by=newcomer, answers=5, seconds=120, now=NOON + number * timedelta(minutes=2))
        newcomer.refresh_from_db()
        assert newcomer.trust == (Member.BASIC if number == 5 else Member.NEW)
    assert TrustChange.objects.get().why == "counted"


def question_with(*, answers: int) -> Question:
    asked = make_question()
    Question.objects.filter(pk=asked.pk).update(answer_count=answers)
    asked.refresh_from_db()
    return asked


def read_by(member: Member) -> tuple[int, int, int]:
    rows = DayOfReading.objects.filter(member=member)
    found = rows.aggregate(n=Sum("questions_entered"), answers=Sum("answers_read"), seconds=Sum("seconds"))
    return found["n"], found["answers"], found["seconds"]


def test_a_script_reads_no_faster_than_the_clock():
    """A thousand readings of 300 seconds, said within one: what a page left open for that second is worth."""
    newcomer, asked = (
        make_member(trust=Member.NEW, joined_at=NOON - timedelta(days=3)),
        question_with(answers=5),
    )
    note_read(asked, by=newcomer, answers=900, seconds=10**6, now=NOON)
    assert read_by(newcomer) == (1, 5, 300), "no page is read for days, none has more than is there"
    for number in range(20):
        note_read(asked, by=newcomer, answers=5, seconds=300, now=NOON + number * timedelta(milliseconds=50))
    assert read_by(newcomer) == (1, 5, 300), "twenty within a second are none"
    for number in range(1, 13):
        note_read(asked, by=newcomer, answers=5, seconds=300, now=NOON + number * timedelta(seconds=5))
    assert read_by(newcomer)[0] == 12
    assert 350 <= read_by(newcomer)[2] <= 360, "the minute that has passed"
    newcomer.refresh_from_db()
    assert newcomer.trust == Member.NEW
    # Another day begins nothing anew, and a clock that goes back takes nothing away.
    note_read(asked, by=newcomer, answers=5, seconds=300, now=NOON + timedelta(hours=12))
    before = read_by(newcomer)
    note_read(asked, by=newcomer, answers=5, seconds=300, now=NOON + timedelta(hours=12, seconds=1))
    note_read(asked, by=newcomer, answers=5, seconds=300, now=NOON)
    assert read_by(newcomer) == (before[0], before[1] + 1, before[2] + 1)


def test_levels_are_counted_lost_and_held_by_hand():
    reader, regular, pinned = make_member(), make_member(trust=Member.KNOWN), make_member(trust=Member.BASIC)
    reading(regular, days=60, entered=4, answers=9)
    for member in (reader, pinned):
        reading(member, days=15, entered=2, answers=6, seconds=300)
        for _ in range(3):
            answered(member)
        voted(member, make_member(), times=1)
        vote_helpful(answered(make_member()), by=member, is_helpful=True, now=at())
    fix_trust(pinned, level=1, is_fixed=True, reason="Agreed with them.", by=make_user(), now=NOON)
    voted(regular, make_member(), times=10)
    voted(regular, make_member(), times=10)
    for _number in range(30):
        vote_helpful(answered(make_member()), by=regular, is_helpful=True, now=at())
    count_reputation(now=LATER)
    assert count_trust(now=LATER) == 2
    levels = dict(Member.objects.values_list("pk", "trust"))
    assert (levels[reader.pk], levels[regular.pk], levels[pinned.pk]) == (2, 3, 1)
    assert count_trust(now=LATER) == 0
    Restriction.objects.create(
        measure="suspended", author=regular, facts="x", found_by="moderator", at=LATER,
        ground=Restriction._meta.get_field("ground").related_model.objects.first(),
    )  # fmt: skip
    assert count_trust(now=LATER + timedelta(days=13)) == 0  # grace
    assert count_trust(now=LATER + timedelta(days=14)) == 1
    assert list(TrustChange.objects.filter(member=regular).order_by("at").values_list("before", "after", "why")) == [
        (2, 3, "counted"), (3, 2, "lost")
    ]  # fmt: skip


def test_a_level_by_hand_needs_a_reason_and_no_employee_has_one():
    member, by = make_member(), make_user()
    with pytest.raises(EmptyText):
        fix_trust(member, level=4, is_fixed=True, reason=" ", by=by, now=NOON)
    with pytest.raises(MayNot):
        fix_trust(make_member(staff=make_user()), level=1, is_fixed=True, reason="x", by=by, now=NOON)
    assert fix_trust(member, level=4, is_fixed=False, reason="Leads.", by=by, now=NOON)
    assert not fix_trust(member, level=4, is_fixed=True, reason="Again.", by=by, now=NOON)
    member.refresh_from_db()
    assert (member.trust, member.is_trust_fixed) == (4, True)


def test_badges_stay_ranks_move_and_versions_are_kept():
    Badge.objects.update(is_retired=True)
    helper, by = make_member(), make_user()
    voted(helper, make_member(), times=2)
    given = {"name_fr": "Oui", "about_en": "", "about_fr": "", "by": by, "now": NOON}
    badge = save_badge(None, kind="badge", name_en="Twice", formula="answers >= 2", position=1, **given)
    low = save_badge(None, kind="rank", name_en="Low", formula="answers >= 1", position=1, **given)
    formula = "helpful / answers >= 1 and answers > 1"
    high = save_badge(None, kind="rank", name_en="High", formula=formula, position=2, **given)
    count_reputation(now=LATER)
    assert give_badges(now=LATER) == 2
    assert give_badges(now=LATER) == 0
    held = Award.objects.filter(member=helper, ended_at=None)
    assert set(held.values_list("badge", flat=True)) == {badge.pk, high.pk}
    badge = save_badge(badge, kind="badge", name_en="Twice", formula="answers >= 200", position=1, **given)
    assert (badge.version, list(badge.versions.order_by("version").values_list("formula", flat=True))) == (
        2, ["answers >= 2", "answers >= 200"],
    )  # fmt: skip
    retire_badge(high, is_retired=True, by=by, now=LATER)
    assert give_badges(now=LATER) == 1
    assert set(held.values_list("badge", flat=True)) == {
        badge.pk,
        low.pk,
    }  # earned stays; the rank is another
    assert Award.objects.filter(badge=high).get().ended_at == LATER
    with pytest.raises(FormulaRefused):
        save_badge(None, kind="badge", name_en="Karma", formula="karma > 1", position=1, **given)


@pytest.mark.parametrize(
    "formula",
    [
        "answers" + "*1000000000" * 20 + ">0",
        "1" + "/0.000001" * 20 + ">answers",
        "1" + "/answers" * 20 + "< 1",
    ],
)
def test_no_formula_that_is_kept_leaves_what_a_database_can_hold(formula):
    """One that did stopped the badges of all: its rows were counted with theirs."""
    make_member()
    count_reputation(now=NOON)
    MemberFacts.objects.update(answers=2**31 - 1)
    assert holders_of(formula).count == 1


def test_shipped_formulas_are_read_and_hold_for_nobody_at_first():
    make_member()
    count_reputation(now=NOON)
    assert Badge.objects.count() == 11
    assert give_badges(now=NOON) == 0


def solve(helper: Member, *, solved: int, unsolved: int) -> None:
    for number in range(solved + unsolved):
        asker = make_member()
        asked = make_question(by=asker)
        mine = make_answer(asked, by=helper, now=NOON + timedelta(hours=number))
        accept(mine if number < solved else make_answer(asked, now=NOON), by=asker, now=NOON)


def test_super_users_are_found_invited_named_and_thanked(mailoutbox):
    Member.objects.all().delete()
    good, loud = make_member("Good"), make_member("Loud")
    solve(good, solved=9, unsolved=1)
    solve(loud, solved=3, unsolved=17)
    assert measure_experts(now=LATER) == 1
    assert [(one.member.name, one.accepted, one.decided) for one in candidates_found()] == [("Good", 9, 10)]
    assert ExpertFigures.objects.get(member=loud).place is None
    contact, by = make_user(name="Claire"), make_user()
    with purpose("membership"):
        MemberContact.objects.create(member=good, email="good@example.org", email_hash="x")
    term = invite(good, words="We like your answers.", contact=contact, by=by, now=LATER)
    with pytest.raises(MayNot, match="invite"):
        invite(good, words="", contact=contact, by=by, now=LATER)
    assert send_invitation(term.pk, now=LATER)
    assert not send_invitation(term.pk, now=LATER)
    assert ["We like your answers." in mail.body and "Claire" in mail.body for mail in mailoutbox] == [True]
    assert re.search(r"^https?://[^/\s]+/community/me/expert/$", mailoutbox[0].body, re.MULTILINE)
    with pytest.raises(MayNot):
        answer_invitation(term, is_accepted=True, by=loud, now=LATER)
    assert not Member.objects.get(pk=good.pk).is_super_user  # nobody is one but by their own act
    assert answer_invitation(term, is_accepted=True, by=good, now=LATER)
    assert not answer_invitation(term, is_accepted=False, by=good, now=LATER)
    good.refresh_from_db()
    assert is_house(good)
    assert private_board(now=LATER) in visible_boards(good)
    assert private_board(now=LATER) not in visible_boards(loud)
    solve_later = make_question(by=loud, now=LATER)
    mine = make_answer(solve_later, by=good, now=LATER + timedelta(hours=1))
    accept(mine, by=loud, now=LATER + timedelta(hours=2))
    shares = solved_shares(NOON - timedelta(days=1))
    # 10 + 20 solved before, 1 since they were named; Wilson's interval of 1/31 is .006 to .162.
    found = shares.by_super_users
    assert (shares.solved, round(found.low, 3), round(found.high, 3)) == (31, 0.006, 0.162)
    assert end_term(term, by=by, thanks="You were great.", now=LATER)
    assert send_thanks(term.pk)
    assert "You were great." in mailoutbox[-1].body
    good.refresh_from_db()
    assert not is_house(good)


def test_a_no_is_kept_for_half_a_year():
    member, by = make_member(), make_user()
    term = invite(member, words="", contact=by, by=by, now=NOON)
    assert answer_invitation(term, is_accepted=False, by=member, now=NOON)
    with pytest.raises(MayNot, match="invite-declined"):
        invite(member, words="", contact=by, by=by, now=NOON + timedelta(days=182))
    assert invite(member, words="", contact=by, by=by, now=NOON + timedelta(days=183))
    assert SuperUserTerm.objects.filter(member=member).count() == 2
    assert Question.objects.count() == 0


def test_where_somebody_joined_from_and_old_rings_are_forgotten():
    with purpose("membership"):
        member = join(email="a@example.org", name="Ann", language="en", joined_from="p", now=NOON)
    VoteRing.objects.create(members=[member.pk], inside=3, received=3, found_at=NOON, seen_at=NOON)
    for days, left in ((30, ("p", 1)), (31, ("", 1)), (181, ("", 0))):
        forget_old(now=NOON + timedelta(days=days))
        with purpose("membership"):
            found = MemberContact.objects.get(member=member).joined_from
        assert (found, VoteRing.objects.count()) == left
