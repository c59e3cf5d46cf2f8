"""What members left among the reviews: for their copy and their erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from parvis.community.models import Picture, Review, ReviewMessage, ReviewReply, ReviewRevision, ReviewVote
from parvis.foundation.access import purpose

TABLES = {
    "community_review": "What a member said of a product in public; taken back, its words go after a year.",
    "community_review_reply": "What an employee replied to a review, signed with their name.",
    "community_review_revision": "What a review or a reply said before it was changed.",
    "community_review_picture": "Which pictures stand in a review; with the review.",
    "community_review_vote": "Which reviews a member found helpful; until they take it back or leave.",
    "community_review_message": "Messages between readers and authors of reviews; for a year, or until one leaves.",
    "community_picture": "A picture a member sent, without place and camera; while a review shows it.",
}
# What was said in public stays, without its author's name.
KEPT_PUBLIC = ("community_review", "community_review_revision", "community_picture")


def review_counts(members: Sequence[int]) -> dict[str, int]:
    """Rows by table."""
    with purpose("legal_duty"):
        messages = ReviewMessage.objects.filter(Q(by__in=members) | Q(to__in=members)).count()
    return {
        "community_review": Review.objects.filter(author__in=members).count(),
        "community_review_revision": ReviewRevision.objects.filter(by__in=members).count(),
        "community_review_vote": ReviewVote.objects.filter(member__in=members).count(),
        "community_review_message": messages,
        "community_picture": Picture.objects.filter(by__in=members).count(),
    }


def review_export(members: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """All that is theirs, by table; of messages both those they wrote and those they got."""
    reviews = Review.objects.filter(author__in=members).order_by("pk")
    replies = ReviewReply.objects.filter(author__in=members).order_by("pk")
    revisions = ReviewRevision.objects.filter(by__in=members).order_by("pk")
    votes = ReviewVote.objects.filter(member__in=members).order_by("pk")
    pictures = Picture.objects.filter(by__in=members).order_by("pk")
    with purpose("legal_duty"):
        messages = ReviewMessage.objects.filter(Q(by__in=members) | Q(to__in=members)).order_by("pk")
        exchanged = _rows(messages, "review__page__name", "by__name", "to__name", "text", "at")
    return {
        "community_review": _rows(
            reviews, "page__name", "stars", "title", "text", "experienced_on", "consideration", "verified_at",
            "state", "is_contactable", "written_at", "edited_at", "withdrawn_at",
        ),
        "community_review_reply": _rows(replies, "review__page__name", "text", "written_at", "state"),
        "community_review_revision": _rows(revisions, "stars", "title", "text", "is_of_reply", "at"),
        "community_review_vote": _rows(votes, "review_id", "at"),
        "community_review_message": exchanged,
        "community_picture": _rows(pictures, "name", "at"),
    }  # fmt: skip


def _rows(found: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(found.values(*names))
