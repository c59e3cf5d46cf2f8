"""The first look at new texts: nobody is silenced without knowing, and people decide all but the plainest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from parvis.community.actions.edit import edit_answer
from parvis.community.actions.forget import forget_old
from parvis.community.actions.looks import take
from parvis.community.actions.moderate import appeal, judge, let_stay, restore, withhold
from parvis.community.actions.moods import read_moods
from parvis.community.actions.notice_by_anyone import give_notice, tell_notice, text_at
from parvis.community.actions.suspensions import suspend
from parvis.community.actions.watch import learn_from_decisions, set_rules, stop_watching, watch
from parvis.community.logic.errors import MayNot, Suspended, TooOften
from parvis.community.logic.spam import learn, learnt_points
from parvis.community.models import (
    KINDS,
    Answer,
    Ground,
    Look,
    Member,
    ModerationRules,
    NoticeContact,
    Question,
    Report,
    Restriction,
    TextMood,
)
from parvis.community.reads.looks import next_look, to_decide, waiting_of, watched_words
from parvis.community.reads.moderation_figures import moderation_figures
from parvis.foundation.access import purpose
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db
SPAM = "Handbags of last season https://a.example https://b.example ask sales@a.example or +33 6 12 34 56 78 at once"


def ground(number: int) -> Ground:
    return Ground.objects.get_or_create(number=number, defaults={"title_en": f"Rule {number}"})[0]


def newcomer(**fields) -> Member:
    return make_member(trust=Member.NEW, joined_at=NOON - timedelta(minutes=30), **fields)


def test_a_held_text_is_known_to_its_author_uncounted_and_shown_by_one_decision():
    asked, author = make_question(), newcomer()
    given = make_answer(asked, by=author, text=SPAM)
    asked.refresh_from_db()
    given.refresh_from_db()
    assert (given.state, asked.answer_count, asked.first_answered_at) == ("held", 0, None)
    look = Look.objects.get(outcome="")
    assert (look.is_held, "spam" in look.reasons, look.score) == (True, True, sum(look.points.values()))
    page = f"/community/questions/{asked.pk}/{asked.slug}/"
    assert "Handbags of last season" not in Client().get(page).content.decode()
    assert "waits for a moderator" in client_of(author).get(page).content.decode()
    assert "looks like advertising" in client_of(author).get("/community/decisions/").content.decode()
    assert let_stay(given, by=make_user(), now=NOON + timedelta(hours=1))
    asked.refresh_from_db()
    assert (asked.answer_count, asked.first_answered_at) == (1, NOON + timedelta(hours=1))
    assert "Handbags of last season" in Client().get(page).content.decode()
    assert not let_stay(given, by=make_user(), now=NOON)


def test_no_state_hides_a_text_without_its_author_being_told():
    """A shadow ban would be a text hidden by a state for which its author sees neither a wait nor a reason."""
    author, other = newcomer(), ground(1)
    asked = make_question()
    held = make_answer(asked, by=author, text=SPAM)
    withheld = make_answer(asked, text="You idiot.", by=make_member())
    withhold(withheld, ground=other, facts="“idiot”", found_by="moderator", by=make_user(), now=NOON)
    removed = make_answer(asked, text="You fool.", by=make_member())
    withhold(removed, ground=other, facts="“fool”", found_by="moderator", by=make_user(), now=NOON,
             measure=Restriction.REMOVED)  # fmt: skip
    for model in KINDS.values():
        states = {value for value, _ in model._meta.get_field("state").choices}
        assert states - set(model.SHOWN_STATES) - {"withdrawn"} == {"held", "withheld", "removed"}, (
            model
        )  # withdrawn: by its author
    hidden = Answer.objects.exclude(state__in=Answer.SHOWN_STATES)
    assert {one.pk for one in hidden} == {held.pk, withheld.pk, removed.pk}
    for text in hidden:
        told = client_of(text.author).get("/community/decisions/").content.decode()
        assert text.html in told, text.state
        is_explained = Restriction.objects.filter(kind="answer", text_id=text.pk, undone_at=None).exists()
        assert is_explained or [one.pk for _, one in waiting_of(text.author)] == [text.pk]


def test_from_a_high_threshold_on_a_machine_withholds_with_its_ground_and_a_person_brings_it_back():
    ground(4)
    asked, author = make_question(), newcomer()
    make_answer(asked, by=author, text=SPAM)
    again = make_answer(asked, by=author, text=SPAM, now=NOON + timedelta(minutes=6))
    made = Restriction.objects.get()
    again.refresh_from_db()
    assert (again.state, made.is_automated, made.found_by, made.ground.number) == (
        "withheld",
        True,
        "machine",
        4,
    )
    told = client_of(author).get("/community/decisions/").content.decode()
    assert "decided by a machine" in told
    assert "said before, word for word" in told
    asking = appeal(made, words="It is my shop.", by=author, now=NOON)
    assert judge(asking, is_granted=True, judgement="It is.", by=make_user(), now=NOON)
    again.refresh_from_db()
    asked.refresh_from_db()
    assert (again.state, asked.answer_count) == ("shown", 1)


def test_criticism_is_not_advertising_and_those_who_are_known_are_trusted():
    asked = make_question()
    harsh = "Worst battery I ever had. Do NOT buy it, see https://example.org/test. Shame on you."
    assert make_answer(asked, by=newcomer(), text=harsh).state == "shown"
    make_answer(asked, by=make_member(trust=Member.KNOWN), text=SPAM)
    assert set(Look.objects.values_list("is_held", flat=True)) == {False}


def test_watched_words_hold_or_flag_and_tell_how_often_people_agreed():
    moderator = make_user()
    held = watch("viagra", language="", act="hold", ground=ground(4), by=moderator, now=NOON)
    watch("arnaque", language="fr", act="flag", ground=ground(1), by=moderator, now=NOON)
    with pytest.raises(MayNot, match="watched"):
        watch("V1AGRA", language="", act="flag", ground=ground(4), by=moderator, now=NOON)
    asked = make_question()
    caught = make_answer(asked, text="Try v.i.a.g.r.a, friends.")
    assert caught.state == "held"
    assert (
        make_answer(asked, text="Quelle arnaque !").state == "shown"
    )  # another language than the question's
    withhold(caught, ground=ground(4), facts="Sells.", found_by="machine", by=moderator, now=NOON)
    assert [(one.word.words, one.caught, one.upheld) for one in watched_words()] == [
        ("arnaque", 0, 0),
        ("viagra", 1, 1),
    ]
    assert stop_watching(held, by=moderator, now=NOON)
    fine = make_answer(asked, text="I sell nothing.")
    assert edit_answer(fine, text="Viagra, viagra.", by=fine.author, now=NOON + timedelta(minutes=9))
    assert not Look.objects.filter(text_id=fine.pk).exists()


def test_first_texts_wait_where_the_house_wants_it():
    set_rules(
        first_posts=1, first_posts_are="hold", hold_from=60, withhold_from=101, by=make_user(), now=NOON
    )
    author = newcomer()
    first = make_question(by=author)
    assert (first.state, Member.objects.get(pk=author.pk).question_count) == (Question.HELD, 0)
    let_stay(first, by=make_user(), now=NOON)
    assert (
        make_question(by=author, now=NOON + timedelta(minutes=5), title="What about the second?").state
        == "open"
    )
    with pytest.raises(MayNot, match="thresholds"):
        set_rules(
            first_posts=1, first_posts_are="hold", hold_from=30, withhold_from=50, by=make_user(), now=NOON
        )
    assert ModerationRules.objects.get().withhold_from == 101


def test_two_moderators_work_on_two_texts():
    asked, one, two = make_question(), make_user(), make_user()
    first, second = (make_answer(asked, by=newcomer(), text=f"{SPAM} {word}") for word in ("amber", "birch"))
    looked = next_look(one, now=NOON)
    assert looked is not None
    assert looked.text_id == first.pk
    assert take(looked, by=one, now=NOON)
    assert not take(looked, by=two, now=NOON)
    assert next_look(two, now=NOON).text_id == second.pk
    assert next_look(two, now=NOON + timedelta(minutes=11)).text_id == first.pk
    assert to_decide(looked).text == first
    assert let_stay(first, by=one, now=NOON)
    late = {"ground": ground(4), "facts": "Sells.", "found_by": "machine", "by": two, "now": NOON}
    with pytest.raises(MayNot, match="decided"):
        withhold(first, look_id=looked.pk, **late)
    first.refresh_from_db()
    assert first.state == Answer.SHOWN


@pytest.mark.parametrize("decision", ["stays", "withhold"])
def test_nobody_decides_on_words_that_came_after_they_had_read(decision):
    """A harmless text is put before a moderator, changed while they read, and let through unread."""
    moderator = Client()
    moderator.force_login(make_user(roles=("moderator",)))
    given = make_answer(make_question(), by=newcomer(), text=SPAM)
    page = moderator.get("/community/desk/moderation/").content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert seen == given.wording
    edit_answer(given, text="Something else altogether.", by=given.author, now=NOON + timedelta(minutes=9))
    sent = {"decision": decision, "seen": seen, "ground": ground(4).number, "facts": "Sells.",
            "look": Look.objects.get().pk}  # fmt: skip
    path = f"/community/desk/texts/answer/{given.pk}/decide/"
    told = moderator.post(path, sent, follow=True).content.decode()
    given.refresh_from_db()
    assert ("has changed this text since" in told, given.state) == (True, Answer.HELD)
    moderator.post(path, sent | {"seen": given.wording})
    given.refresh_from_db()
    assert given.state == {"stays": Answer.SHOWN, "withhold": Answer.WITHHELD}[decision]


def test_a_closed_question_comes_back_closed():
    asked = make_question()
    Question.objects.filter(pk=asked.pk).update(state=Question.CLOSED)
    made = withhold(asked, ground=ground(1), facts="x", found_by="moderator", by=make_user(), now=NOON)
    assert restore(made, why="No.", by=make_user(), now=NOON)
    asked.refresh_from_db()
    assert asked.state == Question.CLOSED


def test_anybody_gives_notice_gets_a_receipt_and_the_decision():
    given = make_answer(make_question(), text="You idiot.")
    address = f"https://community.example/community/questions/{given.question_id}/any-words/?page=1#answer-{given.pk}"
    assert text_at(address) == given
    assert text_at(f"https://x.example/community/questions/{given.question_id}/") == given.question
    told = {"address": address, "ground": ground(1), "reasons": "Insult.", "name": "Ana", "email": "ana@example.org",
            "language": "fr", "now": NOON}  # fmt: skip
    made = give_notice(**told)
    assert give_notice(**told).pk == made.pk
    with pytest.raises(MayNot, match="notice-address"):
        give_notice(**{**told, "address": "https://x.example/community/questions/999999/"})
    assert not NoticeContact.objects.exists(), "no page reads who told us"
    assert tell_notice(made.pk, now=NOON)
    assert f"2026-{made.pk}" in mail.outbox[0].subject
    withhold(given, ground=ground(1), facts="“idiot”", found_by="report", by=make_user(), now=NOON)
    assert tell_notice(made.pk, now=NOON)
    assert not tell_notice(made.pk, now=NOON)
    assert (len(mail.outbox), mail.outbox[1].to) == (2, ["ana@example.org"])
    asked = make_question()
    for _ in range(4):
        other = make_answer(asked)
        give_notice(**{**told, "address": other.url})
    with pytest.raises(TooOften):
        give_notice(**{**told, "address": make_answer(asked).url})
    forget_old(now=NOON + timedelta(days=366))
    with purpose("moderation"):
        assert NoticeContact.objects.count() == 4, "those that wait for a decision"


def test_who_may_not_write_reads_why_and_appeals():
    author, moderator = make_member(), make_user()
    asked = make_question()
    made = suspend(
        author, ground=ground(1), facts="Threats.", until=NOON + timedelta(days=7), by=moderator, now=NOON
    )
    with pytest.raises(Suspended):
        make_answer(asked, by=author)
    assert "Threats." in client_of(author).get("/community/decisions/").content.decode()
    with pytest.raises(MayNot, match="suspended"):
        suspend(author, ground=ground(1), facts="More.", until=None, by=moderator, now=NOON)
    judge(appeal(made, words="Not me.", by=author, now=NOON), is_granted=True, judgement="Right.", by=make_user(),
          now=NOON)  # fmt: skip
    make_answer(asked, by=author, now=NOON + timedelta(days=1))
    suspend(author, ground=ground(1), facts="More.", until=NOON + timedelta(days=3), by=moderator, now=NOON)
    make_answer(asked, by=author, now=NOON + timedelta(days=4))
    with pytest.raises(MayNot, match="suspend"):
        suspend(
            make_member(staff=moderator), ground=ground(1), facts="x", until=None, by=make_user(), now=NOON
        )


def test_censorship_would_show():
    asked, moderator = make_question(), make_user()
    for n in range(30):
        given = make_answer(asked)
        TextMood.objects.create(kind="answer", text_id=given.pk, at=NOON, sentiment=("negative", "positive")[n % 2],
                                probability=1, model_version="1")  # fmt: skip
        if n < 20 and n % 2 == 0:
            withhold(given, ground=ground(1), facts="x", found_by="moderator", by=moderator, now=NOON)
    found = moderation_figures(NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert (found.moods.negative_withheld, found.moods.positive_withheld) == (10, 0)
    assert found.moods.shows_censorship
    assert (found.withheld, found.machine_decided.value) == (10, 0)
    register = Client().get("/community/register/").content.decode()
    assert register.count("Rule 1") + register.count("Insult") >= 10
    Restriction.objects.update(undone_at=NOON)
    assert not moderation_figures(NOON - timedelta(days=1), NOON + timedelta(days=1)).moods.shows_censorship


def test_the_desk_shows_one_text_and_its_keys():
    given = make_answer(make_question(), by=newcomer(), text=SPAM)
    client = Client()
    client.force_login(make_user(roles=("moderator",)))
    desk = client.get("/community/desk/moderation/").content.decode()
    assert 'data-shortcut="a"' in desk
    assert "100 points" in desk
    answer = client.post(
        f"/community/desk/texts/answer/{given.pk}/decide/", {"decision": "stays"}, follow=True
    )
    assert "Nothing waits for you" in answer.content.decode()
    for path in ("appeals", "decided", "figures", "words"):
        assert client.get(f"/community/desk/moderation/{path}/").status_code == 200, path
    with purpose("moderation"):
        assert Report.objects.count() == 0


def test_each_night_moods_are_read_once_and_decisions_teach_only_when_enough():
    asked = make_question(text="The battery is a disaster, I am furious.")
    make_answer(asked, text="Wonderful, thank you so much, it works perfectly!")
    assert read_moods() == 2
    assert read_moods() == 0
    assert dict(TextMood.objects.values_list("kind", "sentiment")) == {
        "question": "negative",
        "answer": "positive",
    }
    lesson = learn_from_decisions(now=NOON)
    assert (lesson.spam, lesson.fine, lesson.is_enough) == (0, 0, False)
    taught = learn(["cheap loans now"] * 50, ["calibrate the battery"] * 50)
    assert learnt_points("cheap loans", taught) > 10 > 0 > learnt_points("my battery", taught)
    assert learnt_points("cheap loans", learn(["cheap loans"] * 49, ["battery"] * 500)) == 0
