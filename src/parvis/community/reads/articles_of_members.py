"""What members left among the articles: for their copy and their erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from parvis.community.models import Article, ArticleRevision, ArticleVote
from parvis.community.reads.public_titles import public_title

TABLES = {
    "community_article": "Who of the house wrote an article, and whose answer it began from.",
    "community_article_revision": "Who of the house wrote which revision of an article, and who judged it.",
    "community_article_vote": "Whether an article helped a member, until they leave; or a visitor's browser, under a"
    " keyed hash that is forgotten after a month.",
}
# The house's texts stay; the name of who left no longer stands at them.
KEPT_PUBLIC = ("community_article", "community_article_revision")


def article_counts(members: Sequence[int]) -> dict[str, int]:
    """Rows by table."""
    return {
        "community_article": Article.objects.filter(credited__in=members).count(),
        "community_article_revision": ArticleRevision.objects.filter(by__in=members).count(),
        "community_article_vote": ArticleVote.objects.filter(member__in=members).count(),
    }


def article_export(members: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """All that is theirs, by table."""
    return {
        "community_article": _rows(
            Article.objects.filter(credited__in=members), "title", "language", "created_at"
        ),
        "community_article_revision": _rows(
            ArticleRevision.objects.filter(by__in=members).annotate(article_title=public_title("article")),
            "article_title",
            "title",
            "text",
            "why",
            "at",
        ),
        "community_article_vote": _rows(
            ArticleVote.objects.filter(member__in=members).annotate(article_title=public_title("article")),
            "article_title",
            "is_helpful",
            "word",
            "at",
        ),
    }


def _rows(found: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(found.order_by("pk").values(*names))
