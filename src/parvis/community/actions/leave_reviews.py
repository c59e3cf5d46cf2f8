"""Leaving: what is said of a product stays readable without its author's name, or goes; messages go."""

from __future__ import annotations

from django.db.models import Q

from parvis.community.models import Member, ReviewMessage, ReviewPicture, ReviewRevision, ReviewVote


def leave_reviews(member: Member, *, takes_texts_back: bool) -> None:
    """Declares no purpose: the caller does. Votes stay counted and lose their voter."""
    ReviewVote.objects.filter(member=member).delete()
    ReviewMessage.objects.filter(Q(by=member) | Q(to=member)).delete()
    if takes_texts_back:
        # The reviews themselves are emptied as every kind of text is (actions/take_back.py).
        ReviewPicture.objects.filter(review__author=member).delete()
        ReviewRevision.objects.filter(Q(by=member) | Q(review__author=member, is_of_reply=False)).update(
            text="", title=""
        )
