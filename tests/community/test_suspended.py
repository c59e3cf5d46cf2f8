"""Who is suspended reads, appeals, takes a copy and leaves; what others see, they change in no way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import URLPattern, reverse

import parvis.community.actions
from parvis.community.actions.accept import accept
from parvis.community.actions.direct_line import write_directly
from parvis.community.actions.forget import forget_old
from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.join import join
from parvis.community.actions.leave import leave
from parvis.community.actions.suspensions import suspend
from parvis.community.logic.errors import Suspended
from parvis.community.models import DirectMessage, Follow, Member, Question, SuperUserTerm
from parvis.community.web.urls import urlpatterns
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from tests.community.test_cases import ground
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.articles import make_published
from tests.factories.channels import NOON
from tests.factories.community import make_answer, make_board, make_member, make_question
from tests.factories.ideas import make_idea
from tests.factories.pictures import picture
from tests.factories.reviews import make_page, make_review

ACTIONS = Path(parvis.community.actions.__file__).parent
FOR_EMPLOYEES = "the desk's own, and no employee is suspended"
# Acts that name who acts, and need no door: why.
OPEN_ACTIONS = {
    **dict.fromkeys(
        ("write_article", "translate_article", "save_article", "submit_article", "send_back",
         "publish_article", "withdraw_article", "resume_article"),
        FOR_EMPLOYEES,
    ),
    "appeal": "is what they are told to do",
    "end_term": "they step back",
    "may_contact": "is a question, no act",
    "look_first": "is called by what has a door",
    "add_revision": "is called by what has a door",
    "note_deflection": "is a count, and no word of theirs",
    "note_article_read": "is a count, and no word of theirs",
    "note_read": "is a count, and no word of theirs",
    "withdraw_review": "takes their own words back",
}  # fmt: skip
# Addresses that take what a member sends, and stay open: why.
OPEN_ADDRESSES = {
    "community-log-in": "they read",
    "community-log-in-code": "they read",
    "community-log-in-name": "is for who joins",
    "community-log-in-passkey": "they read",
    "community-log-out": "they leave",
    "community-me-ways": "how they log in",
    "community-me-way-remove": "how they log in",
    "community-me-elsewhere-remove": "how they log in",
    "community-me-end-log-ins": "how they log in",
    "community-device": "seen by nobody else",
    "community-device-remove": "seen by nobody else",
    "community-me-data": "their copy",
    "community-me-record": "is between them and the house",
    "community-me-leave": "they leave",
    "community-notice": "anybody may, art. 16 DSA",
    "community-appeal": "is what they are told to do",
    "community-notices-read": "seen by nobody else",
    "community-notice-settings": "seen by nobody else",
    "community-stop": "mails are stopped by anybody who gets them",
    "community-draft": "seen by nobody else",
    "community-writing-preview": "seen by nobody else",
    "community-read": "is a count, and no word of theirs",
    "community-article-read": "is a count, and no word of theirs",
    "community-block-noted": "counts tabs",
}
# Tables of which others see nothing.
UNSEEN = ("community_draft", "community_notice", "community_day_of_views", "community_day_of_reading")


@pytest.fixture
def world() -> SimpleNamespace:
    """One member who asked, answered, proposed, reviewed and is a super-user, among others."""
    me = make_member(is_super_user=True, trust=Member.TRUSTED)
    asked, other = make_question(by=me), make_question(title="What about the other battery?")
    french = make_question(title="Pourquoi la batterie s'arrête ?", language="fr", board=make_board())
    mine = make_answer(other, by=me, text="Turn it off and on.")
    given = make_answer(other)
    idea, page = make_idea(by=me), make_page()
    said = comment_idea(idea, text="And a light.", by=make_member(), now=NOON)
    solved = make_question(by=me, title="Why does it ring at night?", now=NOON + timedelta(minutes=3))
    accept(make_answer(solved), by=me, now=NOON + timedelta(minutes=6))
    SuperUserTerm.objects.create(
        member=me, state=SuperUserTerm.ACTIVE, invited_at=NOON, contact_id=make_user().pk
    )
    return SimpleNamespace(
        me=me, asked=asked, on_mine=make_answer(asked), other=other, french=french, mine=mine, given=given,
        solved=solved, idea=idea, wanted=make_idea(), said=said,
        page=page, review=make_review(by=me), theirs=make_review(page), reviewable=make_page(),
        article=make_published(), board=make_board(),
    )  # fmt: skip


def acts(w: SimpleNamespace) -> list[tuple[str, list[Any], dict[str, Any]]]:
    """(name of the address, its numbers, what is sent): each changes what others see, unless one is suspended."""
    text = {"text": "It helps to warm it.", "title": "Why does the battery stop?", "tags": "battery"}
    stars = {**text, "stars": "4", "experienced_on": date(2026, 3, 2).isoformat(), "consideration": ""}

    def sent() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.png", picture(), "image/png")

    return [
        ("community-ask", [], {**text, "board": w.board.slug}),
        ("community-answer", [w.other.pk], text),
        ("community-answer", [w.other.pk], {**text, "parent": w.given.pk}),
        *(
            ("community-act", [question.pk, what], data)
            for question, what, data in (
                (w.other, "me-too", {}),
                (w.french, "follow", {}),
                (w.asked, "accept", {"answer": w.on_mine.pk}),
                (w.other, "helpful", {"answer": w.given.pk}),
                (w.asked, "counterpart", {"counterpart": w.french.pk}),
                (w.solved, "withdraw", {}),
            )
        ),
        ("community-question-edit", [w.asked.pk], text),
        ("community-answer-edit", [w.mine.pk], text),
        ("community-article-vote", [w.article.pk], {"helpful": "1"}),
        ("community-article-propose", [w.given.pk], {}),
        ("community-idea-new", [], text),
        ("community-idea-edit", [w.idea.pk], text),
        ("community-idea-vote", [w.wanted.pk], {}),
        ("community-idea-follow", [w.wanted.pk], {}),
        ("community-idea-comment", [w.wanted.pk], text),
        ("community-idea-extension", [w.idea.pk], {"comment": w.said.pk}),
        ("community-review", [w.reviewable.slug], {**stars, "once": "a"}),
        ("community-review", [w.review.page.slug], {**stars, "stars": "1"}),
        ("community-review-act", [w.theirs.pk, "helpful"], {}),
        ("community-review-messages", [w.theirs.pk], text),
        ("community-report", ["answer", w.given.pk], {"ground": ground().number, "reasons": "An insult."}),
        ("community-me", [], {"name": "Another name", "about": "", "language": "en"}),
        ("community-me", [], {"name": w.me.name, "about": "I sell batteries.", "language": "en"}),
        ("community-me-picture", [], {"picture": sent()}),
        ("community-writing-picture", [], {"picture": sent()}),
        ("community-me-expert", [], {"act": "write", "text": "A word."}),
    ]


@contextmanager
def and_back() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def written() -> int:
    """Rows of the community that this transaction made, changed or deleted so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname LIKE 'community\\_%%' AND NOT relname = ANY(%s)",
            [list(UNSEEN)],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("may_write", [False, True])
def test_nothing_that_others_see_is_changed_by_who_is_suspended(world, may_write):
    """May they write, every one of these acts does change something: so that the other half can fail."""
    client, wrong, tried = client_of(world.me), [], set()
    if not may_write:
        suspend(world.me, ground=ground(), facts="Threats.", until=utc_now() + timedelta(days=7), by=make_user(),
                now=NOON)  # fmt: skip
    for name, numbers, sent in acts(world):
        with and_back():
            before = written()
            response = client.post(reverse(name, args=numbers), sent)
            has_changed = written() > before
            is_refused = response.status_code == 422 and "may not write here" in response.content.decode()
        if (has_changed, is_refused) != (may_write, not may_write):
            wrong.append((name, numbers, sent, response.status_code))
        tried.add(name)
    assert not wrong
    assert takes() - OPEN_ADDRESSES.keys() == tried, "add it to acts(), or to OPEN_ADDRESSES with the reason"
    assert OPEN_ADDRESSES.keys() <= takes()


def takes() -> set[str | None]:
    """The public addresses that take what somebody sends."""
    pages = [one for one in urlpatterns if isinstance(one, URLPattern)]
    return {
        one.name
        for one in pages
        if getattr(one.callback, "is_public_page", False) and "POST" in one.callback.methods
    }


def test_every_action_of_a_member_has_the_door():
    without: set[str] = set()
    for file in ACTIONS.glob("*.py"):
        for found in ast.parse(file.read_text()).body:
            if not isinstance(found, ast.FunctionDef) or found.name.startswith("_"):
                continue
            who = next((one for one in found.args.kwonlyargs if one.arg == "by"), None)
            if who is None or "Member" not in ast.unparse(who.annotation or who):
                continue
            called = {ast.unparse(one.func) for one in ast.walk(found) if isinstance(one, ast.Call)}
            if not called & {"hold_member", "refuse_suspended"}:
                without.add(found.name)
    assert without == OPEN_ACTIONS.keys()


@pytest.mark.django_db
def test_who_is_suspended_reads_hears_no_more_takes_words_away_and_is_answered(world):
    suspend(world.me, ground=ground(), facts="Threats.", until=None, by=make_user(), now=NOON)
    client = client_of(world.me)
    assert client.get(world.other.url).status_code == 200
    assert client.get("/community/decisions/").status_code == 200
    Follow.objects.create(question=world.french, member=world.me, at=NOON)
    client.post(reverse("community-act", args=[world.french.pk, "follow"]), {"on": "0"})
    assert not Follow.objects.get(question=world.french, member=world.me).is_wanted
    sent = {"name": world.me.name, "about": "", "language": "fr"}
    Member.objects.filter(pk=world.me.pk).update(about="I sell batteries.", picture="a" * 64)
    assert client.post("/community/me/", sent).status_code == 302
    assert client.post("/community/me/picture/", {"remove": "1"}).status_code == 302
    now = Member.objects.get(pk=world.me.pk)
    assert (now.about, now.picture, now.language, now.shows_counts) == ("", "", "fr", False)
    with purpose("membership"):
        write_directly(world.me, "You may appeal.", by=make_user(), now=utc_now())
        assert DirectMessage.objects.get().text == "You may appeal."
    client.post("/community/me/leave/", {"name": world.me.name})
    assert Member.objects.get(pk=world.me.pk).left_at is not None
    assert Question.objects.filter(pk=world.asked.pk).exists()


@pytest.mark.django_db
def test_nobody_goes_round_a_suspension_by_another_account_of_their_mailbox():
    with purpose("membership"):
        one = join(email="zoe.roy@gmail.com", name="Zoe Roy", language="en", now=NOON)
    until = NOON + timedelta(days=7)
    made = suspend(one, ground=ground(), facts="Threats.", until=until, by=make_user(), now=NOON)
    leave(one, now=NOON + timedelta(hours=1))

    def joins(email: str, *, name: str, days: float) -> bool:
        with purpose("membership"):
            try:
                return bool(join(email=email, name=name, language="en", now=NOON + timedelta(days=days)))
            except Suspended as refused:
                assert refused.until == until
                return False

    assert not joins("zoe.roy@gmail.com", name="Zoe Roy", days=1), "left and came back"
    assert not joins("ZoeRoy+two@googlemail.com", name="Ana Lind", days=1)
    assert joins("ana@example.org", name="Ana Lind", days=1)
    assert joins("zoe.roy@gmail.com", name="Zoe Roy", days=8)
    forget_old(now=NOON + timedelta(days=8))
    made.refresh_from_db()
    assert (made.mailbox_hash, made.measure) == ("", "suspended"), (
        "the decision stays, who it was of does not"
    )
