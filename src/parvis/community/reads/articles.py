"""Published articles as readers meet them: by topic, one by one with its counterpart, as rows among what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from parvis.community.models import Article, Board, Member
from parvis.community.permissions import is_house, visible_articles, visible_boards

PAGE = 30


@dataclass(frozen=True, slots=True)
class ArticleRow:
    id: int
    title: str
    slug: str
    beginning: str  # of its Markdown
    board: str
    board_slug: str
    language: str
    updated_at: datetime
    helpful_count: int
    tags: list[str]

    @property
    def url(self) -> str:
        return f"/community/articles/{self.id}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class ArticlePage:
    rows: tuple[ArticleRow, ...]
    after: str  # key of the next page, or empty


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The same article in another language. is_out_of_date: what it says is older than its original."""

    id: int
    title: str
    slug: str
    language: str

    @property
    def url(self) -> str:
        return f"/community/articles/{self.id}/{self.slug}/"


_ROWS = """
    SELECT a.id, a.title, a.slug, left(a.text, 400), coalesce(b.name, ''), coalesce(b.slug, ''), a.language,
           a.updated_at, a.helpful_count, a.tags
    FROM community_article a LEFT JOIN community_board b ON b.id = a.board_id
"""


def may_read(reader: Member | None) -> str:
    """The condition on rows `a` of articles and `b` of boards."""
    return "a.published_id IS NOT NULL" + ("" if is_house(reader) else " AND b.is_private IS NOT TRUE")


def articles(
    reader: Member | None,
    *,
    language: str = "",
    board_id: int | None = None,
    tag: str = "",
    after: str = "",
    most: int = PAGE,
) -> ArticlePage:
    """One page, the last published first. after: the key that the page before gave; nonsense is the first page."""
    conditions = [may_read(reader)]
    values: list[Any] = []
    if language:
        conditions.append("a.language = %s")
        values.append(language)
    if board_id is not None:
        conditions.append("a.board_id = %s")
        values.append(board_id)
    if tag:
        conditions.append("a.tags @> ARRAY[%s]::varchar[]")
        values.append(tag)
    if (key := _key_typed(after)) is not None:
        conditions.append("(a.updated_at, a.id) < (%s, %s)")
        values.extend(key)
    rows = _rows(
        f"WHERE {' AND '.join(conditions)} ORDER BY a.updated_at DESC, a.id DESC LIMIT %s",
        [*values, most + 1],
    )
    last = rows[most - 1] if len(rows) > most else None
    return ArticlePage(tuple(rows[:most]), f"{last.updated_at.isoformat()}~{last.id}" if last else "")


def articles_by_id(reader: Member | None, ids: list[int]) -> list[ArticleRow]:
    """Those of the ids that this reader may open, in the order of the ids."""
    if not ids:
        return []
    by_id = {row.id: row for row in _rows(f"WHERE a.id = ANY(%s) AND {may_read(reader)}", [ids])}
    return [by_id[one] for one in ids if one in by_id]


def search_articles(
    reader: Member | None, typed: str, *, language: str = "", most: int = PAGE
) -> list[ArticleRow]:
    """The likeliest first. typed: as in a search engine."""
    typed = typed.replace("\x00", " ").strip()[:200]
    if not typed:
        return []
    spoken = "AND a.language = %s" if language else ""
    return _rows(
        f", parvis_query(%s) AS asked WHERE a.document @@ asked AND {may_read(reader)} {spoken}"
        " ORDER BY ts_rank(a.document, asked) DESC, a.id DESC LIMIT %s",
        [typed, *([language] if language else []), most],
    )


def topics(reader: Member | None, *, language: str = "") -> list[tuple[Board, int]]:
    """Boards that have articles, and how many."""
    shown = Q(articles__published__isnull=False)
    if language:
        shown &= Q(articles__language=language)
    boards = visible_boards(reader).annotate(article_count=Count("articles", filter=shown))
    return [(board, board.article_count) for board in boards.filter(article_count__gt=0)]


def counterparts(reader: Member | None, article: Article) -> list[Counterpart]:
    """The article in its other languages."""
    original = article.original_id or article.pk
    family = visible_articles(reader).filter(Q(pk=original) | Q(original=original)).exclude(pk=article.pk)
    return [
        Counterpart(*row)
        for row in family.order_by("language").values_list("pk", "title", "slug", "language")
    ]


def is_out_of_date(article: Article) -> bool:
    """Whether the original says something newer than what this published translation was made from."""
    if article.original_id is None or article.published is None or article.published.source is None:
        return False
    newest = (
        Article.objects.filter(pk=article.original_id).values_list("published__number", flat=True).first()
    )
    return newest is not None and newest > article.published.source.number


def article_of_question(reader: Member | None, question_id: int, *, language: str = "") -> ArticleRow | None:
    """The article that was made of an answer to this question: in the reader's language, else in any."""
    found = _rows(
        f"WHERE a.origin_question_id = %s AND {may_read(reader)}"
        " ORDER BY a.language = %s DESC, a.updated_at DESC LIMIT 1",
        [question_id, language],
    )
    return found[0] if found else None


def _rows(clause: str, values: list[Any]) -> list[ArticleRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS + clause, values)
        return [ArticleRow(*row) for row in cursor.fetchall()]


def _key_typed(after: str) -> tuple[datetime, int] | None:
    at, _, number = after.partition("~")
    try:
        key = datetime.fromisoformat(at), int(number)
    except ValueError:
        return None
    return key if key[0].tzinfo is not None and 0 <= key[1] < 2**63 else None
