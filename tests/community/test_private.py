"""What is private or withheld is in no public address, for no visitor and no member, and in nobody's copy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from parvis.community.actions.article_review import withdraw_article
from parvis.community.actions.article_votes import vote_on_article
from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.idea_votes import follow_idea, vote_idea
from parvis.community.actions.moderate import withhold
from parvis.community.actions.notices import tell, tell_named
from parvis.community.actions.vote import say_me_too, vote_helpful
from parvis.community.models import Board, Follow, HelpfulVote, Idea, Question, Review
from parvis.community.personal_data import export_of
from parvis.community.web.urls import urlpatterns
from parvis.foundation.access import purpose
from tests.community.test_cases import ground
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.articles import make_published
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.factories.ideas import make_idea
from tests.factories.reviews import make_page, make_review

pytestmark = pytest.mark.django_db
SECRET = "zqxsecret"
TITLE = f"A lighthouse of {SECRET} stones"
ASKED = "?q=lighthouse&title=A+lighthouse+of+stones&tag=lamp&begins=A&order=newest&status=all"


@pytest.fixture(params=["private", "withheld"])
def hidden(request) -> SimpleNamespace:
    """Everything was public while a member voted, followed, and was told; then it was not."""
    reader, board, page = make_member(), make_board("Lamps"), make_page()
    reader_name = reader.name.replace(" ", "")
    question = make_question(
        title=TITLE, text=f"Which {SECRET}? @{reader_name}", tags=["lamp"], board=board, page=page
    )
    given = make_answer(question, text=f"This {SECRET}, @{reader_name}.")
    idea = make_idea(title=TITLE, text=f"More {SECRET}.", board=board, tags=["lamp"])
    said = comment_idea(idea, text=f"And a {SECRET}.", by=make_member(), now=NOON)
    review = make_review(make_page(), title=TITLE, text=f"Four {SECRET}.")
    article = make_published(title=TITLE, text=f"How {SECRET} works.", board=board, tags=["lamp"])
    say_me_too(question, by=reader, is_said=True, now=NOON)
    vote_helpful(given, by=reader, is_helpful=True, now=NOON)
    vote_idea(idea, by=reader, is_wanted=True, now=NOON)
    follow_idea(idea, by=reader, is_wanted=True, now=NOON)
    Follow.objects.create(question=question, member=reader, at=NOON)
    vote_on_article(article, is_helpful=True, member=reader, now=NOON)
    tell([reader.pk], kind="answers", path=question.url, question=question, now=NOON)
    for text in (question, given, idea, said):
        tell_named(text.kind, text.pk, now=NOON)
    assert Client().get(question.url).content.decode().count(SECRET) >= 3, "it was there"
    if request.param == "private":
        Board.objects.filter(pk=board.pk).update(is_private=True, name=f"Lamps of {SECRET}")
    else:
        for text in (given, question, said, idea):
            withhold(text, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
        withdraw_article(article, by=article.author, now=NOON)
    withhold(review, ground=ground(), facts="x", found_by="report", by=make_user(), now=NOON)
    # Its title is another since: who voted for it then has not read this one.
    for model in (Question, Idea):
        model.objects.filter(title=TITLE).update(title=f"{TITLE} anew")
    return SimpleNamespace(
        reader=reader, question=question, given=given, idea=idea, article=article, review=review, board=board,
        page=page,
    )  # fmt: skip


def addresses(h: SimpleNamespace) -> list[str]:
    """Every public page, at the ids of what is hidden and of who wrote it."""
    ids: dict[str, Any] = {
        "question_id": h.question.pk, "answer_id": h.given.pk, "idea_id": h.idea.pk, "article_id": h.article.pk,
        "review_id": h.review.pk, "tag": "lamp", "shared_id": h.question.pk, "shared_kind": "questions", "number": 0,
        "part_kind": "questions", "text_kind": "question", "text_id": h.question.pk, "page_code": "legal",
        "slug": h.board.slug, "idea_session_id": 1, "token": "x", "what": "x", "name": "x",
    }  # fmt: skip
    found = []
    for one in urlpatterns:
        if not isinstance(one, URLPattern) or not getattr(one.callback, "is_public_page", False):
            continue
        names = one.pattern.converters.keys()
        for more in (
            {},
            {"slug": h.page.slug},
            {"member_id": h.question.author_id},
            {"member_id": h.review.author_id},
            {"member_id": h.article.author_id},
            *({"part_kind": kind} for kind in ("ideas", "articles", "products", "boards")),
        ):
            try:
                path = reverse(one.name, kwargs={name: (ids | more)[name] for name in names})
            except (KeyError, NoReverseMatch):
                continue
            found += [path] if names else [path, path + ASKED]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("hidden", "who"),
    [("private", "visitor"), ("private", "member"), ("withheld", "member")],
    indirect=["hidden"],
)
def test_no_public_address_shows_it(hidden, who):
    """Not even to a member who had voted for it and was told of it while it was public."""
    paths = addresses(hidden)
    assert len(paths) > 70
    client = Client() if who == "visitor" else client_of(hidden.reader)
    for path in paths:
        response = client.get(path)
        assert SECRET.encode() not in getattr(response, "content", b""), path
        assert SECRET not in response.get("Location", ""), path


def test_no_copy_of_ones_own_data_names_it(hidden):
    """Who voted for something, or follows it, learns from their copy what they could read."""
    assert HelpfulVote.objects.filter(member=hidden.reader).exists()
    with purpose("legal_duty"):
        whole = str(export_of([hidden.reader.pk]))
    assert "anew'" not in whole
    assert not Review.objects.filter(author=hidden.reader).exists()
