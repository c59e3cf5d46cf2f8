"""Search in questions, answers and articles together: words in any form, both languages, with or without accents.

The words are read once; written into the statements, PostgreSQL knows how rare they are. Of frequent words the
newest texts are looked at, of rarer ones all: nobody reads further, and work stays bounded whatever the
community's size (docs/method/community.md).
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.community.logic.queries import alternatives
from parvis.community.models import Member
from parvis.community.permissions import is_house, is_staff
from parvis.community.reads.articles import ArticleRow, articles_by_id, may_read
from parvis.community.reads.frequency import thought_to_have
from parvis.community.reads.question_list import QuestionRow, questions_by_id
from parvis.foundation.prepared import kept

MOST = 30
# Among more than so many texts of a kind the newest are ranked. A page shows thirty of all.
MOST_RANKED = {"community_question": 160, "community_answer": 80, "community_article": 160}
# A table of fewer texts is looked through as PostgreSQL thinks best.
SMALL = 40_000
# Words that are thought to stand in a larger share of the texts than this are looked for among the newest texts, in
# a window that should hold half as many again as are ranked; rarer ones, and those that it held too few of, everywhere.
FREQUENT, WINDOW = 1 / 300, 1.5
# Words in a title or a question weigh twice to ten times what they do in an answer: where so many pages of questions
# have them all, answers are not asked.
ENOUGH = 2
# An answer that fits is a way to its question; an article is written to be found.
SHARE_ANSWER, SHARE_ARTICLE = 0.8, 1.5

Found = QuestionRow | ArticleRow


def search(reader: Member | None, typed: str, *, most: int = MOST) -> list[Found]:
    """The likeliest first: how well the words fit, then how helpful it was. typed: as in a search engine."""
    typed = typed.replace("\x00", " ").strip()[:200]
    if not typed:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        with kept() as asking:
            asking.execute(
                "SELECT set_config('max_parallel_workers_per_gather', '0', true), parvis_query(%s)::text,"
                " (SELECT max(id) FROM community_question), (SELECT max(id) FROM community_answer)",
                [typed],
            )
            _, query, last_question, last_answer = asking.fetchone()
        asked = alternatives(query)
        if not asked:
            return []
        thought = [0, 0]
        if max(last_question or 0, last_answer or 0) > SMALL:
            thought = thought_to_have(cursor, [("community_question", asked), ("community_answer", asked)])
        questions = dict(_questions(cursor, reader, asked, last=last_question or 0, thought=thought[0]))
        if len(questions) < ENOUGH * most:
            for question_id, rank in _answers(
                cursor, reader, asked, last=last_answer or 0, thought=thought[1]
            ):
                questions[question_id] = max(questions.get(question_id, 0.0), rank * SHARE_ANSWER)
        ranked = [(rank, "question", one) for one, rank in questions.items()]
        ranked += [(rank * SHARE_ARTICLE, "article", one) for one, rank in _articles(reader, asked)]
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


def _questions(
    cursor: CursorWrapper, reader: Member | None, asked: str, *, last: int, thought: int
) -> list[tuple[int, float]]:
    shown = "" if is_staff(reader) else "WHERE q.state IN ('open', 'closed')"
    select = (
        "SELECT q.id, ts_rank(q.document, %(asked)s::tsquery) * (1 + 0.5 * (q.accepted_id IS NOT NULL)::int"  # noqa: S608
        f" + 0.1 * ln(1 + q.answer_count + q.me_too_count)) FROM ({{hits}}) q {_boards(reader)} {shown}"
    )
    return _newest(cursor, "community_question", select, asked, last=last, thought=thought)


def _answers(
    cursor: CursorWrapper, reader: Member | None, asked: str, *, last: int, thought: int
) -> list[tuple[int, float]]:
    shown = "" if is_staff(reader) else "WHERE a.state = 'shown' AND q.state IN ('open', 'closed')"
    select = (
        "SELECT a.question_id, ts_rank(a.document, %(asked)s::tsquery)"  # noqa: S608
        " * (1 + 0.5 * coalesce(q.accepted_id = a.id, false)::int + 0.1 * ln(1 + a.helpful_count)) FROM ({hits}) a"
        " JOIN community_question q ON q.id = a.question_id"
        f" {_boards(reader)} {shown}"
    )
    return _newest(cursor, "community_answer", select, asked, last=last, thought=thought)


def _articles(reader: Member | None, asked: str) -> list[tuple[int, float]]:
    """Of some thousands at most: whatever the words, one plan serves."""
    with kept() as cursor:
        cursor.execute(
            "SELECT a.id, ts_rank(a.document, %s::tsquery) FROM community_article a"  # noqa: S608
            f" LEFT JOIN community_board b ON b.id = a.board_id WHERE a.document @@ %s::tsquery AND {may_read(reader)}"
            " ORDER BY a.id DESC LIMIT %s",
            [asked, asked, MOST_RANKED["community_article"]],
        )
        return list(cursor.fetchall())


def _newest(
    cursor: CursorWrapper, table: str, select: str, asked: str, *, last: int, thought: int
) -> list[tuple[int, float]]:
    """Of the newest texts, MOST_RANKED of them, that have the words, those that the reader may see.

    last: the table's highest id. thought: how many of its texts PostgreSQL thinks have the words.
    """
    since = max(last - round(WINDOW * MOST_RANKED[table] * last / max(thought, 1)), 0)
    if last <= SMALL:
        return _hits(cursor, table, select, asked, since=0)
    if thought > FREQUENT * last:
        found = _hits(cursor, table, select, asked, since=since)
        if len(found) >= MOST_RANKED[table] // 2:
            return found
    # Ordered by what no index has: else all texts might be walked to find rare words, newest first.
    return _hits(cursor, table, select, asked, since=0, plus=" + 0")


def _hits(
    cursor: CursorWrapper, table: str, select: str, asked: str, *, since: int, plus: str = ""
) -> list[tuple[int, float]]:
    hits = (
        f"SELECT * FROM {table} WHERE document @@ %(asked)s::tsquery AND id > %(since)s"  # noqa: S608
        f" ORDER BY id{plus} DESC LIMIT %(most)s"
    )
    cursor.execute(select.format(hits=hits), {"asked": asked, "since": since, "most": MOST_RANKED[table]})
    return list(cursor.fetchall())


def _boards(reader: Member | None) -> str:
    return "" if is_house(reader) else "JOIN community_board b ON b.id = q.board_id AND NOT b.is_private"
