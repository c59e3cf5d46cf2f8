"""Whether an article helped: said by members, and by visitors without a log-in, once a browser session."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from parvis.community.actions.flow import hold_member, refuse_suspended
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import Article, ArticleVote, Member
from parvis.foundation.secrets import keyed_hash

# Nothing tells one visitor who forgets their cookies from many, so all visitors together have a bound.
VISITORS_AN_HOUR = 60  # votes on one article
A_VISITOR_A_DAY = 30  # votes of one browser session
LONGEST_WORD = 200
VISITORS_KEPT = timedelta(days=30)


def vote_on_article(
    article: Article, *, is_helpful: bool, now: datetime, member: Member | None = None, visitor: str = ""
) -> bool:
    """A vote, or another one in its place. Returns whether anything changed.

    visitor: the number of the browser session where there is no member; only its keyed hash is kept.
    Raises MayNot("vote"), TooOften.
    """
    if article.published_id is None or (member is None and not visitor):
        raise MayNot("vote")
    try:
        with transaction.atomic():
            if member is not None:
                member = hold_member(member, now=now)
            return _vote(article, is_helpful=is_helpful, now=now, member=member, visitor=visitor)
    except IntegrityError:  # the same button twice at once: the other one counted
        return False


def say_why_not(
    article: Article, *, word: str, now: datetime, member: Member | None = None, visitor: str = ""
) -> bool:
    """What was missing, in few words, beside one's own vote. Returns whether there was one to put it beside.

    Raises Suspended.
    """
    if member is not None:
        refuse_suspended(member, now=now)
    word = " ".join(word.replace("\x00", " ").split())[:LONGEST_WORD]
    mine = ArticleVote.objects.filter(article=article, is_helpful=False, **_whose(member, visitor))
    return bool(word and mine.update(word=word))


def vote_of(article: Article, *, member: Member | None = None, visitor: str = "") -> ArticleVote | None:
    if member is None and not visitor:
        return None
    return ArticleVote.objects.filter(article=article, **_whose(member, visitor)).first()


def _vote(article: Article, *, is_helpful: bool, now: datetime, member: Member | None, visitor: str) -> bool:
    held = Article.objects.select_for_update(no_key=True).only("published_id").get(pk=article.pk)
    if held.published_id is None:
        raise MayNot("vote")
    mine = ArticleVote.objects.filter(article=held, **_whose(member, visitor)).first()
    if mine is not None and mine.is_helpful == is_helpful and mine.revision_id == held.published_id:
        return False
    if mine is None:
        _check_flow(held, member=member, visitor=visitor, now=now)
    before = mine.is_helpful if mine else None
    vote = mine or ArticleVote(article=held, **_whose(member, visitor))
    vote.revision_id, vote.is_helpful, vote.at = held.published_id, is_helpful, now
    if is_helpful:
        vote.word = ""
    vote.save()
    if before != is_helpful:
        new, old = (
            ("helpful_count", "unhelpful_count") if is_helpful else ("unhelpful_count", "helpful_count")
        )
        changes = {new: F(new) + 1} | ({old: F(old) - 1} if before is not None else {})
        Article.objects.filter(pk=held.pk).update(**changes)
    return True


def _check_flow(article: Article, *, member: Member | None, visitor: str, now: datetime) -> None:
    day = ArticleVote.objects.filter(at__gt=now - timedelta(days=1), **_whose(member, visitor)).count()
    if day >= (limits_of(member.trust).helpful_a_day if member else A_VISITOR_A_DAY):
        raise TooOften(seconds=24 * 3600)
    if member is None:
        hour = ArticleVote.objects.filter(article=article, at__gt=now - timedelta(hours=1), member=None)
        if hour.count() >= VISITORS_AN_HOUR:
            raise TooOften(seconds=3600)


def _whose(member: Member | None, visitor: str) -> dict[str, object]:
    if member is not None:
        return {"member": member}
    return {"member": None, "visitor": keyed_hash("community-visitors", visitor)}


def leave_articles(member: Member) -> None:
    """Votes stay counted; they lose their voter and their words."""
    ArticleVote.objects.filter(member=member).update(member=None, word="")


def forget_visitors(*, now: datetime) -> int:
    """Whose browser voted is forgotten; that it voted stays. Returns how many there were."""
    return ArticleVote.objects.filter(at__lt=now - VISITORS_KEPT).exclude(visitor="").update(visitor="")
