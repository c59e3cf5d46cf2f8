"""What is kept for a while only: codes for a day, decided reports for a year, open ones until they are decided."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models

from parvis.community.actions.direct_line import write_directly
from parvis.community.actions.drafts import keep_draft
from parvis.community.actions.edit import edit_question
from parvis.community.actions.forget import CODES_KEPT, REPORTS_KEPT, forget_old
from parvis.community.actions.forget_mentions import NAMED_IN, forget_mentions
from parvis.community.actions.idea_status import set_idea_status
from parvis.community.actions.propose import edit_idea
from parvis.community.actions.review import edit_review
from parvis.community.actions.review_messages import write_to_author
from parvis.community.models import ArticleVote, Idea, LogInCode, LogInQuestion, Question, Report, Review
from parvis.foundation.access import purpose
from parvis.foundation.secrets import seal
from tests.factories.accounts import make_user
from tests.factories.articles import made_articles
from tests.factories.channels import NOON
from tests.factories.community import made_community, make_member
from tests.factories.ideas import made_ideas
from tests.factories.reviews import made_reviews

SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_codes_and_decided_reports_go_when_their_time_is_over():
    made = made_community()
    for age in (CODES_KEPT, CODES_KEPT + SECOND):
        LogInCode.objects.create(email_hash="x", code_hash="y", sent_at=NOON - age)
        LogInQuestion.objects.create(
            provider_id=made["log_in_id"], state_hash=str(age), browser_hash="", sealed="", asked_at=NOON - age,
            ends_at=NOON,
        )  # fmt: skip
    ground = Report._meta.get_field("ground").related_model.objects.get(number=1)
    for state, decided in (("open", None), ("upheld", REPORTS_KEPT), ("declined", REPORTS_KEPT + SECOND)):
        Report.objects.create(
            kind="answer", text_id=made["answer_id"], by=make_member(), ground=ground, reasons="Insult.",
            state=state, at=NOON, decided_at=NOON - decided if decided else None,
        )  # fmt: skip
    assert forget_old(now=NOON) == 3
    assert forget_old(now=NOON) == 0
    assert sorted(Report.objects.values_list("state", flat=True)) == ["open", "upheld"]
    assert LogInCode.objects.count() == LogInQuestion.objects.count() == 1


# Words of people in which a name that was mentioned stays, and why.
KEPT = {
    **dict.fromkeys(
        ("report.reasons", "report.answer", "restriction.facts", "restriction.undone_why", "appeal.words",
         "appeal.judgement", "trustchange.reason", "articlerevision.reason"),
        "what was said to decide something is the proof of the decision",
    ),
    "case.words": "is of the inbox, whose texts have their own time",
    "noticecontact.address": "is where the text stands",
    "notice.path": "is written by us, and read through permission",
}  # fmt: skip
# Words of the house about its own place, forms made of other fields, and what is no word of anybody.
OURS = {"board", "badge", "badgeversion", "ground", "site", "loginprovider", "watchedword"}


MADE = ("name", "sealed", "origin", "browser")
MADE_ENDS = ("html", "secret", "_id", "_hash", "url", "endpoint", "email")


def words_of_people() -> set[str]:
    """Text fields of the community in which a sentence has room, but for what is made of others."""
    found = set()
    for model in apps.get_app_config("community").get_models():
        if model._meta.model_name in OURS:
            continue
        for field in model._meta.fields:
            is_text = isinstance(field, models.TextField | models.CharField)
            is_made = field.name in MADE or field.name.endswith(MADE_ENDS)
            if is_text and not is_made and not field.choices and (field.max_length or 999) >= 200:
                found.add(f"{model._meta.model_name}.{field.name}")
    return found


def walked() -> set[str]:
    return {
        f"{model._meta.model_name}.{name}"
        for model, names in NAMED_IN.items()
        for name in names
        if name in {field.name for field in model._meta.fields}
    }


def test_every_field_in_which_people_write_is_searched_for_the_name_of_who_left():
    assert words_of_people() - KEPT.keys() - walked() == set(), "search it, or say why the name stays"


@pytest.mark.django_db
def test_who_left_is_named_nowhere_any_more():
    """The name in every field that is searched; then no row of any table of the community holds it."""
    made_community()
    made_ideas()
    made_reviews()
    made_articles()
    write_directly(super_user := make_member(is_super_user=True), "Hello.", now=NOON)
    keep_draft(super_user, place="ask", title="A draft", text="Hello.", now=NOON)
    review = Review.objects.get()
    edit_review(
        review, stars=1, text="Less so.", experienced_on=review.experienced_on, by=review.author, now=NOON
    )
    idea, asked = Idea.objects.all()[0], Question.objects.all()[0]
    edit_idea(idea, title=idea.title, text="Otherwise.", tags=[], by=idea.author, now=NOON)
    edit_question(asked, title=asked.title, text="Otherwise.", tags=[], by=asked.author, now=NOON)
    set_idea_status(
        idea, status=Idea.PLANNED, reason="Soon.", by=make_user(roles=("administrator",)), now=NOON
    )
    with purpose("membership"):
        write_to_author(review, text="Really?", by=make_member(), now=NOON)
    mention = "As @AnaLind and @Ana Lind said"
    with purpose("legal_duty"):
        for model, names in NAMED_IN.items():
            there = {field.name for field in model._meta.fields}
            changed = {name: mention for name in names if name in there}
            changed |= {
                name: f"<p>{mention}</p>" for name in ("html", "about_html", "reason_html") if name in there
            }
            changed |= {"slug": "as-analind-said"} if "slug" in there and "title" in there else {}
            assert model.objects.update(**changed) or model in EMPTY, model
        assert len(named()) > 15
        forget_mentions(seal({"name": "Ana Lind"}))
        assert named() == []
        assert forget_mentions(seal({"name": "Ana Lind"})) == 0


# Tables of which nothing was made here.
EMPTY = (ArticleVote,)


def named() -> list[str]:
    """Tables of the community that hold the name in whatever column."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("community").get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ~* 'ana.?lind'")
            if cursor.fetchone()[0]:
                found.append(table)
    return found
