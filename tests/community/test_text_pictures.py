"""A picture in a text is kept as long as the text: of every kind, however it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps

from parvis.community.actions.answer import answer
from parvis.community.actions.articles import save_article
from parvis.community.actions.direct_line import write_directly
from parvis.community.actions.drafts import keep_draft
from parvis.community.actions.edit import edit_answer, edit_question
from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.idea_sessions import SessionWords, change_idea_session, publish_outcome
from parvis.community.actions.idea_status import set_idea_status
from parvis.community.actions.leave import leave
from parvis.community.actions.pictures import forget_pictures
from parvis.community.actions.propose import edit_idea
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import edit_review
from parvis.community.actions.site import write_site_page
from parvis.community.models import KINDS, Idea, Picture
from parvis.foundation.audit import SYSTEM
from tests.factories.accounts import make_user
from tests.factories.articles import make_article, make_published
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_member, make_question
from tests.factories.ideas import make_idea, make_idea_session
from tests.factories.reviews import make_page, make_review

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)
BOUGHT = date(2026, 3, 2)


def super_user():
    return make_member(is_super_user=True)


def edited_question(text: str) -> None:
    here = make_question()
    edit_question(here, title=here.title, text=text, tags=[], by=here.author, now=LATER)


def edited_answer(text: str) -> None:
    here = make_answer(make_question())
    edit_answer(here, text=text, by=here.author, now=LATER)


def edited_idea(text: str) -> None:
    here = make_idea()
    edit_idea(here, title=here.title, text=text, tags=[], by=here.author, now=LATER)


def edited_review(text: str) -> None:
    here = make_review()
    edit_review(here, stars=4, text=text, experienced_on=BOUGHT, by=here.author, now=LATER)


def changed_reply(text: str) -> None:
    here, by = make_review(), make_user(roles=("agent",))
    reply_to_review(here, text="Thank you.", by=by, now=NOON)
    reply_to_review(here, text=text, by=by, now=LATER)


def draft_after_publishing(text: str) -> None:
    here = make_published()
    save_article(here, title=here.title, text=text, by=here.author, now=LATER, base=1)


def session_changed(text: str) -> None:
    words = SessionWords("Travelling with children", text, "en", NOON, NOON + timedelta(days=9))
    change_idea_session(make_idea_session(), words, by=SYSTEM, now=LATER)


def status_said(text: str) -> None:
    manager = make_user(roles=("administrator",))
    set_idea_status(make_idea(), status=Idea.PLANNED, reason=text, by=manager, now=LATER)


# Model → the ways in which a text of it comes about.
WAYS: dict[str, tuple[Callable[[str], object], ...]] = {
    "question": (lambda text: make_question(text=text), edited_question),
    "answer": (
        lambda text: make_answer(make_question(), text=text),
        lambda text: answer(
            (given := make_answer(make_question())).question, text=text, by=make_member(), parent=given, now=LATER
        ),
        edited_answer,
    ),
    "idea": (lambda text: make_idea(text=text), edited_idea),
    "ideacomment": (lambda text: comment_idea(make_idea(), text=text, by=make_member(), now=NOON),),
    "review": (lambda text: make_review(text=text), edited_review),
    "reviewreply": (
        lambda text: reply_to_review(make_review(), text=text, by=make_user(roles=("agent",)), now=NOON),
        changed_reply,
    ),
    "article": (lambda text: make_article(text=text), lambda text: make_published(text=text), draft_after_publishing),
    "directmessage": (lambda text: write_directly(super_user(), text, now=NOON),),
    "ideasession": (
        session_changed, lambda text: publish_outcome(make_idea_session(), outcome=text, by=SYSTEM, now=NOON),
    ),
    "ideastatuschange": (status_said,),
    "productpage": (lambda text: make_page(about=text),),
    "sitepage": (lambda text: write_site_page("legal", language="en", text=text, by=SYSTEM, now=NOON),),
}  # fmt: skip


def made_picture() -> Picture:
    return Picture.objects.create(name="a" * 64, small_name="b" * 64, width=1, height=1, by=None, at=NOON)


def test_every_table_whose_texts_become_html_has_its_ways():
    with_html = {
        model._meta.model_name
        for model in apps.get_app_config("community").get_models()
        if any(field.name == "html" or field.name.endswith("_html") for field in model._meta.fields)
    }
    assert with_html == WAYS.keys()
    assert {model._meta.model_name for model in KINDS.values()} <= WAYS.keys()


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, n) for kind, ways in WAYS.items() for n in range(len(ways))]
)
def test_a_picture_stays_as_long_as_the_text_that_shows_it(kind, number):
    shown = made_picture()
    WAYS[kind][number](f"Look here.\n\n![]({shown.url})")
    forget_pictures(now=NOON + timedelta(days=9))
    assert Picture.objects.filter(pk=shown.pk).exists()


def test_what_no_text_shows_goes_and_what_is_being_written_does_not():
    shown, writer = made_picture(), make_member()
    keep_draft(writer, place="ask", title="", text=f"![]({shown.url})", now=NOON)
    forget_pictures(now=NOON + timedelta(days=9))
    assert Picture.objects.exists()
    keep_draft(writer, place="ask", title="", text="", now=NOON)
    forget_pictures(now=NOON + timedelta(days=9))
    assert not Picture.objects.exists()


def test_the_pictures_of_a_direct_line_go_with_it():
    shown, member = made_picture(), super_user()
    write_directly(member, f"![]({shown.url})", now=NOON)
    leave(member, now=LATER)
    forget_pictures(now=NOON + timedelta(days=9))
    assert not Picture.objects.exists()
