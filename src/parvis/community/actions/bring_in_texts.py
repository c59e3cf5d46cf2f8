"""Questions, answers and which was accepted, from elsewhere; what is counted of them moves in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from parvis.community.actions.bring_in_members import own_ids
from parvis.community.logic.exchange import AcceptedLine, AnswerLine, Fault, QuestionLine, pictures_as_links
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.models import Answer, BroughtIn, Question
from parvis.enrichment.logic.labels import label_texts

LANGUAGE_ALONE: frozenset[str] = frozenset()  # which is always read
MANY = 500  # rows a statement


def bring_questions(
    lines: list[tuple[int, QuestionLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Returns how many are new."""
    known = _known(Question, origin=origin, names=[line.id for _, line in lines])
    boards = own_ids(BroughtIn.BOARD, origin=origin, names=(line.board for _, line in lines))
    members = own_ids(BroughtIn.MEMBER, origin=origin, names=(line.author for _, line in lines))
    fresh: dict[str, QuestionLine] = {}
    for number, line in lines:
        if line.id in known or line.id in fresh:
            continue
        if line.board not in boards:
            faults.append(Fault(number, "unknown-board", line.board))
        elif line.author not in members:
            faults.append(Fault(number, "unknown-member", line.author))
        else:
            fresh[line.id] = line
    texts = {key: cleaned(pictures_as_links(line.text)) or "…" for key, line in fresh.items()}
    titles = {key: " ".join(cleaned(line.title).split()) or "…" for key, line in fresh.items()}
    languages = _languages([(line.language, f"{titles[key]}\n{texts[key]}") for key, line in fresh.items()])
    made = Question.objects.bulk_create(
        (
            Question(
                board_id=boards[line.board], author_id=members[line.author], title=titles[key],
                slug=slug_of(titles[key]), text=texts[key], html=html_of(texts[key]), language=language,
                tags=clean_tags(line.tags), state=line.state, asked_at=min(line.asked_at, now),
                active_at=min(line.asked_at, now), view_count=line.views, origin=origin, external_id=key,
            )
            for (key, line), language in zip(fresh.items(), languages, strict=True)
        ),
        batch_size=MANY,
    )  # fmt: skip
    _run(
        "UPDATE community_member m SET question_count = m.question_count + n.count FROM (SELECT author_id,"
        " count(*) FROM community_question WHERE id = ANY(%s) GROUP BY author_id) n WHERE m.id = n.author_id",
        [one.pk for one in made],
    )
    return len(made)


def bring_answers(
    lines: list[tuple[int, AnswerLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Answers first, then the comments under them. Returns how many are new."""
    first = [(number, line) for number, line in lines if line.parent is None]
    comments = [(number, line) for number, line in lines if line.parent is not None]
    return sum(_bring(part, origin=origin, faults=faults, now=now) for part in (first, comments) if part)


def bring_accepted(
    lines: list[tuple[int, AcceptedLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Returns how many are new. A question that has its accepted answer keeps it."""
    questions = {
        one.external_id: one
        for one in Question.objects.select_for_update(no_key=True)
        .defer("text", "html")
        .filter(origin=origin, external_id__in={line.question for _, line in lines})
        .order_by("pk")
    }
    names = {line.answer for _, line in lines}
    answers = {
        one.external_id: one
        for one in Answer.objects.defer("text", "html").filter(origin=origin, external_id__in=names)
    }
    chosen: list[int] = []
    for number, line in lines:
        question, answer = questions.get(line.question), answers.get(line.answer)
        if question is None:
            faults.append(Fault(number, "unknown-question", line.question))
        elif answer is None:
            faults.append(Fault(number, "unknown-answer", line.answer))
        elif answer.question_id != question.pk or answer.parent_id is not None:
            faults.append(Fault(number, "other-question", line.answer))
        elif question.accepted_id is None:
            question.accepted, question.accepted_at = answer, min(line.at, now)
            chosen.append(question.pk)
        elif question.accepted_id != answer.pk:
            faults.append(Fault(number, "accepted-before", line.question))
    changed = [one for one in questions.values() if one.pk in set(chosen)]
    Question.objects.bulk_update(changed, ["accepted", "accepted_at"], batch_size=MANY)
    _run(
        "UPDATE community_member m SET accepted_count = m.accepted_count + n.count FROM (SELECT a.author_id,"
        " count(*) FROM community_question q JOIN community_answer a ON a.id = q.accepted_id WHERE q.id = ANY(%s)"
        " AND a.author_id <> q.author_id GROUP BY a.author_id) n WHERE m.id = n.author_id",
        chosen,
    )
    return len(chosen)


def _bring(lines: list[tuple[int, AnswerLine]], *, origin: str, faults: list[Fault], now: datetime) -> int:
    names = [line.id for _, line in lines] + [line.parent for _, line in lines if line.parent]
    known = {
        one.external_id: one
        for one in Answer.objects.only("external_id", "question_id", "parent_id").filter(
            origin=origin, external_id__in=names
        )
    }
    members = own_ids(BroughtIn.MEMBER, origin=origin, names=(line.author for _, line in lines))
    questions = {
        one.external_id: one
        for one in Question.objects.select_for_update(no_key=True)
        .only("external_id", "last_position", "language")
        .filter(origin=origin, external_id__in={line.question for _, line in lines})
        .order_by("pk")
    }
    fresh: dict[str, Answer] = {}
    for number, line in lines:
        if line.id in known or line.id in fresh:
            continue
        question, parent = questions.get(line.question), known.get(line.parent or "")
        if question is None:
            faults.append(Fault(number, "unknown-question", line.question))
        elif line.author not in members:
            faults.append(Fault(number, "unknown-member", line.author))
        elif line.parent is not None and (parent is None or parent.question_id != question.pk):
            faults.append(Fault(number, "unknown-answer", line.parent))
        elif parent is not None and parent.parent_id is not None:
            faults.append(Fault(number, "comment-on-comment", line.id))
        else:
            question.last_position += 1
            text = cleaned(pictures_as_links(line.text)) or "…"
            fresh[line.id] = Answer(
                question=question, parent=parent, author_id=members[line.author],
                position=question.last_position, text=text, html=html_of(text), language=question.language,
                written_at=min(line.written_at, now), origin=origin, external_id=line.id,
            )  # fmt: skip
    made = Answer.objects.bulk_create(fresh.values(), batch_size=MANY)
    _count_answers([one.pk for one in made])
    return len(made)


def _count_answers(ids: Sequence[int]) -> None:
    """What actions/first_shown.py does for one answer, for many at once."""
    _run(
        "UPDATE community_question q SET answer_count = q.answer_count + n.answers,"
        " last_position = greatest(q.last_position, n.position), active_at = greatest(q.active_at, n.last),"
        " first_answered_at = least(q.first_answered_at, n.first),"
        " last_answer_by_id = CASE WHEN n.last >= q.active_at THEN n.by ELSE q.last_answer_by_id END"
        " FROM (SELECT a.question_id, count(*) FILTER (WHERE a.parent_id IS NULL) AS answers,"
        " max(a.position) AS position, max(a.written_at) AS last,"
        " min(a.written_at) FILTER (WHERE a.parent_id IS NULL AND a.author_id <> o.author_id) AS first,"
        " (array_agg(a.author_id ORDER BY a.written_at DESC, a.id DESC))[1] AS by"
        " FROM community_answer a JOIN community_question o ON o.id = a.question_id WHERE a.id = ANY(%s)"
        " GROUP BY a.question_id) n WHERE q.id = n.question_id",
        ids,
    )
    _run(
        "UPDATE community_member m SET answer_count = m.answer_count + n.count FROM (SELECT a.author_id, count(*)"
        " FROM community_answer a JOIN community_question q ON q.id = a.question_id WHERE a.id = ANY(%s)"
        " AND a.parent_id IS NULL AND a.author_id <> q.author_id GROUP BY a.author_id) n WHERE m.id = n.author_id",
        ids,
    )


def _languages(given: list[tuple[str, str]]) -> list[str]:
    """As stated, or as read where nothing is stated."""
    unread = [text for language, text in given if not language]
    read = iter(label_texts(unread, wanted=LANGUAGE_ALONE)) if unread else iter(())
    return [language or (next(read).language or "") for language, _ in given]


def _known(model: type[Question], *, origin: str, names: list[str]) -> set[str | None]:
    found = model.objects.filter(origin=origin, external_id__in=names)
    return set(found.values_list("external_id", flat=True))


def _run(statement: str, ids: Sequence[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(ids)])
