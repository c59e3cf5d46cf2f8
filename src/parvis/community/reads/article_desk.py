"""Articles as their editors see them: by state, with what is out of date and what readers found of no help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from parvis.community.models import Article, ArticleRevision, ArticleVote, DayOfArticle
from parvis.community.reads.history import compared, whole
from parvis.foundation.logic.intervals import Z_95, share

PAGE = 50
BESIDE, LEFT_OUT = 2, (" ", "…")
MOST_REVISIONS = 30  # that are compared on one page
STATES = ("draft", "review", "published", "withdrawn")
SORTS = (*STATES, "out-of-date", "unhelpful")

# A translation whose newest revision says an older revision than the one that readers see of the original.
OUT_OF_DATE = Q(original__published__isnull=False, newest__source__isnull=False) & Q(
    original__published__number__gt=F("newest__source__number")
)


@dataclass(frozen=True, slots=True)
class Unhelpful:
    """An article by how many readings it left without help, at the least. since: it was published as it is."""

    id: int
    title: str
    language: str
    since: datetime
    views: int
    votes: int
    unhelpful: int
    at_least: float  # readings of no help: views × lower bound of the share that voted so

    @property
    def lower_bound(self) -> float:
        estimate = share(self.unhelpful, self.votes)
        return estimate.low or 0.0 if estimate else 0.0


def desk_articles(*, kind: str = "", language: str = "", typed: str = "") -> QuerySet[Article]:
    """The last changed first. kind: one of SORTS but "unhelpful", or empty for all."""
    found = Article.objects.select_related(
        "newest__by", "newest__source", "published", "board", "original__published"
    ).order_by(F("changed_at").desc(), F("id").desc())
    if kind in STATES:
        found = found.exclude(published=None) if kind == "published" else found.filter(state=kind)
    elif kind == "out-of-date":
        found = found.filter(OUT_OF_DATE).exclude(state=Article.WITHDRAWN)
    if language:
        found = found.filter(language=language)
    if typed := typed.replace("\x00", " ").strip()[:200]:
        found = found.filter(newest__title__icontains=typed)
    return found


def get_desk_article(article_id: int) -> Article:
    """Whatever its state. Raises Http404."""
    rows = Article.objects.select_related(
        "newest__by", "newest__source", "newest__judged_by", "published", "board", "original__published",
        "credited", "origin_question", "author",
    )  # fmt: skip
    article = rows.filter(pk=min(article_id, 2**63 - 1)).first()
    if article is None:
        raise Http404("article")
    return article


def is_behind(article: Article) -> bool:
    """Whether its newest revision says an older one than readers see of the original. With both already read."""
    source = article.newest.source if article.newest else None
    original = article.original.published if article.original else None
    return source is not None and original is not None and original.number > source.number


def desk_counts() -> dict[str, int]:
    """How many articles each filter shows."""
    return Article.objects.aggregate(
        draft=Count("pk", filter=Q(state="draft")),
        review=Count("pk", filter=Q(state="review")),
        published=Count("pk", filter=Q(published__isnull=False)),
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
        out_of_date=Count("pk", filter=OUT_OF_DATE & ~Q(state="withdrawn")),
    )


def unhelpful_first(*, most: int = PAGE) -> list[Unhelpful]:
    """Articles that readers found of no help, by readings × lower bound of Wilson's interval for that share.

    Counted since the article was published as it is: what was improved begins anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH voted AS (
                SELECT a.id, a.title, a.language, a.updated_at, count(*)::float AS n,
                       count(*) FILTER (WHERE NOT v.is_helpful)::float AS bad
                FROM community_article a JOIN community_article_vote v ON v.revision_id = a.published_id
                GROUP BY a.id HAVING bool_or(NOT v.is_helpful)
            ), bound AS (
                SELECT *, (bad / n + %(zz)s / (2 * n)
                    - %(z)s * sqrt((bad / n * (1 - bad / n) + %(zz)s / (4 * n)) / n)) / (1 + %(zz)s / n) AS low
                FROM voted
            ), read AS (
                SELECT bound.*, greatest(n, (SELECT coalesce(sum(d.views), 0) FROM community_day_of_article d
                    WHERE d.article_id = bound.id AND d.day >= bound.updated_at::date))::int AS views
                FROM bound
            )
            SELECT id, title, language, updated_at, views, n::int, bad::int, views * greatest(low, 0)
            FROM read ORDER BY 8 DESC, id LIMIT %(most)s
            """,
            {"z": Z_95, "zz": Z_95**2, "most": most},
        )
        return [Unhelpful(*row) for row in cursor.fetchall()]


def words_why_not(article: Article, *, most: int = 50) -> list[ArticleVote]:
    """What readers missed, the newest first."""
    return list(article.votes.exclude(word="").order_by("-at")[:most])


def days_of(article: Article, *, most: int = 60) -> list[DayOfArticle]:
    """Readings and uses by day, the newest first; a day without any is not there."""
    return list(article.days.order_by("-day")[:most])


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """One revision with what it changed. lines: (" ", "+" or "-", line)."""

    revision: ArticleRevision
    is_published: bool
    lines: list[tuple[str, str]]


def revisions_of(article: Article) -> list[RevisionShown]:
    """The newest first, at most MOST_REVISIONS."""
    rows = list(
        article.revisions.select_related("by", "judged_by", "source").order_by("-number")[
            : MOST_REVISIONS + 1
        ]
    )
    befores: Iterable[ArticleRevision | None] = [*rows[1:], None]
    return [
        RevisionShown(
            row,
            row.pk == article.published_id,
            differences(before, row) if before else compared([], _whole(row)),
        )
        for row, before in zip(rows, befores, strict=True)
    ][:MOST_REVISIONS]


def differences(before: ArticleRevision, after: ArticleRevision) -> list[tuple[str, str]]:
    """What changed between two revisions, line by line, with the lines beside it; what is left out is "…"."""
    return near_changes(compared(_whole(before), _whole(after)))


def near_changes(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Changed lines with at most BESIDE unchanged ones before and after; in place of the others one "…"."""
    changed = [place for place, (mark, _) in enumerate(lines) if mark != " "]
    kept = {near for place in changed for near in range(place - BESIDE, place + BESIDE + 1)}
    shown: list[tuple[str, str]] = []
    for place, line in enumerate(lines):
        if place in kept:
            shown.append(line)
        elif not shown or shown[-1] != LEFT_OUT:
            shown.append(LEFT_OUT)
    return shown


def _whole(revision: ArticleRevision) -> list[str]:
    return whole(revision.title, revision.text)
