"""What the community keeps for a while only: codes of log-ins, ways to a provider, reports decided long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from parvis.community.actions.article_votes import forget_visitors
from parvis.community.actions.export import forget_exports
from parvis.community.actions.join import PLACE_KEPT
from parvis.community.models import LogInCode, LogInQuestion, MemberContact, Report, Restriction, VoteRing
from parvis.foundation.access import purpose

CODES_KEPT = timedelta(days=1)
REPORTS_KEPT = timedelta(days=365)
# Votes went round and do no longer.
RINGS_KEPT = timedelta(days=180)


def forget_old(*, now: datetime) -> int:
    """Returns how many rows went. Decisions themselves stay, as proof of their reasons."""
    codes = LogInCode.objects.filter(sent_at__lt=now - CODES_KEPT).delete()[0]
    codes += LogInQuestion.objects.filter(asked_at__lt=now - CODES_KEPT).delete()[0]
    # Where somebody joined from is of use while many join; not longer.
    with purpose("membership"):
        MemberContact.objects.filter(member__joined_at__lt=now - PLACE_KEPT).exclude(joined_from="").update(
            joined_from=""
        )
    # With a notice goes who gave it, whom only this purpose sees.
    with purpose("legal_duty"):
        reports = Report.objects.filter(decided_at__lt=now - REPORTS_KEPT).delete()[0]
    rings = VoteRing.objects.filter(seen_at__lt=now - RINGS_KEPT).delete()[0]
    forget_visitors(now=now)
    # What keeps somebody from joining again goes with the suspension.
    over = Restriction.objects.filter(Q(until__lte=now) | Q(undone_at__isnull=False)).exclude(mailbox_hash="")
    over.update(mailbox_hash="")
    return codes + rings + reports + forget_exports(now=now)
