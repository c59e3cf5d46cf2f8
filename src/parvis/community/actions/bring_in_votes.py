"""Votes from elsewhere: one each; nobody's for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from parvis.community.actions.bring_in_members import own_ids
from parvis.community.logic.exchange import Fault, MeTooLine, VoteLine
from parvis.community.models import Answer, BroughtIn, Question

Row = tuple[int, int, datetime]  # text, member, when


def bring_votes(lines: list[tuple[int, VoteLine]], *, origin: str, faults: list[Fault], now: datetime) -> int:
    """Returns how many are new."""
    names = {line.answer for _, line in lines}
    texts = _texts(Answer, origin=origin, names=names)
    members = own_ids(BroughtIn.MEMBER, origin=origin, names=(line.member for _, line in lines))
    rows = [
        row
        for number, line in lines
        if (row := _row(number, line.answer, line.member, line.at, texts, members, "unknown-answer", faults))
    ]
    new = _insert("community_helpful_vote", "answer_id", rows, now=now)
    _count(
        "UPDATE community_answer a SET helpful_count = a.helpful_count + n.count FROM (SELECT v AS id, count(*)"
        " FROM unnest(%s::bigint[]) v GROUP BY v) n WHERE a.id = n.id",
        new,
    )
    _count(
        "UPDATE community_member m SET helpful_count = m.helpful_count + n.count FROM (SELECT a.author_id, count(*)"
        " FROM unnest(%s::bigint[]) v JOIN community_answer a ON a.id = v GROUP BY a.author_id) n"
        " WHERE m.id = n.author_id",
        new,
    )
    return len(new)


def bring_me_too(
    lines: list[tuple[int, MeTooLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Returns how many are new."""
    names = {line.question for _, line in lines}
    texts = _texts(Question, origin=origin, names=names)
    members = own_ids(BroughtIn.MEMBER, origin=origin, names=(line.member for _, line in lines))
    rows = [
        row
        for number, line in lines
        if (
            row := _row(
                number, line.question, line.member, line.at, texts, members, "unknown-question", faults
            )
        )
    ]
    new = _insert("community_me_too", "question_id", rows, now=now)
    _count(
        "UPDATE community_question q SET me_too_count = q.me_too_count + n.count FROM (SELECT v AS id, count(*)"
        " FROM unnest(%s::bigint[]) v GROUP BY v) n WHERE q.id = n.id",
        new,
    )
    return len(new)


def _texts(
    model: type[Answer] | type[Question], *, origin: str, names: set[str]
) -> dict[str, tuple[int, int]]:
    """External name → (id, author)."""
    found = model._default_manager.filter(origin=origin, external_id__in=names)
    rows = found.values_list("external_id", "pk", "author_id")
    return {name: (pk, author) for name, pk, author in rows if name is not None}


def _row(
    number: int, text: str, member: str, at: datetime, texts: dict[str, tuple[int, int]],
    members: dict[str, int], unknown: str, faults: list[Fault],
) -> Row | None:  # fmt: skip
    if text not in texts:
        faults.append(Fault(number, unknown, text))
    elif member not in members:
        faults.append(Fault(number, "unknown-member", member))
    elif texts[text][1] == members[member]:
        faults.append(Fault(number, "own-text", text))
    else:
        return texts[text][0], members[member], at
    return None


def _insert(table: str, column: str, rows: list[Row], *, now: datetime) -> list[int]:
    """The texts of those votes that were not there yet, one for each."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({column}, member_id, at) SELECT * FROM unnest(%s::bigint[], %s::bigint[],"  # noqa: S608 -- names of our own
            f" %s::timestamptz[]) ON CONFLICT DO NOTHING RETURNING {column}",
            [[row[0] for row in rows], [row[1] for row in rows], [min(row[2], now) for row in rows]],
        )
        return [row[0] for row in cursor.fetchall()]


def _count(statement: str, texts: Sequence[int]) -> None:
    if texts:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(texts)])
