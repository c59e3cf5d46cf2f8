"""Limits of flow: how often a member writes. Counted on the rows themselves, so no restart forgets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from parvis.community.actions.suspensions import UNTIL
from parvis.community.logic.errors import MayNot, Suspended, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.logic.markdown import links_in, names_mentioned
from parvis.community.models import Idea, IdeaComment, Member, Question
from parvis.community.permissions import is_house
from parvis.foundation.clock import utc_now
from parvis.foundation.prepared import columns_of, kept, read_as

DAY = timedelta(days=1)
_HOLD = f"""
    SELECT {columns_of(Member, "m")} FROM community_member m WHERE m.id = ANY(%s) ORDER BY m.id FOR NO KEY UPDATE
"""  # noqa: S608 -- names of a model
_WRITTEN = """
    SELECT ARRAY(SELECT a.written_at FROM community_answer a WHERE a.author_id = %s AND a.written_at > %s
                 ORDER BY a.written_at DESC LIMIT %s),
           (SELECT count(*) FROM community_answer a WHERE a.author_id = %s AND a.question_id = %s)
"""


def hold_member(member: Member, *, now: datetime | None = None, beside: Iterable[int] = ()) -> Member:
    """The member's row, locked: two requests of one member go one after the other. Raises Suspended.

    The door of every act that others see. beside: members whose counts change with it; their rows are locked by
    their numbers, so that two who vote for each other at once do not wait for each other. Texts are locked later.
    """
    with kept() as cursor:
        cursor.execute(_HOLD, [sorted({member.pk, *beside})])
        held = {row[0]: row for row in cursor.fetchall()}
    if member.pk not in held:
        raise Member.DoesNotExist
    # A statement of its own: one that waited for the row would not see what was decided meanwhile.
    refuse_suspended(member, now=now)
    return read_as(Member, held[member.pk])


def refuse_suspended(member: Member, *, now: datetime | None = None) -> None:
    """The same door where no row is to wait: for what takes seconds, or is asked before the act. Raises Suspended."""
    with kept() as cursor:
        cursor.execute(UNTIL, [member.pk, now or utc_now()])
        if (found := cursor.fetchone()) is not None:
            raise Suspended(until=found[0])


def check_question_flow(member: Member, *, now: datetime) -> None:
    """Raises TooOften."""
    if is_house(member):
        return
    limits = limits_of(member.trust)
    # What was brought in from elsewhere was not written just now.
    times = Question.objects.filter(
        author=member, asked_at__gt=now - DAY, origin__in=("web", "mail")
    ).order_by("-asked_at")
    _check(list(times.values_list("asked_at", flat=True)[: limits.questions_a_day]), now=now,
           gap=limits.seconds_between_questions, most=limits.questions_a_day)  # fmt: skip


def check_answer_flow(member: Member, question: Question, *, now: datetime) -> None:
    """Raises TooOften, MayNot("more-answers-here")."""
    if is_house(member):
        return
    limits = limits_of(member.trust)
    with kept() as cursor:
        cursor.execute(_WRITTEN, [member.pk, now - DAY, limits.answers_a_day, member.pk, question.pk])
        times, here = cursor.fetchone()
    _check(times, now=now, gap=limits.seconds_between_answers, most=limits.answers_a_day)
    if question.author_id != member.pk and here >= limits.answers_in_one_question:
        raise MayNot("more-answers-here")


def check_idea_flow(member: Member, *, now: datetime) -> None:
    """Raises TooOften."""
    if is_house(member):
        return
    limits = limits_of(member.trust)
    times = Idea.objects.filter(author=member, proposed_at__gt=now - DAY, origin="web").order_by(
        "-proposed_at"
    )
    _check(list(times.values_list("proposed_at", flat=True)[: limits.ideas_a_day]), now=now,
           gap=limits.seconds_between_questions, most=limits.ideas_a_day)  # fmt: skip


def check_idea_comment_flow(member: Member, *, now: datetime) -> None:
    """Raises TooOften."""
    if is_house(member):
        return
    limits = limits_of(member.trust)
    times = IdeaComment.objects.filter(author=member, written_at__gt=now - DAY).order_by("-written_at")
    _check(list(times.values_list("written_at", flat=True)[: limits.answers_a_day]), now=now,
           gap=limits.seconds_between_answers, most=limits.answers_a_day)  # fmt: skip


def check_text(member: Member, text: str) -> None:
    """Raises MayNot with "links", "names" or "pictures".

    To count links can cost as much as to render: how often somebody writes is checked before.
    """
    if is_house(member):
        return
    limits = limits_of(member.trust)
    if text.count("![") > limits.pictures:
        raise MayNot("pictures")
    if links_in(text) - text.count("![") > limits.links:
        raise MayNot("links")
    if len(names_mentioned(text, most=limits.names + 1)) > limits.names:
        raise MayNot("names")


def _check(times: list[datetime], *, now: datetime, gap: int, most: int) -> None:
    """times: those of the last day, newest first, at most `most`."""
    if not times:
        return
    since = (now - times[0]).total_seconds()
    if since < gap:
        raise TooOften(seconds=max(1, round(gap - since)))
    if len(times) >= most:
        raise TooOften(seconds=max(1, round((times[-1] + DAY - now).total_seconds())))
