"""What members left among the ideas: for their profile, their copy and their erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from parvis.community.models import Idea, IdeaComment, IdeaFollow, IdeaRevision, IdeaVote
from parvis.community.reads.public_titles import public_title

TABLES = {
    "community_idea": "What a member proposed in public.",
    "community_idea_comment": "What a member said under an idea in public.",
    "community_idea_revision": "What an idea said before its author changed it.",
    "community_idea_vote": "What a member wants; until they take it back or leave.",
    "community_idea_follow": "Which ideas a member wants to hear of; until they leave.",
    "community_idea_status_change": "What an employee answered to an idea, signed with their name.",
}
# What was said in public stays, without its author's name.
KEPT_PUBLIC = ("community_idea", "community_idea_comment", "community_idea_revision")


def idea_counts(members: Sequence[int]) -> dict[str, int]:
    """Rows by table."""
    return {
        "community_idea": Idea.objects.filter(author__in=members).count(),
        "community_idea_comment": IdeaComment.objects.filter(author__in=members).count(),
        "community_idea_revision": IdeaRevision.objects.filter(by__in=members).count(),
        "community_idea_vote": IdeaVote.objects.filter(member__in=members).count(),
        "community_idea_follow": IdeaFollow.objects.filter(member__in=members).count(),
    }


def idea_export(members: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """All that is theirs, by table."""
    return {
        "community_idea": _rows(
            Idea.objects.filter(author__in=members), "title", "text", "tags", "status", "state", "proposed_at"
        ),
        "community_idea_comment": _rows(
            IdeaComment.objects.filter(author__in=members).annotate(idea_title=public_title("idea")),
            "idea_title", "text", "state", "written_at", "extended_at",
        ),
        "community_idea_revision": _rows(
            IdeaRevision.objects.filter(by__in=members), "title", "text", "why", "at"
        ),
        "community_idea_vote": _rows(
            IdeaVote.objects.filter(member__in=members).annotate(idea_title=public_title("idea")),
            "idea_title", "at",
        ),
        "community_idea_follow": _rows(
            IdeaFollow.objects.filter(member__in=members).annotate(idea_title=public_title("idea")),
            "idea_title", "is_wanted", "at",
        ),
    }  # fmt: skip


def _rows(found: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(found.order_by("pk").values(*names))
