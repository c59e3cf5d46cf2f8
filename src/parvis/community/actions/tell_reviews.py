"""Who is told of what becomes of a review."""

from __future__ import annotations

from datetime import datetime

from parvis.community.actions.notices import tell
from parvis.community.logic.notices import REVIEWS
from parvis.community.models import Review


def tell_of_reply(review_id: int, *, now: datetime) -> None:
    """Its author: the company replied. That the reply is changed later is told nobody: what it said stays readable."""
    review = Review.objects.select_related("page", "author").filter(pk=review_id).first()
    if review is None or not review.is_shown or not hasattr(review, "reply") or not review.reply.is_shown:
        return
    tell([review.author_id], kind=REVIEWS.key, path=review.url, text=review, now=now)
