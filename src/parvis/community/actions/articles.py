"""Writing articles: every saving is a revision; what readers see changes only when another has agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from parvis.community.actions.ask import TITLE_LONGEST, TITLE_SHORTEST
from parvis.community.actions.flow import refuse_suspended
from parvis.community.actions.text_pictures import note_shown
from parvis.community.events import ArticlePublished, ArticleWithdrawn
from parvis.community.logic.articles import article_html, begun_from
from parvis.community.logic.errors import (
    ChangedMeanwhile,
    EmptyText,
    MayNot,
    TextTooLong,
    TitleTooShort,
    TooOften,
)
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.models import Answer, Article, ArticleRevision, Board, Draft, Member
from parvis.community.permissions import can_make_article, is_staff
from parvis.community.reads.reviewers import has_other_reviewer
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish

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


def save_article(
    article: Article,
    *,
    title: str,
    text: str,
    by: Member,
    now: datetime,
    base: int,
    tags: Iterable[str] = (),
    board: Board | None = None,
    why: str = "",
    source: ArticleRevision | None = None,
) -> bool:
    """A newer draft; what is published stays. Returns whether anything changed.

    base: the number of the revision that the editor began from. source: of a translation, the revision of the
    original that it says now; None leaves it as it was.
    Raises ChangedMeanwhile where another saved since, EmptyText, TextTooLong, TitleTooShort.
    """
    title, text = _checked(title, text)
    wanted = clean_tags(tags)
    with transaction.atomic():
        held = _held(article)
        newest = held.newest
        assert newest is not None
        source = source or newest.source
        if source is not None and source.article_id != held.original_id:
            raise MayNot("source")
        has_new_words = (newest.title, newest.text, newest.tags, newest.source_id) != (
            title, text, wanted, source.pk if source else None,
        )  # fmt: skip
        if newest.number != base and has_new_words:
            raise ChangedMeanwhile(newest=newest.number)
        Draft.objects.filter(member=by, place__startswith=draft_place(held.pk)).delete()
        has_new_board = (board.pk if board else None) != held.board_id
        if not has_new_words and not has_new_board:
            return False
        held.board, held.changed_at = board, now
        if has_new_words:
            _add_revision(held, title=title, text=text, tags=wanted, by=by, now=now, why=why, source=source)
        held.save()
        return True


def submit_article(article: Article, *, by: Member, now: datetime) -> bool:
    """Ask another to look at the newest draft. Returns whether anything changed. Raises MayNot("submit")."""
    with transaction.atomic():
        held = _held(article)
        if held.state == Article.REVIEW:
            return False
        if held.state != Article.DRAFT:
            raise MayNot("submit")
        ArticleRevision.objects.filter(pk=held.newest_id or 0).update(submitted_at=now)
        Article.objects.filter(pk=held.pk).update(state=Article.REVIEW, changed_at=now)
        return True


def send_back(article: Article, *, reason: str, by: Member, now: datetime) -> bool:
    """A draft in review becomes a draft again, with the reason. Returns whether anything changed. Raises EmptyText."""
    reason = cleaned(reason)[:1000]
    if not reason:
        raise EmptyText
    with transaction.atomic():
        held = _held(article)
        if held.state != Article.REVIEW:
            return False
        _judge(held, by=by, now=now, reason=reason)
        Article.objects.filter(pk=held.pk).update(state=Article.DRAFT, changed_at=now)
        record("article.sent_back", held, by=_actor(by), now=now)
        return True


def publish_article(article: Article, *, number: int, by: Member, now: datetime) -> bool:
    """Show the newest revision to readers. Returns whether anything changed.

    number: of the revision that was read. Who wrote it does not publish it, unless nobody else could.
    Raises ChangedMeanwhile, MayNot("publish-own" | "publish").
    """
    with transaction.atomic():
        held = _held(article)
        newest = held.newest
        assert newest is not None
        if newest.number != number:
            raise ChangedMeanwhile(newest=newest.number)
        if held.published_id == newest.pk:
            return False
        if held.state != Article.REVIEW:
            raise MayNot("publish")
        if newest.by_id == by.pk and has_other_reviewer(by):
            raise MayNot("publish-own")
        _judge(held, by=by, now=now)
        ArticleRevision.objects.filter(pk=newest.pk).update(published_at=now)
        held.title, held.slug, held.text = newest.title, slug_of(newest.title), newest.text
        held.html, held.tags = article_html(newest.text), newest.tags
        held.published, held.state = newest, Article.PUBLISHED
        held.published_at, held.updated_at, held.changed_at = held.published_at or now, now, now
        held.save()
        record("article.published", held, by=_actor(by), now=now, revision=newest.number)
        publish(ArticlePublished(held.pk, newest.number), by=_actor(by))
        return True


def withdraw_article(article: Article, *, by: Member, now: datetime) -> bool:
    """Readers no longer see it; its text and history stay. Returns whether anything changed."""
    with transaction.atomic():
        held = _held(article)
        if held.state == Article.WITHDRAWN:
            return False
        Article.objects.filter(pk=held.pk).update(state=Article.WITHDRAWN, published=None, changed_at=now)
        record("article.withdrawn", held, by=_actor(by), now=now)
        publish(ArticleWithdrawn(held.pk), by=_actor(by))
        return True


def resume_article(article: Article, *, by: Member, now: datetime) -> bool:
    """What was withdrawn is a draft again. Returns whether anything changed."""
    with transaction.atomic():
        held = _held(article)
        if held.state != Article.WITHDRAWN:
            return False
        Article.objects.filter(pk=held.pk).update(state=Article.DRAFT, changed_at=now)
        record("article.resumed", held, by=_actor(by), now=now)
        return True


def draft_place(article_id: int) -> str:
    """What editors' drafts of this article are called; the number they began from follows."""
    return f"article:{article_id}:"


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
    title, text = _checked(title, text)
    article.language, article.author, article.created_at, article.changed_at = language, by, now, now
    with transaction.atomic():
        article.save()
        _add_revision(article, title=title, text=text, tags=clean_tags(tags), by=by, now=now, source=source)
        article.save()
        Draft.objects.filter(member=by, place="article:new").delete()
        record("article.begun", article, by=_actor(by), now=now, language=language)
    return article


def _add_revision(
    article: Article,
    *,
    title: str,
    text: str,
    tags: list[str],
    by: Member,
    now: datetime,
    why: str = "",
    source: ArticleRevision | None = None,
) -> None:
    """Writes the revision; the article itself is the caller's to save."""
    number = article.newest.number + 1 if article.newest else 1
    article.newest = ArticleRevision.objects.create(
        article=article, number=number, title=title, text=text, tags=tags, by=by, at=now,
        why=" ".join(why.split())[:200], source=source,
    )  # fmt: skip
    article.state = Article.DRAFT
    html = article_html(text)
    # Of drafts and earlier wordings, too: colleagues read them long after they were written.
    note_shown("article", article.pk, html)
    if article.published_id is None:
        article.title, article.slug, article.text, article.tags = title, slug_of(title), text, tags
        article.html = html


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(cleaned(title).split()), cleaned(text)
    if len(title) < TITLE_SHORTEST:
        raise TitleTooShort(limit=TITLE_SHORTEST)
    if len(title) > TITLE_LONGEST:
        raise TextTooLong(limit=TITLE_LONGEST, length=len(title))
    if not text:
        raise EmptyText
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(limit=MOST_CHARACTERS, length=len(text))
    return title, text


def _judge(article: Article, *, by: Member, now: datetime, reason: str = "") -> None:
    ArticleRevision.objects.filter(pk=article.newest_id or 0).update(
        judged_at=now, judged_by=by, reason=reason
    )


def _held(article: Article) -> Article:
    """The article's row, locked: two editors go one after the other."""
    held = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if held.newest_id is not None:
        held.newest = ArticleRevision.objects.select_related("source").get(pk=held.newest_id)
    return held


def _actor(member: Member) -> Actor:
    if member.staff_id is not None:
        return Actor("user", member.staff_id, member.name)
    return Actor("member", member.pk, member.name)
