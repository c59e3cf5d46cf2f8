"""Beginning an article: written anew, from an answer, or as a translation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from parvis.community.actions.article_review import submit_article
from parvis.community.actions.articles import actor_of, add_revision
from parvis.community.actions.flow import refuse_suspended
from parvis.community.logic.articles import begun_from
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.logic.markdown import MOST_CHARACTERS
from parvis.community.logic.tags import clean_tags
from parvis.community.logic.titled import checked_text, checked_title
from parvis.community.models import Answer, Article, ArticleRevision, Board, Draft, Member
from parvis.community.permissions import can_make_article, is_staff
from parvis.foundation.audit import record

LANGUAGES = ("en", "fr")
PROPOSALS_A_DAY = 5  # of a super-user


def write_article(
    *,
    title: str,
    text: str,
    language: str,
    by: Member,
    now: datetime,
    board: Board | None = None,
    tags: Iterable[str] = (),
) -> Article:
    """A new draft. Raises EmptyText, TextTooLong, TitleTooShort, MayNot("language")."""
    return _begun(Article(board=board), title=title, text=text, language=language, tags=tags, by=by, now=now)


def article_from(answer: Answer, *, by: Member, now: datetime) -> tuple[Article, bool]:
    """The article of an answer, and whether it was made now: begun from question and answer, its author named.

    What an employee begins is a draft; what a super-user proposes waits for an editor.
    Raises MayNot("article"), TooOften.
    """
    refuse_suspended(by, now=now)
    answer = Answer.objects.select_related("question__board", "author").get(pk=answer.pk)
    question = answer.question
    if not can_make_article(by, answer):
        raise MayNot("article")
    if (known := Article.objects.filter(origin_answer=answer).first()) is not None:
        return known, False
    if not is_staff(by):
        day = Article.objects.filter(author=by, created_at__gt=now - timedelta(days=1)).count()
        if day >= PROPOSALS_A_DAY:
            raise TooOften(seconds=24 * 3600)
    begun = Article(
        board=question.board, origin_question=question, origin_answer=answer, credited=answer.author
    )
    language = answer.language or question.language or "en"
    try:
        with transaction.atomic():
            article = _begun(
                begun,
                title=question.title,
                text=begun_from(question.text, answer.text)[:MOST_CHARACTERS],
                language=language if language in LANGUAGES else "en",
                tags=question.tags,
                by=by,
                now=now,
            )
            if not is_staff(by):
                submit_article(article, by=by, now=now)
                article.refresh_from_db(fields=["state"])
    except IntegrityError:  # another pressed the same button
        return Article.objects.get(origin_answer=answer), False
    return article, True


def translate_article(article: Article, *, language: str, by: Member, now: datetime) -> tuple[Article, bool]:
    """The article in another language, and whether it was begun now, as a copy of the original to be translated.

    Raises MayNot("language").
    """
    original = article.original or article
    if language == original.language:
        return original, False
    if (known := Article.objects.filter(original=original, language=language).first()) is not None:
        return known, False
    source = original.published or original.newest
    assert source is not None
    begun = Article(
        board=original.board,
        original=original,
        origin_question=original.origin_question,
        credited=original.credited,
    )
    try:
        with transaction.atomic():
            return _begun(
                begun, title=source.title, text=source.text, language=language, tags=source.tags, by=by,
                now=now, source=source,
            ), True  # fmt: skip
    except IntegrityError:
        return Article.objects.get(original=original, language=language), False


def _begun(
    article: Article,
    *,
    title: str,
    text: str,
    language: str,
    tags: Iterable[str],
    by: Member,
    now: datetime,
    source: ArticleRevision | None = None,
) -> Article:
    if language not in LANGUAGES:
        raise MayNot("language")
    title, text = checked_title(title), checked_text(text)
    article.language, article.author, article.created_at, article.changed_at = language, by, now, now
    with transaction.atomic():
        article.save()
        add_revision(article, title=title, text=text, tags=clean_tags(tags), by=by, now=now, source=source)
        article.save()
        Draft.objects.filter(member=by, place="article:new").delete()
        record("article.begun", article, by=actor_of(by), now=now, language=language)
    return article
