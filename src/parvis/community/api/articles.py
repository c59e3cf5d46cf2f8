"""The knowledge base: written, read by another, published, translated, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import Http404
from pydantic import Field

from parvis.community.actions.article_begin import article_from, translate_article, write_article
from parvis.community.actions.article_review import (
    publish_article,
    resume_article,
    send_back,
    submit_article,
    withdraw_article,
)
from parvis.community.actions.articles import save_article
from parvis.community.actions.counterparts import link_counterpart
from parvis.community.actions.join import member_of_staff
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, TAKES_PART
from parvis.community.models import Article, ArticleRevision, Board, Member, Question
from parvis.community.permissions import get_answer, get_question, visible_questions
from parvis.community.reads.article_desk import (
    desk_articles,
    get_desk_article,
    is_behind,
    unhelpful_first,
)
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.foundation.logic.typed import id_typed

WRITING = {
    **MAY_NOT,
    "empty-text": (422, "Nothing was written."),
    "text-too-long": (422, "The text is too long."),
    "title-too-short": (422, "The title says too little."),
}
MEANWHILE = {"changed-meanwhile": (409, "Somebody saved a newer revision: read it, then send its number.")}
Language = Literal["en", "fr"]
State = Literal["draft", "review", "published", "withdrawn", "out-of-date"]
Tags = Annotated[list[Typed], Field(max_length=5)]
Text = Annotated[str, Field(min_length=1, max_length=32_000, description="Markdown.")]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class NewArticle(Body):
    title: Title
    text: Text
    language: Language
    board_id: Id | None = None
    tags: Tags = []

    model_config = examples(
        {"title": "Charging the battery in winter", "text": "Bring it **inside** first.", "language": "en"}
    )


class ArticleChange(Body):
    title: Title
    text: Text
    base: Annotated[int, Field(ge=1, le=2**31 - 1, description="The revision's number that you began from.")]
    board_id: Id | None = None
    tags: Tags = []
    why: Annotated[str, Field(max_length=200)] = ""
    is_current: Annotated[
        bool, Field(description="Of a translation: it says what the published original says now.")
    ] = False


class ArticlePublishing(Body):
    number: Annotated[int, Field(ge=1, le=2**31 - 1, description="Of the revision that you read.")]


class ArticleReturn(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class NewTranslation(Body):
    language: Language


class QuestionCounterpart(Body):
    counterpart_id: Id | None = Field(description="null takes the link away.")


class ArticleOut(Answer):
    id: int
    title: Annotated[str, Field(description="Of the newest revision.")]
    language: str
    state: str
    number: Annotated[int, Field(description="Of the newest revision.")]
    published_number: int | None
    board_id: int | None
    tags: list[str]
    original_id: int | None
    is_out_of_date: Annotated[bool, Field(description="A translation that says less than its original now.")]
    question_id: int | None
    answer_id: int | None
    changed_at: datetime
    updated_at: datetime | None
    view_count: int
    helpful_count: int
    unhelpful_count: int
    used_count: int
    url: str


class ArticleWhole(ArticleOut):
    text: str
    reason: Annotated[str, Field(description="Why the newest revision was sent back.")]


class ArticlePageOut(Listed):
    items: list[ArticleOut]


class ArticleRevisionOut(Answer):
    number: int
    title: str
    text: str
    tags: list[str]
    why: str
    at: datetime
    by_name: str
    submitted_at: datetime | None
    judged_at: datetime | None
    judged_by_name: str
    reason: str
    published_at: datetime | None


class ArticleRevisions(Answer):
    items: list[ArticleRevisionOut]


class UnhelpfulOut(Answer):
    id: int
    title: str
    language: str
    since: datetime
    views: int
    votes: int
    unhelpful: int
    at_least: float = Field(description="Readings that it left without help, at the least (95 %).")


class UnhelpfulList(Answer):
    items: list[UnhelpfulOut]


class QuestionCounterpartOut(Answer):
    question_id: int
    counterpart_id: int | None


@ENDPOINTS.get("/community/articles", **TAKES_PART)
def list_articles(
    caller: Caller,
    state: State | None = None,
    language: Language | None = None,
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> ArticlePageOut:
    """Articles as the desk lists them, the last changed first."""
    rows = desk_articles(kind=state or "", language=language or "")
    at, _, number = key_of(cursor).partition("~")
    if at:
        try:
            moment, last = datetime.fromisoformat(at), id_typed(number)
        except ValueError as error:
            raise not_found() from error
        rows = rows.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=last))
    found = list(rows[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    after = f"{more.changed_at.isoformat()}~{more.pk}" if more else None
    return ArticlePageOut(items=[_out(one) for one in found[:limit]], next_cursor=cursor_of(after))


@ENDPOINTS.get("/community/articles/unhelpful", **TAKES_PART)
def list_unhelpful_articles(caller: Caller) -> UnhelpfulList:
    """Most read and unhelpful first: readings × lower bound of the share of readers whom it did not help."""
    return UnhelpfulList(items=[UnhelpfulOut.model_validate(one) for one in unhelpful_first()])


@ENDPOINTS.post("/community/articles", status=201, problems=WRITING, **TAKES_PART)
def create_article(caller: Caller, given: NewArticle) -> ArticleWhole:
    """Write a draft; readers see it after a colleague has published it."""
    article = write_article(
        title=given.title, text=given.text, language=given.language, board=_board(given.board_id),
        tags=given.tags, by=_editor(caller), now=caller.now,
    )  # fmt: skip
    return _whole(article.pk)


@ENDPOINTS.post("/community/answers/{answer_id}/article", status=201, problems=MAY_NOT, **TAKES_PART)
def make_article_of_answer(caller: Caller, answer_id: Id) -> ArticleWhole:
    """A draft begun from a question and its answer, whose author is named; the article of it where there is one."""
    editor = _editor(caller)
    try:
        answer = get_answer(editor, answer_id)
    except Http404 as error:
        raise not_found() from error
    article, _ = article_from(answer, by=editor, now=caller.now)
    return _whole(article.pk)


@ENDPOINTS.get("/community/articles/{article_id}", **TAKES_PART)
def get_one_article(caller: Caller, article_id: Id) -> ArticleWhole:
    """An article with its newest text."""
    return _whole(article_id)


@ENDPOINTS.put("/community/articles/{article_id}", problems=WRITING | MEANWHILE, **TAKES_PART)
def change_article(caller: Caller, article_id: Id, given: ArticleChange) -> ArticleWhole:
    """Save a newer draft. What readers see stays until it is published."""
    article = _article(article_id)
    original = article.original.published if article.original and given.is_current else None
    save_article(
        article, title=given.title, text=given.text, tags=given.tags, board=_board(given.board_id),
        why=given.why, base=given.base, source=original, by=_editor(caller), now=caller.now,
    )  # fmt: skip
    return _whole(article_id)


@ENDPOINTS.get("/community/articles/{article_id}/revisions", **TAKES_PART)
def list_article_revisions(caller: Caller, article_id: Id) -> ArticleRevisions:
    """What it said at each time, the newest first; at most a hundred."""
    rows = _article(article_id).revisions.select_related("by", "judged_by").order_by("-number")[:100]
    return ArticleRevisions(items=[_revision(row) for row in rows])


@ENDPOINTS.post("/community/articles/{article_id}/submit", problems=MAY_NOT, **TAKES_PART)
def submit_one_article(caller: Caller, article_id: Id) -> ArticleWhole:
    """Ask a colleague to read the newest draft."""
    submit_article(_article(article_id), by=_editor(caller), now=caller.now)
    return _whole(article_id)


@ENDPOINTS.post("/community/articles/{article_id}/publish", problems=MAY_NOT | MEANWHILE, **MANAGES)
def publish_one_article(caller: Caller, article_id: Id, given: ArticlePublishing) -> ArticleWhole:
    """Show the newest revision to readers; who wrote it does not publish it while somebody else could."""
    publish_article(_article(article_id), number=given.number, by=_editor(caller), now=caller.now)
    return _whole(article_id)


@ENDPOINTS.post(
    "/community/articles/{article_id}/send-back",
    problems={"empty-text": (422, "Nothing was written.")},
    **MANAGES,
)
def send_article_back(caller: Caller, article_id: Id, given: ArticleReturn) -> ArticleWhole:
    """A draft in review goes back to its writer, with the reason."""
    send_back(_article(article_id), reason=given.reason, by=_editor(caller), now=caller.now)
    return _whole(article_id)


@ENDPOINTS.post("/community/articles/{article_id}/withdraw", **MANAGES)
def withdraw_one_article(caller: Caller, article_id: Id) -> ArticleWhole:
    """Readers no longer see it; its text and history stay."""
    withdraw_article(_article(article_id), by=_editor(caller), now=caller.now)
    return _whole(article_id)


@ENDPOINTS.post("/community/articles/{article_id}/resume", **MANAGES)
def resume_one_article(caller: Caller, article_id: Id) -> ArticleWhole:
    """What was withdrawn is a draft again."""
    resume_article(_article(article_id), by=_editor(caller), now=caller.now)
    return _whole(article_id)


@ENDPOINTS.post("/community/articles/{article_id}/translations", status=201, problems=MAY_NOT, **TAKES_PART)
def begin_article_translation(caller: Caller, article_id: Id, given: NewTranslation) -> ArticleWhole:
    """The article in another language: begun as a copy of the original, or the one that is there."""
    article = _article(article_id)
    other, _ = translate_article(article, language=given.language, by=_editor(caller), now=caller.now)
    return _whole(other.pk)


@ENDPOINTS.put("/community/questions/{question_id}/counterpart", problems=MAY_NOT, **TAKES_PART)
def link_question_counterpart(
    caller: Caller, question_id: Id, given: QuestionCounterpart
) -> QuestionCounterpartOut:
    """Say which question is the same in another language; both pages lead to each other."""
    by = _editor(caller)
    try:
        question = get_question(by, question_id)
    except Http404 as error:
        raise not_found() from error
    other: Question | None = None
    if given.counterpart_id is not None:
        other = visible_questions(by).filter(pk=given.counterpart_id).first()
        if other is None:
            raise not_found()
    link_counterpart(question, other, by=by, now=caller.now)
    return QuestionCounterpartOut(question_id=question.pk, counterpart_id=other.pk if other else None)


def _article(article_id: int) -> Article:
    try:
        return get_desk_article(article_id)
    except Http404 as error:
        raise not_found() from error


def _board(board_id: int | None) -> Board | None:
    if board_id is None:
        return None
    board = Board.objects.filter(pk=board_id, is_private=False).first()
    if board is None:
        raise not_found()
    return board


def _editor(caller: Caller) -> Member:
    """The member under whose name this account writes."""
    return member_of_staff(caller.user, now=caller.now)


def _values(article: Article) -> dict[str, Any]:
    newest, published = article.newest, article.published
    assert newest is not None
    return {
        "id": article.pk, "title": newest.title, "language": article.language, "state": article.state,
        "number": newest.number, "published_number": published.number if published else None,
        "board_id": article.board_id, "tags": newest.tags, "original_id": article.original_id,
        "is_out_of_date": is_behind(article), "question_id": article.origin_question_id,
        "answer_id": article.origin_answer_id, "changed_at": article.changed_at,
        "updated_at": article.updated_at, "view_count": article.view_count,
        "helpful_count": article.helpful_count, "unhelpful_count": article.unhelpful_count,
        "used_count": article.used_count, "url": f"/community/articles/{article.pk}/{article.slug}/",
    }  # fmt: skip


def _out(article: Article) -> ArticleOut:
    return ArticleOut(**_values(article))


def _whole(article_id: int) -> ArticleWhole:
    article = _article(article_id)
    assert article.newest is not None
    return ArticleWhole(**_values(article), text=article.newest.text, reason=article.newest.reason)


def _revision(row: ArticleRevision) -> ArticleRevisionOut:
    return ArticleRevisionOut(
        number=row.number, title=row.title, text=row.text, tags=row.tags, why=row.why, at=row.at,
        by_name=row.by.name, submitted_at=row.submitted_at, judged_at=row.judged_at,
        judged_by_name=row.judged_by.name if row.judged_by else "", reason=row.reason,
        published_at=row.published_at,
    )  # fmt: skip
