"""Every public page for search engines, in parts that one statement by id fills: never a page of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, QuerySet

from parvis.community.models import Article, Idea, ProductPage, Question
from parvis.community.permissions import visible_articles, visible_ideas, visible_questions
from parvis.community.reads.product_pages import shown_pages

PART = 10_000  # ids a part; sitemaps.org allows 50,000 addresses


class Listed(NamedTuple):
    """An address without its origin, and when what stands there changed."""

    path: str
    changed_at: datetime | None


def _questions() -> QuerySet[Question]:
    return visible_questions(None).only("id", "slug", "active_at")


def _articles() -> QuerySet[Article]:
    return visible_articles(None).only("id", "slug", "updated_at")


def _ideas() -> QuerySet[Idea]:
    # A duplicate's address leads elsewhere.
    return visible_ideas(None).exclude(status=Idea.MERGED).only("id", "slug", "status_at")


# kind → its public rows, and the column that says when one changed.
KINDS: dict[str, tuple[Callable[[], QuerySet], str]] = {  # type: ignore[type-arg]
    "questions": (_questions, "active_at"),
    "articles": (_articles, "updated_at"),
    "ideas": (_ideas, "status_at"),
    "products": (shown_pages, "changed_at"),
}


def maps() -> list[tuple[str, int]]:
    """(kind, number of the part) of every part that may hold something."""
    found = []
    for kind, (rows, _changed) in KINDS.items():
        last = rows().aggregate(last=Max("pk"))["last"] or 0
        found += [(kind, number) for number in range(last // PART + 1)] if last else []
    return found


def places_of(kind: str, number: int) -> Iterator[Listed]:
    rows, changed = KINDS[kind]
    low = min(number, 10**12) * PART
    for one in rows().filter(pk__gte=low, pk__lt=low + PART).order_by("pk").iterator(2000):
        yield Listed(_url(one), getattr(one, changed) if changed else None)


def _url(one: Question | Article | Idea | ProductPage) -> str:
    return f"/community/articles/{one.pk}/{one.slug}/" if isinstance(one, Article) else one.url
