"""Feeds (Atom, RFC 4287) of what anybody may read: the newest of a list, or what is said under one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, get_tag_uri

from parvis.community.logic.markdown import excerpt_of
from parvis.community.models import Answer, Article, Idea, ProductPage, Question, Said
from parvis.community.reads.articles import articles
from parvis.community.reads.idea_list import ideas
from parvis.community.reads.notice_links import absolute
from parvis.community.reads.question_list import questions
from parvis.community.reads.reviews import shown_reviews

MOST = 30
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of the tag addresses: it never changes


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    path: str
    author: str
    at: datetime
    updated: datetime
    html: str
    tags: tuple[str, ...] = ()


def question_entries(*, board_ids: list[int] | None = None, tag: str = "") -> list[Entry]:
    """The newest questions of public boards."""
    ids = [row.id for row in questions(None, order="newest", board_ids=board_ids, tag=tag, most=MOST).rows]
    found = Question.objects.select_related("author").in_bulk(ids)
    return [
        Entry(
            one.title, one.url, _name(one), one.asked_at, one.edited_at or one.asked_at, one.html, tuple(one.tags)
        )
        for one in (found[pk] for pk in ids if pk in found)
    ]  # fmt: skip


def answer_entries(question: Question) -> list[Entry]:
    """The newest texts under a question, comments among them."""
    said = Answer.objects.filter(question=question, state=Answer.SHOWN).select_related("author", "question")
    return [
        Entry(question.title, one.url, _name(one), one.written_at, one.edited_at or one.written_at, one.html)
        for one in said.order_by("-position")[:MOST]
    ]


def article_entries() -> list[Entry]:
    ids = [row.id for row in articles(None, most=MOST).rows]
    found = Article.objects.select_related("author").in_bulk(ids)
    rows = [found[pk] for pk in ids if pk in found]
    return [
        Entry(
            one.title, f"/community/articles/{one.pk}/{one.slug}/", one.author.name,
            one.published_at or one.created_at, one.updated_at or one.created_at, one.html, tuple(one.tags),
        )
        for one in rows
    ]  # fmt: skip


def idea_entries() -> list[Entry]:
    """Of every status: what was done is news, too."""
    rows = ideas(None, order="newest", status="all", most=MOST).rows
    found = Idea.objects.select_related("author").in_bulk([row.id for row in rows])
    return [
        Entry(one.title, row.url, _name(one), row.proposed_at, row.status_at, one.html, tuple(row.tags))
        for row in rows
        if (one := found.get(row.id)) is not None
    ]


def review_entries(page: ProductPage) -> list[Entry]:
    found = shown_reviews(page.pk).select_related("author", "page").order_by("-written_at", "-pk")[:MOST]
    return [
        Entry(one.heading, one.url, _name(one), one.written_at, one.edited_at or one.written_at, one.html)
        for one in found
    ]


def atom(title: str, entries: Iterable[Entry], *, about: str, path: str, language: str) -> str:
    """The feed as a document. about: the page that it is a feed of. path: the feed's own address."""
    entries = list(entries)
    newest = max((one.updated for one in entries), default=_BEGINNING)
    feed = _Feed(
        title=title, link=absolute(about), description="", language=language or None, feed_url=absolute(path)
    )
    feed.newest = newest
    for one in entries:
        link = absolute(one.path)
        feed.add_item(
            title=one.title or excerpt_of(one.html), link=link, description=one.html, author_name=one.author or None,
            pubdate=one.at, updateddate=one.updated, unique_id=get_tag_uri(link, _BEGINNING), categories=one.tags,
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


class _Feed(Atom1Feed):
    """A feed that says nothing new has no new date: its bytes stay the same, and so does its ETag."""

    newest = _BEGINNING

    def latest_post_date(self) -> datetime:
        return self.newest


def _name(text: Said) -> str:
    author = text.author
    return "" if author.left_at else str(author.name)
