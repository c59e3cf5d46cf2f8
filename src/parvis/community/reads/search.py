"""Search in questions, answers and articles together: words in any form, both languages, with or without accents.

The words are read once; with them written into the statements PostgreSQL knows how rare they are. Of a frequent
word the newest texts are looked at first, in windows that grow: nobody reads further, and work stays bounded
whatever the community's size (docs/method/community.md).
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.utils import CursorWrapper

from parvis.community.models import Member
from parvis.community.permissions import is_house, is_staff
from parvis.community.reads.articles import ArticleRow, articles_by_id, may_read
from parvis.community.reads.question_list import QuestionRow, questions_by_id

MOST = 30
# Among more than so many texts of a kind the newest are ranked.
MOST_RANKED = 200
# Texts of a kind that are looked at first, then; all of them where the words are rarer than that.
WINDOWS = (20_000, 200_000)
# An answer that fits is a way to its question; an article is written to be found.
SHARE_ANSWER, SHARE_ARTICLE = 0.8, 1.5

Found = QuestionRow | ArticleRow


def search(reader: Member | None, typed: str, *, most: int = MOST) -> list[Found]:
    """The likeliest first: how well the words fit, then how helpful it was. typed: as in a search engine."""
    typed = typed.replace("\x00", " ").strip()[:200]
    if not typed:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_query(%s)::text", [typed])
        asked = cursor.fetchone()[0]
        if not asked:
            return []
        questions = _questions(cursor, reader, asked)
        for question_id, rank in _answers(cursor, reader, asked):
            questions[question_id] = max(questions.get(question_id, 0.0), rank * SHARE_ANSWER)
        ranked = [(rank, "question", one) for one, rank in questions.items()]
        ranked += [(rank * SHARE_ARTICLE, "article", one) for one, rank in _articles(cursor, reader, asked)]
    best = sorted(ranked, reverse=True)[:most]
    rows: dict[tuple[str, int], Found] = {}
    for row in questions_by_id(reader, [one for _, kind, one in best if kind == "question"]):
        rows["question", row.id] = row
    for article in articles_by_id(reader, [one for _, kind, one in best if kind == "article"]):
        rows["article", article.id] = article
    return [rows[kind, one] for _, kind, one in best if (kind, one) in rows]


def search_questions(reader: Member | None, typed: str, *, most: int = MOST) -> list[QuestionRow]:
    """Questions alone, by themselves and by their answers."""
    return [row for row in search(reader, typed, most=most) if isinstance(row, QuestionRow)]


def _questions(cursor: CursorWrapper, reader: Member | None, asked: str) -> dict[int, float]:
    shown = "" if is_staff(reader) else "AND q.state IN ('open', 'closed')"
    found = _newest(
        cursor,
        "SELECT q.id, ts_rank(q.document, %s::tsquery) * (1 + 0.5 * (q.accepted_id IS NOT NULL)::int"  # noqa: S608
        " + 0.1 * ln(1 + q.answer_count + q.me_too_count))"
        f" FROM community_question q {_boards(reader)}"
        f" WHERE q.document @@ %s::tsquery {shown} AND q.id > %s ORDER BY q.id DESC LIMIT %s",
        asked,
        "community_question",
    )
    return dict(found)


def _answers(cursor: CursorWrapper, reader: Member | None, asked: str) -> list[tuple[int, float]]:
    shown = "" if is_staff(reader) else "AND a.state = 'shown' AND q.state IN ('open', 'closed')"
    return _newest(
        cursor,
        "SELECT a.question_id, ts_rank(a.document, %s::tsquery) * (1 + 0.5 * coalesce((q.accepted_id = a.id)::int, 0)"  # noqa: S608
        " + 0.1 * ln(1 + a.helpful_count))"
        f" FROM community_answer a JOIN community_question q ON q.id = a.question_id {_boards(reader)}"
        f" WHERE a.document @@ %s::tsquery {shown} AND a.id > %s ORDER BY a.id DESC LIMIT %s",
        asked,
        "community_answer",
    )


def _articles(cursor: CursorWrapper, reader: Member | None, asked: str) -> list[tuple[int, float]]:
    """Of some thousands at most."""
    cursor.execute(
        "SELECT a.id, ts_rank(a.document, %s::tsquery) FROM community_article a"  # noqa: S608
        f" LEFT JOIN community_board b ON b.id = a.board_id WHERE a.document @@ %s::tsquery AND {may_read(reader)}"
        " ORDER BY a.id DESC LIMIT %s",
        [asked, asked, MOST_RANKED],
    )
    return list(cursor.fetchall())


def _newest(cursor: CursorWrapper, select: str, asked: str, table: str) -> list[tuple[int, float]]:
    """The newest texts that have the words, from the first window that is full of them, else all."""
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 -- a table of ours
    last = cursor.fetchone()[0]
    for window in (*WINDOWS, last):
        since = max(last - window, 0)
        cursor.execute(select, [asked, asked, since, MOST_RANKED])
        found = list(cursor.fetchall())
        if len(found) == MOST_RANKED or since == 0:
            break
    return found


def _boards(reader: Member | None) -> str:
    return "" if is_house(reader) else "JOIN community_board b ON b.id = q.board_id AND NOT b.is_private"
