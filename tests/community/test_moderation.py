"""Moderation: reasons with every restriction, another judge for an appeal, and nothing that disappears silently."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.community.actions.accept import accept
from parvis.community.actions.moderate import (
    APPEAL_WITHIN,
    appeal,
    judge,
    let_stay,
    report,
    restore,
    withhold,
)
from parvis.community.logic.errors import EmptyText, MayNot
from parvis.community.models import Answer, Appeal, Ground, Question, Report, Restriction
from parvis.community.reads.desk import waiting_for_acceptance
from parvis.foundation.models import StoredEvent
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def insult() -> Ground:
    return Ground.objects.get_or_create(
        number=1,
        defaults={"title_en": "Insult", "title_fr": "Injure", "text_en": "Attacks.", "text_fr": "Attaques."},
    )[0]


@pytest.fixture
def given(insult) -> Answer:
    return make_answer(make_question(), text="You are an idiot, and so was your dealer.")


def withheld(given: Answer, insult: Ground, *, by=None) -> Restriction:
    return withhold(given, ground=insult, facts="“idiot”", found_by="report", by=by or make_user(), now=NOON)


def test_a_report_counts_once_and_never_hides_by_itself(given, insult):
    reader = make_member()
    first = report(given, ground=insult, reasons="Insult.", by=reader, now=NOON)
    assert report(given, ground=insult, reasons="Again.", by=reader, now=NOON).pk == first.pk
    with pytest.raises(MayNot):
        report(given, ground=insult, reasons="x", by=given.author, now=NOON)
    with pytest.raises(EmptyText):
        report(given, ground=insult, reasons="  ", by=make_member(), now=NOON)
    given.refresh_from_db()
    assert given.state == Answer.SHOWN
    assert let_stay(given, by=make_user(), now=NOON)
    assert not let_stay(given, by=make_user(), now=NOON)
    first.refresh_from_db()
    assert first.state == Report.DECLINED


def test_there_is_no_restriction_without_reasons_and_two_moderators_restrict_once(given, insult):
    with pytest.raises(EmptyText):
        withhold(given, ground=insult, facts=" ", found_by="moderator", by=make_user(), now=NOON)
    report(given, ground=insult, reasons="Insult.", by=make_member(), now=NOON)
    first = withheld(given, insult)
    assert withheld(given, insult).pk == first.pk
    given.refresh_from_db()
    assert (given.state, Report.objects.get().state) == ("withheld", "upheld")
    assert restore(first, why="A quote.", by=make_user(), now=NOON)
    assert not restore(first, why="Again.", by=make_user(), now=NOON)
    given.refresh_from_db()
    assert given.state == Answer.SHOWN


def test_an_appeal_is_judged_by_another_and_brings_the_text_back(given, insult):
    moderator, colleague = make_user(), make_user()
    restriction = withheld(given, insult, by=moderator)
    with pytest.raises(MayNot):
        appeal(restriction, words="It was a joke.", by=make_member(), now=NOON)
    with pytest.raises(MayNot):
        appeal(restriction, words="Late.", by=given.author, now=NOON + APPEAL_WITHIN + timedelta(days=1))
    made = appeal(restriction, words="It was a joke.", by=given.author, now=NOON)
    with pytest.raises(MayNot):
        appeal(restriction, words="Twice.", by=given.author, now=NOON)
    with pytest.raises(MayNot, match="judge"):
        judge(made, is_granted=True, judgement="Mine.", by=moderator, now=NOON)
    assert judge(made, is_granted=True, judgement="Among friends.", by=colleague, now=NOON)
    assert not judge(made, is_granted=False, judgement="No.", by=colleague, now=NOON)
    given.refresh_from_db()
    assert (given.state, Appeal.objects.get().state) == (Answer.SHOWN, "granted")


def test_the_whole_way_in_pages(given, insult):
    reader, author = make_member(), given.author
    moderator, colleague = Client(), Client()
    moderator.force_login(make_user(roles=("moderator",)))
    colleague.force_login(make_user(roles=("moderator",)))
    address = f"/community/report/answer/{given.pk}/"
    assert (
        "Which rule"
        in client_of(reader).get(f"/community/report/question/{given.question_id}/").content.decode()
    )
    assert client_of(reader).post(address, {"ground": "1", "reasons": "Insult."}).status_code == 200
    desk = moderator.get("/community/desk/moderation/").content.decode()
    assert "Insult." in desk
    decide = f"/community/desk/texts/answer/{given.pk}/decide/"
    moderator.post(decide, {"decision": "withhold", "ground": "1", "facts": ""})
    assert not Restriction.objects.exists()
    moderator.post(decide, {"decision": "withhold", "ground": "1", "facts": "“idiot”"})
    question = f"/community/questions/{given.question_id}/{given.question.slug}/"
    assert "idiot" not in Client().get(question).content.decode()
    assert "withheld by moderation" in Client().get(question).content.decode()
    told = client_of(author).get("/community/decisions/").content.decode()
    assert "“idiot”" in told
    assert "reported by a reader" in told
    appealed = f"/community/decisions/{Restriction.objects.get().pk}/appeal/"
    assert client_of(reader).post(appealed, {"words": "x"}).status_code == 404
    client_of(author).post(appealed, {"words": "A joke among friends."})
    assert (
        "a colleague judges the appeal"
        in moderator.get("/community/desk/moderation/appeals/").content.decode()
    )
    judged = f"/community/desk/appeals/{Appeal.objects.get().pk}/judge/"
    colleague.post(judged, {"decision": "refused", "judgement": "It attacks a person."})
    assert "It attacks a person." in client_of(author).get("/community/decisions/").content.decode()
    register = Client().get("/community/register/").content.decode()
    assert "appeal refused" in register
    assert given.author.name not in register


def test_members_and_agents_do_not_moderate(given):
    agent = Client()
    agent.force_login(make_user(roles=("agent",)))
    assert agent.get("/community/desk/moderation/").status_code == 403
    assert client_of(make_member()).get("/community/desk/moderation/").status_code == 302
    assert client_of(make_member()).get(f"/community/report/elsewhere/{given.pk}/").status_code == 404
    assert Question.objects.get().state == Question.OPEN


def test_an_answer_that_is_withheld_solves_nothing_until_it_is_restored(given, insult):
    asked, author = given.question, given.author
    accept(given, by=asked.author, now=NOON)
    made = withheld(given, insult)
    asked.refresh_from_db()
    author.refresh_from_db()
    assert (asked.accepted_id, asked.accepted_at, author.accepted_count) == (None, None, 0)
    assert [row.id for row in waiting_for_acceptance(now=NOON + timedelta(days=9))] == [asked.pk]
    with pytest.raises(MayNot):
        accept(given, by=asked.author, now=NOON)
    assert restore(made, why="It was a quotation.", by=make_user(), now=NOON + timedelta(days=2))
    asked.refresh_from_db()
    author.refresh_from_db()
    assert (asked.accepted_id, asked.accepted_at, author.accepted_count) == (given.pk, NOON, 1)
    told = StoredEvent.objects.filter(name__contains="Accept").order_by("pk").values_list("name", flat=True)
    assert [name.rpartition(".")[2] for name in told] == [
        "AnswerAccepted",
        "AcceptanceWithdrawn",
        "AnswerAccepted",
    ]


def test_what_was_accepted_meanwhile_stays(given, insult):
    asked = given.question
    accept(given, by=asked.author, now=NOON)
    made = withheld(given, insult)
    other = make_answer(asked, text="Calibrate it twice.")
    accept(other, by=asked.author, now=NOON + timedelta(days=1))
    restore(made, why="It was a quotation.", by=make_user(), now=NOON + timedelta(days=2))
    asked.refresh_from_db()
    given.author.refresh_from_db()
    assert (asked.accepted_id, given.author.accepted_count) == (other.pk, 0)
