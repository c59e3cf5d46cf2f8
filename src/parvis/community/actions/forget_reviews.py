"""Reviews that were taken back, and messages about reviews, go after a year."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parvis.community.actions.review_messages import MESSAGES_KEPT
from parvis.community.models import Review, ReviewMessage, ReviewPicture, ReviewRevision
from parvis.community.reads.review_rules import review_rules
from parvis.foundation.access import purpose

# ISO 20488 keeps what is not shown for a year at least, so that a dispute finds it.
WITHDRAWN_KEPT = timedelta(days=365)


def forget_reviews(*, now: datetime) -> int:
    """Returns how many rows went or were emptied. The nightly search for files takes the pictures."""
    months = review_rules().months
    with transaction.atomic():
        if months:
            # Past the time that the house promised: no longer shown, and empty a year later.
            late = Review.objects.filter(
                state=Review.SHOWN, written_at__lt=now - timedelta(days=months * 30.44)
            )
            late.update(state=Review.WITHDRAWN, withdrawn_at=now)
        old = Review.objects.filter(state=Review.WITHDRAWN, withdrawn_at__lt=now - WITHDRAWN_KEPT).exclude(
            text=""
        )
        ids = list(old.values_list("pk", flat=True)[:5000])
        ReviewPicture.objects.filter(review__in=ids).delete()
        ReviewRevision.objects.filter(review__in=ids).update(text="", title="")
        Review.objects.filter(pk__in=ids).update(text="", html="", title="")
    with purpose("membership"):
        return len(ids) + ReviewMessage.objects.filter(at__lt=now - MESSAGES_KEPT).delete()[0]
