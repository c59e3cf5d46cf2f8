"""Writing articles: every saving is a revision; what readers see changes only when another has agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parvis.community.actions.text_pictures import note_shown
from parvis.community.logic.articles import article_html
from parvis.community.logic.errors import ChangedMeanwhile, MayNot
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.logic.titled import checked_text, checked_title
from parvis.community.models import Article, ArticleRevision, Board, Draft, Member
from parvis.foundation.audit import Actor


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
    title, text = checked_title(title), checked_text(text)
    wanted = clean_tags(tags)
    with transaction.atomic():
        held = held_article(article)
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
            add_revision(held, title=title, text=text, tags=wanted, by=by, now=now, why=why, source=source)
        held.save()
        return True


def draft_place(article_id: int) -> str:
    """What editors' drafts of this article are called; the number they began from follows."""
    return f"article:{article_id}:"


def add_revision(
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


def held_article(article: Article) -> Article:
    """The article's row, locked: two editors go one after the other."""
    held = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if held.newest_id is not None:
        held.newest = ArticleRevision.objects.select_related("source").get(pk=held.newest_id)
    return held


def actor_of(member: Member) -> Actor:
    if member.staff_id is not None:
        return Actor("user", member.staff_id, member.name)
    return Actor("member", member.pk, member.name)
