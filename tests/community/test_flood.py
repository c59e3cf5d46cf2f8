"""Who sends much and fast costs the server little: limits are asked before anything is worked out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from parvis.community.actions.answer import answer
from parvis.community.actions.ask import ask
from parvis.community.actions.direct_line import MOST_A_DAY, write_directly
from parvis.community.actions.edit import edit_answer, edit_question
from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.propose import edit_idea, propose
from parvis.community.actions.review import edit_review, write_review
from parvis.community.logic.errors import TooOften
from parvis.community.logic.markdown import html_of
from parvis.community.models import DirectMessage, IdeaRevision, Member, ReviewRevision, Revision
from parvis.community.web.views.writing import MOST_LOOKED_A_MINUTE
from tests.community.test_pages import client_of
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.factories.ideas import make_idea
from tests.factories.reviews import make_page, make_review

pytestmark = pytest.mark.django_db
LATER, BOUGHT = NOON + timedelta(seconds=1), date(2026, 3, 2)
# Links are counted in what was made of a text that names them at its end.
WORDS = "See [this][1].\n\n[1]: https://example.org"
Write = Callable[[], Any]


def asked(by: Member) -> Write:
    make_question(by=by)
    board = make_board()
    return lambda: ask(board, title="Why once more?", text=WORDS, by=by, language="en", now=LATER)


def answered(by: Member) -> Write:
    here = make_question()
    make_answer(here, by=by)
    return lambda: answer(here, text=WORDS, by=by, now=LATER)


def proposed(by: Member) -> Write:
    make_idea(by=by)
    return lambda: propose(title="Lights that charge", text=WORDS, by=by, language="en", now=LATER)


def commented(by: Member) -> Write:
    idea = make_idea()
    comment_idea(idea, text="And a light.", by=by, now=NOON)
    return lambda: comment_idea(idea, text=WORDS, by=by, now=LATER)


def reviewed(by: Member) -> Write:
    make_review(by=by)
    page = make_page()
    return lambda: write_review(
        page, stars=4, text=WORDS, experienced_on=BOUGHT, by=by, language="en", now=LATER
    )


def wrote_directly(by: Member) -> Write:
    Member.objects.filter(pk=by.pk).update(is_super_user=True)
    sent = {"member": by, "is_from_member": True, "text": "x", "sent_at": NOON}
    DirectMessage.objects.bulk_create(DirectMessage(**sent) for _ in range(MOST_A_DAY))
    return lambda: write_directly(by, WORDS, now=LATER)


def edited(table: Any, by: Member, **of: Any) -> None:
    """So often that no more fits into the day."""
    table.objects.bulk_create(table(by=by, at=NOON, text="x", **of) for _ in range(100))


def edited_question(by: Member) -> Write:
    here = make_question(by=by)
    edited(Revision, by, question=here)
    return lambda: edit_question(here, title=here.title, text=WORDS, tags=[], by=by, now=LATER)


def edited_answer(by: Member) -> Write:
    here = make_answer(make_question(), by=by)
    edited(Revision, by, answer=here)
    return lambda: edit_answer(here, text=WORDS, by=by, now=LATER)


def edited_idea(by: Member) -> Write:
    here = make_idea(by=by)
    edited(IdeaRevision, by, idea=here, title="x")
    return lambda: edit_idea(here, title=here.title, text=WORDS, tags=[], by=by, now=LATER)


def edited_review(by: Member) -> Write:
    here = make_review(by=by)
    edited(ReviewRevision, by, review=here, stars=1, experienced_on=BOUGHT)
    return lambda: edit_review(here, stars=4, text=WORDS, experienced_on=BOUGHT, by=by, now=LATER)


FLOODS = (
    asked, answered, proposed, commented, reviewed, wrote_directly,
    edited_question, edited_answer, edited_idea, edited_review,
)  # fmt: skip


@contextmanager
def renderings() -> Iterator[list[str]]:
    """What was rendered meanwhile."""
    found: list[str] = []

    def see(frame: Any, what: str, _given: Any) -> None:
        if what == "call" and frame.f_code is html_of.__code__:
            found.append(frame.f_locals["text"])

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield found
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("flood", FLOODS, ids=lambda flood: flood.__name__)
def test_what_comes_too_often_is_not_rendered(flood):
    write = flood(make_member())
    with renderings() as found, pytest.raises(TooOften):
        write()
    assert found == []


def test_other_tags_alone_render_nothing_again():
    here = make_question(text=WORDS)
    with renderings() as found:
        edit_question(here, title=here.title, text=WORDS + " Now.", tags=[], by=here.author, now=LATER)
    assert len(found) >= 1
    with renderings() as found:
        assert edit_question(
            here, title=here.title, text=WORDS + " Now.", tags=["winter"], by=here.author, now=LATER
        )
    assert len(found) <= 1, "to count the links"


def test_a_preview_is_rendered_so_often_and_no_more():
    writer = client_of(make_member())
    path = "/community/writing/preview/"
    assert writer.post(path, {"text": "**b**"}).status_code == 200
    cache.set(f"community-preview:{Member.objects.get().pk}", MOST_LOOKED_A_MINUTE, 60)
    with renderings() as found:
        assert writer.post(path, {"text": "**b**"}).status_code == 429
    assert found == []


def test_counts_of_tries_are_kept_however_many_others_try():
    """The cache threw a third of its rows away beyond 300: whoever tried 300 names was a stranger again."""
    cache.set("tries-of-somebody", 5, 60)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_cache (cache_key, value, expires) SELECT '!' || n, 'x', now() + interval '1 h'"
            " FROM generate_series(1, 2000) n UNION ALL SELECT '~' || n, 'x', now() + interval '1 h'"
            " FROM generate_series(1, 2000) n"
        )
    cache.set("another", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_cache")
        assert cursor.fetchone()[0] == 4002
    assert cache.get("tries-of-somebody") == 5
