"""One idea: what the company said to it, what is said under it, who is credited with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from parvis.community.models import (
    Idea,
    IdeaComment,
    IdeaFollow,
    IdeaMerge,
    IdeaStatusChange,
    IdeaVote,
    Member,
)
from parvis.community.permissions import is_staff, visible_ideas

PAGE = 50
MOST_CHAIN = 100


@dataclass(frozen=True, slots=True)
class Credited:
    """Somebody to whom an idea is owed. part: "idea" | "extension"."""

    member_id: int
    name: str
    part: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class CommentPage:
    comments: list[IdeaComment]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Around:
    """What there is around an idea for this reader: asked in one statement, and the rest only where there is any."""

    is_voted: bool
    is_following: bool
    draft: str
    has_extensions: bool
    has_duplicates: bool


def where_it_leads(idea_id: int) -> int:
    """The idea that this one's address leads to: itself, unless it was merged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE chain AS ("
            " SELECT id, merged_into_id, 0 AS step FROM community_idea WHERE id = %s"
            " UNION ALL SELECT i.id, i.merged_into_id, chain.step + 1 FROM community_idea i"
            " JOIN chain ON i.id = chain.merged_into_id WHERE chain.step < %s"
            ") SELECT id FROM chain ORDER BY step DESC LIMIT 1",
            [idea_id, MOST_CHAIN],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else idea_id


def status_changes(idea: Idea) -> QuerySet[IdeaStatusChange]:
    """The company's answers, the newest first."""
    return IdeaStatusChange.objects.filter(idea=idea).select_related("by").order_by("-number")


def comments(idea: Idea, reader: Member | None, *, page: int = 1, at_desk: bool = False) -> CommentPage:
    """A page of comments in their order, after the last one the last one. at_desk: all, whatever their state."""
    if idea.last_position == 0:
        return CommentPage([], 1, 1)
    pages = max(1, -(-idea.last_position // PAGE))
    page = min(max(page, 1), pages)
    shown = (
        IdeaComment.objects.filter(idea=idea, position__gt=(page - 1) * PAGE, position__lte=page * PAGE)
        .select_related("author")
        .order_by("position")
    )
    return CommentPage([one for one in shown if at_desk or _may_read(reader, one)], page, pages)


def credits(idea: Idea) -> list[Credited]:
    """Who proposed it, then who extended it, each once."""
    author = idea.author
    extended = (
        IdeaComment.objects.filter(idea=idea, extended_at__isnull=False, state=IdeaComment.SHOWN)
        .exclude(author=author)
        .order_by("position")
        .values_list("author_id", "author__name", "author__left_at")
    )
    by_member = {
        member_id: Credited(member_id, name, "extension", left is not None)
        for member_id, name, left in extended
    }
    return [Credited(author.pk, author.name, "idea", author.left_at is not None), *by_member.values()]


def duplicates(idea: Idea, reader: Member | None, *, at_desk: bool = False) -> QuerySet[IdeaMerge]:
    """What was led to this idea and still is, the newest first: of what this reader may open. at_desk: all."""
    readable = Q() if at_desk else Q(merged__in=visible_ideas(reader))
    return (
        IdeaMerge.objects.filter(readable, into=idea, undone_at=None)
        .select_related("merged", "merged__author")
        .order_by("-at", "-pk")
    )


def around(idea: Idea, reader: Member | None) -> Around:
    member_id = reader.pk if reader else 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM community_idea_vote WHERE idea_id = %(idea)s AND member_id = %(member)s),"
            " coalesce((SELECT is_wanted FROM community_idea_follow"
            "   WHERE idea_id = %(idea)s AND member_id = %(member)s), false),"
            " coalesce((SELECT text FROM community_draft WHERE member_id = %(member)s AND place = %(place)s), ''),"
            " EXISTS (SELECT FROM community_idea_comment WHERE idea_id = %(idea)s AND extended_at IS NOT NULL),"
            " EXISTS (SELECT FROM community_idea WHERE merged_into_id = %(idea)s)",
            {"idea": idea.pk, "member": member_id, "place": f"idea:{idea.pk}"},
        )
        return Around(*cursor.fetchone())


def followers_of_idea(idea_id: int) -> QuerySet[IdeaFollow]:
    """Who is told what becomes of it: those who proposed, voted, commented or chose to follow."""
    return IdeaFollow.objects.filter(idea_id=idea_id, is_wanted=True, member__left_at=None)


def newcomers_among(idea: Idea, *, since: datetime) -> int:
    """How many of its votes are by members who joined since: what a ring of second accounts looks like."""
    return IdeaVote.objects.filter(idea=idea, member__joined_at__gt=since).count()


def _may_read(reader: Member | None, comment: IdeaComment) -> bool:
    """What was withheld stands as a note for all; what was removed or is held, its author and staff alone see."""
    if comment.state in (IdeaComment.SHOWN, IdeaComment.WITHHELD) or is_staff(reader):
        return True
    return reader is not None and comment.author_id == reader.pk
