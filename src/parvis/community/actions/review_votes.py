""" "This review helped me"."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from parvis.community.actions.flow import hold_member
from parvis.community.logic.errors import MayNot, OwnText, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import Member, Review, ReviewVote


def vote_review(review: Review, *, by: Member, is_helpful: bool, now: datetime) -> bool:
    """Returns whether anything changed. Raises OwnText, TooOften, MayNot("vote")."""
    if review.author_id == by.pk:
        raise OwnText
    if not review.is_shown:
        raise MayNot("vote")
    with transaction.atomic():
        by = hold_member(by, now=now)
        if is_helpful:
            day = ReviewVote.objects.filter(member=by, at__gt=now - timedelta(days=1))
            if day.count() >= limits_of(by.trust).helpful_a_day:
                raise TooOften(seconds=3600)
            _, has_changed = ReviewVote.objects.get_or_create(review=review, member=by, defaults={"at": now})
        else:
            has_changed = bool(ReviewVote.objects.filter(review=review, member=by).delete()[0])
        if has_changed:
            Review.objects.filter(pk=review.pk).update(
                helpful_count=F("helpful_count") + (1 if is_helpful else -1)
            )
        return has_changed
