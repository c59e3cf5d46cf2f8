"""Questions and articles that say the same in other words.

The database proposes (any word of the title in common), the method of `parvis similar` orders
(docs/method/similar.md): so nothing is held in memory and a question asked a moment ago is found.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.community.models import Member
from parvis.community.permissions import is_house
from parvis.community.reads.articles import ArticleRow, articles_by_id, may_read
from parvis.community.reads.frequency import thought_to_have
from parvis.community.reads.question_list import QuestionRow, questions_by_id
from parvis.enrichment.logic.similar.index import SimilarIndex

# So many candidates of a kind are compared.
MOST_COMPARED = 100
# Words of the title are looked for, the rarest first, while so many texts are thought to have one of them.
MOST_LOOKED_AT = 2_000
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Similar:
    """What may answer a question before it is asked. about: its row, of one kind or the other."""

    kind: str  # question | article
    about: QuestionRow | ArticleRow

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.about.id}"


def similar(reader: Member | None, title: str, *, language: str = "", most: int = 6) -> list[Similar]:
    """The likeliest first; at most `most`. language: articles in another one are left out."""
    title = title.replace("\x00", " ").strip()[:200]
    index: SimilarIndex[tuple[str, int]] = SimilarIndex()
    index.add_all((("question", number), asked, "") for number, asked in _questions(reader, title))
    index.add_all(
        (("article", number), named, begun) for number, named, begun in _articles(reader, title, language)
    )
    best = [hit.id for hit in index.search(title, top=most)]
    rows: dict[tuple[str, int], QuestionRow | ArticleRow] = {}
    for row in questions_by_id(reader, [number for kind, number in best if kind == "question"]):
        rows["question", row.id] = row
    for article in articles_by_id(reader, [number for kind, number in best if kind == "article"]):
        rows["article", article.id] = article
    return [Similar(key[0], rows[key]) for key in best if key in rows]


def similar_questions(reader: Member | None, title: str, *, most: int = 6) -> list[QuestionRow]:
    """Questions alone, the likeliest first."""
    title = title.replace("\x00", " ").strip()[:200]
    index: SimilarIndex[int] = SimilarIndex()
    index.add_all((number, asked, "") for number, asked in _questions(reader, title))
    return questions_by_id(reader, [hit.id for hit in index.search(title, top=most)])


def similar_articles(text: str, *, language: str = "", most: int = 6) -> list[ArticleRow]:
    """Public articles for what a customer wrote, the likeliest first. text: the first 600 characters count."""
    text = " ".join(text.replace("\x00", " ").split())[:600]
    index: SimilarIndex[int] = SimilarIndex()
    index.add_all(_articles(None, text, language))
    return articles_by_id(None, [hit.id for hit in index.search(text, top=most)])


def _questions(reader: Member | None, title: str) -> list[tuple[int, str]]:
    private = "" if is_house(reader) else "AND NOT b.is_private"
    with transaction.atomic(), connection.cursor() as cursor:
        asked = _query(cursor, title, table="community_question")
        cursor.execute(
            "SELECT q.id, q.title FROM community_question q JOIN community_board b ON b.id = q.board_id"  # noqa: S608
            f" WHERE q.document @@ %s::tsquery AND q.state IN ('open', 'closed') {private}"
            " ORDER BY ts_rank(q.document, %s::tsquery) DESC, q.id DESC LIMIT %s",
            [asked, asked, MOST_COMPARED],
        )
        return list(cursor.fetchall())


def _articles(reader: Member | None, title: str, language: str) -> list[tuple[int, str, str]]:
    spoken = "AND a.language = %s" if language else ""
    with transaction.atomic(), connection.cursor() as cursor:
        asked = _query(cursor, title, table="community_article")
        cursor.execute(
            "SELECT a.id, a.title, left(a.text, 1000) FROM community_article a"  # noqa: S608
            " LEFT JOIN community_board b ON b.id = a.board_id"
            f" WHERE a.document @@ %s::tsquery AND {may_read(reader)} {spoken}"
            " ORDER BY ts_rank(a.document, %s::tsquery) DESC, a.id DESC LIMIT %s",
            [asked, *([language] if language else []), asked, MOST_COMPARED],
        )
        return list(cursor.fetchall())


def _query(cursor: CursorWrapper, title: str, *, table: str) -> str:
    """Any of the title's words, without those that too many texts have; of frequent words alone, the two rarest."""
    cursor.execute(
        "SELECT set_config('max_parallel_workers_per_gather', '0', true), quote_literal(word)"
        " FROM (SELECT unnest(tsvector_to_array(to_tsvector('french', %s)"
        " || to_tsvector('english', %s))) AS word) words",
        [title, title],
    )
    words = [row[1] for row in cursor.fetchall()][:MOST_WORDS]
    rarest = sorted(zip(thought_to_have(cursor, [(table, word) for word in words]), words, strict=True))
    chosen, total = [], 0
    for rows, word in rarest:
        total += rows
        if total > MOST_LOOKED_AT:
            break
        chosen.append(word)
    return " | ".join(chosen) or " & ".join(word for _, word in rarest[:2])
