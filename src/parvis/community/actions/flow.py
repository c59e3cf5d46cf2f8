"""Limits of flow: how often a member writes. Counted on the rows themselves, so no restart forgets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from parvis.community.actions.suspensions import suspensions
from parvis.community.logic.errors import MayNot, Suspended, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.logic.markdown import links_in, names_mentioned
from parvis.community.models import Answer, Idea, IdeaComment, Member, Question
from parvis.community.permissions import is_house
from parvis.foundation.clock import utc_now

DAY = timedelta(days=1)


def hold_member(member: Member, *, now: datetime | None = None, beside: Iterable[int] = ()) -> Member:
    """The member's row, locked: two requests of one member go one after the other. Raises Suspended.

    The door of every act that others see. beside: members whose counts change with it; their rows are locked by
    their numbers, so that two who vote for each other at once do not wait for each other. Texts are locked later.
    """
    now = now or utc_now()
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).annotate(
        is_kept_out=Exists(suspensions(now=now).filter(author=OuterRef("pk")))
    )
    if others := {*beside} - {member.pk}:
        held = {one.pk: one for one in rows.filter(pk__in=[member.pk, *others]).order_by("pk")}[member.pk]
    else:
        held = rows.get(pk=member.pk)
    if held.is_kept_out:
        raise Suspended(until=suspensions(now=now).filter(author=held)[0].until)
    return held


def refuse_suspended(member: Member, *, now: datetime | None = None) -> None:
    """The same door where no row is to wait: for what takes seconds, or is asked before the act. Raises Suspended."""
    if (found := suspensions(now=now or utc_now()).filter(author=member).first()) is not None:
        raise Suspended(until=found.until)


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
    times = Answer.objects.filter(author=member, written_at__gt=now - DAY).order_by("-written_at")
    _check(list(times.values_list("written_at", flat=True)[: limits.answers_a_day]), now=now,
           gap=limits.seconds_between_answers, most=limits.answers_a_day)  # fmt: skip
    if question.author_id != member.pk:
        here = Answer.objects.filter(author=member, question=question).count()
        if here >= limits.answers_in_one_question:
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
