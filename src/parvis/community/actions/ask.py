"""Asking a question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parvis.community.actions.first_shown import first_shown
from parvis.community.actions.flow import check_question_flow, check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.logic.errors import MayNot
from parvis.community.logic.markdown import html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.logic.titled import checked_text, checked_title
from parvis.community.models import Board, Draft, Follow, Member, ProductPage, Question, ReadBefore
from parvis.community.permissions import visible_articles, visible_boards, visible_questions


def ask(
    board: Board,
    *,
    title: str,
    text: str,
    by: Member,
    language: str,
    now: datetime,
    tags: Iterable[str] = (),
    read_before: Iterable[int] = (),
    read_articles: Iterable[int] = (),
    page: ProductPage | None = None,
    origin: str = "web",
    once: str | None = None,
) -> Question:
    """Publish a question, or hold it for a moderator (actions/look.py); its author follows it.

    text: Markdown. read_before, read_articles: what the asker opened on the way here, each a deflection that failed.
    page: the product that it is about.
    once: a name of this sending (a form's, a mail's Message-ID); what is sent twice is one question.
    Raises EmptyText, TitleTooShort, TextTooLong, MayNot, TooOften.
    """
    title, text = checked_title(title), checked_text(text)
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = Question.objects.filter(origin=origin, external_id=once, author=by).first()
            if sent is not None:
                return sent
        if board.is_closed or not visible_boards(by).filter(pk=board.pk).exists():
            raise MayNot("board")
        check_question_flow(by, now=now)
        check_text(by, text)
        question = Question.objects.create(
            board=board, author=by, title=title, slug=slug_of(title), text=text, html=html_of(text), language=language,
            tags=clean_tags(tags), page=page, asked_at=now, active_at=now, origin=origin,
            external_id=once,
        )  # fmt: skip
        note_pictures(question)
        Follow.objects.create(question=question, member=by, at=now)
        read = visible_questions(by).filter(pk__in=list(read_before)[:20]).values_list("pk", flat=True)
        articles = visible_articles(by).filter(pk__in=list(read_articles)[:20]).values_list("pk", flat=True)
        ReadBefore.objects.bulk_create(
            [ReadBefore(question=question, read_question_id=pk, was_proposed=True, at=now) for pk in read]
            + [
                ReadBefore(question=question, read_article_id=pk, was_proposed=True, at=now)
                for pk in articles
            ]
        )
        if origin == "web":  # a mail leaves what is being written on the page alone
            Draft.objects.filter(member=by, place="ask").delete()
        if look_first(question, by=by, now=now):
            first_shown(question, now=now)
    return question
