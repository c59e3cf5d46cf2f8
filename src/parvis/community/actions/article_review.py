"""What becomes of a draft: read by another, sent back, published, withdrawn, resumed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.actions.articles import actor_of, held_article
from parvis.community.events import ArticlePublished, ArticleWithdrawn
from parvis.community.logic.articles import article_html
from parvis.community.logic.errors import ChangedMeanwhile, EmptyText, MayNot
from parvis.community.logic.markdown import cleaned
from parvis.community.logic.slugs import slug_of
from parvis.community.models import Article, ArticleRevision, Member
from parvis.community.reads.reviewers import has_other_reviewer
from parvis.foundation.audit import record
from parvis.foundation.events import publish


def submit_article(article: Article, *, by: Member, now: datetime) -> bool:
    """Ask another to look at the newest draft. Returns whether anything changed. Raises MayNot("submit")."""
    with transaction.atomic():
        held = held_article(article)
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
        held = held_article(article)
        if held.state != Article.REVIEW:
            return False
        _judge(held, by=by, now=now, reason=reason)
        Article.objects.filter(pk=held.pk).update(state=Article.DRAFT, changed_at=now)
        record("article.sent_back", held, by=actor_of(by), now=now)
        return True


def publish_article(article: Article, *, number: int, by: Member, now: datetime) -> bool:
    """Show the newest revision to readers. Returns whether anything changed.

    number: of the revision that was read. Who wrote it does not publish it, unless nobody else could.
    Raises ChangedMeanwhile, MayNot("publish-own" | "publish").
    """
    with transaction.atomic():
        held = held_article(article)
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
        record("article.published", held, by=actor_of(by), now=now, revision=newest.number)
        publish(ArticlePublished(held.pk, newest.number), by=actor_of(by))
        return True


def withdraw_article(article: Article, *, by: Member, now: datetime) -> bool:
    """Readers no longer see it; its text and history stay. Returns whether anything changed."""
    with transaction.atomic():
        held = held_article(article)
        if held.state == Article.WITHDRAWN:
            return False
        Article.objects.filter(pk=held.pk).update(state=Article.WITHDRAWN, published=None, changed_at=now)
        record("article.withdrawn", held, by=actor_of(by), now=now)
        publish(ArticleWithdrawn(held.pk), by=actor_of(by))
        return True


def resume_article(article: Article, *, by: Member, now: datetime) -> bool:
    """What was withdrawn is a draft again. Returns whether anything changed."""
    with transaction.atomic():
        held = held_article(article)
        if held.state != Article.WITHDRAWN:
            return False
        Article.objects.filter(pk=held.pk).update(state=Article.DRAFT, changed_at=now)
        record("article.resumed", held, by=actor_of(by), now=now)
        return True


def _judge(article: Article, *, by: Member, now: datetime, reason: str = "") -> None:
    ArticleRevision.objects.filter(pk=article.newest_id or 0).update(
        judged_at=now, judged_by=by, reason=reason
    )
